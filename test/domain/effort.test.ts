import { describe, expect, it } from 'vitest';
import { ownersOf, readCodeOwners } from '../../bridge/domain/codeowners.ts';
import { factsOf } from '../../bridge/domain/event-facts.ts';
import { takes } from '../../bridge/domain/route-filter.ts';
import type { PullRequest } from '../../protocol/model/pull-request.ts';
import { forge, key } from '../support/samples.ts';

const hostile = `*${'a'.repeat(198)}b`;
const paths = Array.from({ length: 300 }, (_, index) => `${'a'.repeat(490)}${index}`);
const pull: PullRequest = {
  number: 1,
  title: 'x',
  url: 'https://forge.example/1',
  state: 'open',
  paths,
};
const facts = (owners: (path: string) => readonly string[] | undefined) =>
  factsOf({ key: key(), work: [], ci: [], forge: forge({ pullRequest: pull }) }, { trunk: false, groups: {}, owners });

describe('patterns of a repository’s own file', () => {
  it('take no more than so much work, whatever they and the changed files are: then it is not known what fits', () => {
    const include = { paths: Array.from({ length: 30 }, () => hostile) };
    const found = facts(() => []);
    expect(takes({ include }, found)).toMatchObject({ verdict: 'waits' });
    expect(found.effort?.left).toBeLessThan(0);
    // Nor do the others that come after it.
    expect(
      takes(
        { include: { heads: ['nothing*'] } },
        facts(() => []),
      ),
    ).toMatchObject({ verdict: 'left' });
  });

  it('leave the owners open where nobody could say in time who they are', () => {
    expect(facts(() => undefined).owners).toBe('unknown');
  });
});

describe('a CODEOWNERS file', () => {
  it('of thousands of folders takes next to no work for a file of one of them', () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `/components/part_${index}/ @user${index}`);
    const file = readCodeOwners(lines.join('\n'));
    const effort = { left: 100_000 };
    expect(ownersOf(file, 'components/part_7/sensor.py', effort)).toEqual(['@user7']);
    expect(effort.left).toBeGreaterThan(90_000);
  });

  it('that takes too much work names nobody, and does not say that nobody owns the file', () => {
    const file = readCodeOwners(Array.from({ length: 5000 }, () => `${'*a'.repeat(20)}b @x`).join('\n'));
    expect(ownersOf(file, 'a'.repeat(500), { left: 1_000_000 })).toBeUndefined();
  });
});
