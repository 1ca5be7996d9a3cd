// @vitest-environment node

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseWords,
  changeWords,
  countWords,
  distanceWords,
  initials,
  localTestWords,
  placeWords,
  repositoryName,
  runTimeWords,
  upstreamWords,
} from '../../media/words.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { forge, run, sha, work } from '../support/samples.ts';
import { minute, now } from './samples.ts';

describe('words', () => {
  it('shortens a repository to what people call it', () => {
    const short = (id: string) => repositoryName(RepositoryId.parse(id));
    expect(short('github.com/acme/web')).toBe('acme/web');
    expect(short('root:8f3a0b12c4d5e6f7')).toBe('local 8f3a0b1');
    expect(short('elsewhere')).toBe('elsewhere');
  });

  it('says where a branch stands against another', () => {
    expect(distanceWords(0, 0, 'main')).toBe('even with main');
    expect(distanceWords(2, 0, 'main')).toBe('2 ahead of main');
    expect(distanceWords(0, 1, 'main')).toBe('1 behind main');
    expect(distanceWords(2, 1, 'main')).toBe('2 ahead, 1 behind main');
    expect(upstreamWords(work())).toBe('no upstream');
    expect(baseWords(forge({ merged: true }))).toBe('merged into main');
    expect(baseWords(forge({ conflicts: 'unknown' }))).toBe('1 ahead of main · conflicts not known');
  });

  it('leaves out what is none', () => {
    expect(countWords({ passed: 12, failed: 1, skipped: 0 })).toBe('1 failed, 12 passed');
    expect(countWords({ passed: 0, failed: 0, skipped: 0 })).toBe('no tests');
    expect(changeWords({ staged: 1, unstaged: 0, untracked: 2, conflicted: 0 })).toBe('1 staged, 2 untracked');
    expect(changeWords({ staged: 0, unstaged: 0, untracked: 0, conflicted: 0 })).toBe('no uncommitted changes');
  });

  it('never lets a test run of another commit speak for this one', () => {
    const tests = { task: 'npm test', outcome: 'passed', commit: sha('b'), dirty: false, endedAt: now } as const;
    expect(localTestWords(work({ tests }), now)).toContain('at bbbbbbb, not the present head');
    expect(localTestWords(work({ tests: { ...tests, commit: sha('a'), dirty: true } }), now)).toContain(
      'with uncommitted changes',
    );
    expect(localTestWords(work(), now)).toBe('No local test run shared');
  });

  it('says how long a run waits, runs or took', () => {
    const at = { queuedAt: now - 5 * minute, startedAt: now - 4 * minute, endedAt: now - 3 * minute };
    expect(runTimeWords(run(at), now)).toBe('took 1 min · 3 min ago');
    expect(runTimeWords(run({ ...at, endedAt: undefined }), now)).toBe('started 4 min ago');
    expect(runTimeWords(run({ queuedAt: at.queuedAt }), now)).toBe('asked for 5 min ago');
    expect(runTimeWords(run({ queuedAt: at.queuedAt, endedAt: at.endedAt }), now)).toBe('3 min ago');
  });

  it('names the place of a failing test as far as it is known', () => {
    expect(placeWords({ name: 'x' })).toBe('');
    expect(placeWords({ name: 'x', file: 'a.test.ts' })).toBe('a.test.ts');
    expect(placeWords({ name: 'x', file: 'a.test.ts', line: 7 })).toBe('a.test.ts:7');
  });

  it('makes at most two letters of any name', () => {
    expect(['Ana Marić', 'Dee', 'x', 'ana-lena øst', '👩‍🚀 Zoë'].map(initials)).toEqual(['AM', 'DE', 'X', 'AL', 'ZO']);
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => initials(name) !== ''));
  });
});
