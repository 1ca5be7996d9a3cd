// @vitest-environment node

import { describe, expect, it } from 'vitest';
import {
  claimWords,
  decisionWords,
  gateWords,
  laggards,
  sinceWords,
  sourceWords,
  stateCounts,
  tookWords,
  triageWords,
} from '../../media/ci-words.ts';
import { deploymentWords } from '../../media/forge-words.ts';
import { createCalendar } from '../../media/time.ts';
import { forge, person, run, sha } from '../support/samples.ts';
import { engine } from './ci-samples.ts';
import { card, minute, now } from './samples.ts';
import { runName } from '../../protocol/model/health.ts';

const calendar = createCalendar('en-GB', 'UTC');

describe('words of CI', () => {
  it('say what history says of a failure', () => {
    const words = (triage?: 'new' | 'known' | 'on-base' | 'flaky', flaky?: { failed: number; of: number }) =>
      triageWords({ name: 't', triage, flaky }, 'main');
    expect(words()).toBe('');
    expect(words('new')).toBe('new');
    expect(words('known')).toBe('known');
    expect(words('on-base')).toBe('also red on main');
    expect(triageWords({ name: 't', triage: 'on-base' }, undefined)).toBe('also red on the base');
    expect(words('flaky', { failed: 3, of: 20 })).toBe('flaky: 3 of the last 20 failed');
    expect(words('flaky')).toBe('flaky');
  });

  it('say how long a job took or has been going on, and nothing where nobody knows', () => {
    const times = { startedAt: now - 2 * minute, endedAt: now - minute };
    expect(tookWords({ ...times, state: 'passed' }, now)).toBe('1 min');
    expect(tookWords({ startedAt: now - 2 * minute, state: 'running' }, now)).toBe('for 2 min');
    expect(tookWords({ startedAt: now - 2.9 * minute, state: 'running' }, now)).toBe('for 2 min');
    expect(tookWords({ startedAt: now - 0.5 * minute, state: 'running' }, now)).toBe('');
    expect(tookWords({ startedAt: now + minute, state: 'running' }, now)).toBe('');
    expect(tookWords({ startedAt: now - minute, state: 'failed' }, now)).toBe('');
    expect(tookWords({ ...times, state: 'skipped' }, now)).toBe('');
    expect(tookWords({ state: 'queued' }, now)).toBe('');
  });

  it('count states, the worst first', () => {
    const states = ['passed', 'running', 'failed', 'passed', 'skipped'] as const;
    expect(stateCounts(states.map((state) => ({ state })))).toBe('1 failed, 1 running, 2 passed, 1 skipped');
    expect(stateCounts([])).toBe('');
  });

  it('say since when, with the day where that is not today', () => {
    expect(sinceWords(now - 30 * minute, now, calendar)).toBe('11:30');
    expect(sinceWords(now - 24 * 60 * minute, now, calendar)).toBe('Yesterday, 12:00');
    const claim = { by: person('Ben'), at: now - 30 * minute };
    expect(claimWords(claim, undefined, now, calendar)).toBe('Ben is on it since 11:30');
    expect(claimWords(claim, person('Ben').id, now, calendar)).toBe('You are on it since 11:30');
  });

  it('say what a gate waits for, and what was said to it', () => {
    expect(gateWords({ environment: 'staging', approvers: ['ana', 'acme/ops'] }, now, calendar)).toBe(
      'staging waits for approval by @ana, @acme/ops',
    );
    expect(gateWords({ environment: 'staging', approvers: [] }, now, calendar)).toBe('staging waits for approval');
    expect(gateWords({ environment: 'live', approvers: [], until: now + minute }, now, calendar)).toBe(
      'live goes on at 12:01',
    );
    const decided = {
      environment: 'staging',
      verdict: 'rejected',
      by: 'bo',
      comment: 'not now',
      at: now - minute,
    } as const;
    expect(decisionWords(decided, now)).toBe('staging rejected by @bo, 1 min ago: not now');
  });

  it('name a run as people do', () => {
    expect(runName(run({ number: 42 }))).toBe('tests #42');
    expect(runName(run())).toBe('tests');
  });
});

describe('words of sources', () => {
  it('say how old they are and why, and of fresh ones nothing', () => {
    const words = (part: Parameters<typeof engine>[0]) =>
      sourceWords(engine({ name: 'GitHub', ...part }), now, calendar);
    const asOf = now - 88 * minute;
    expect(words({ state: 'fresh', asOf })).toBe('');
    expect(words({ state: 'late', asOf })).toBe('GitHub as of 10:32');
    expect(words({ state: 'failing', asOf, why: 'rate limit until 10:45' })).toBe(
      'GitHub as of 10:32: rate limit until 10:45',
    );
    expect(words({ state: 'failing' })).toBe('GitHub: it cannot be asked just now');
  });

  it('are of those alone that a card is read from', () => {
    const late = engine({ state: 'late' });
    const other = engine({ id: 'other', state: 'failing' });
    const host = engine({ id: 'memory-forge', kind: 'forge', state: 'failing' });
    const all = [late, other, host, engine({ id: 'fresh' })];
    expect(laggards(card(), all)).toEqual([late]);
    expect(laggards(card('x', { forge: forge({ forge: 'memory-forge' }) }), all)).toEqual([late, host]);
    expect(laggards(card('x', { ci: [] }), all)).toEqual([late, other]);
  });
});

it.each([
  ['succeeded', 'production has bbbbbbb · 2 min ago'],
  ['waiting', 'production waits to get bbbbbbb · 2 min ago'],
  ['failed', 'production failed to get bbbbbbb · 2 min ago'],
  ['inactive', 'production had bbbbbbb · 2 min ago'],
] as const)('says of a deployment that %s', (state, words) => {
  expect(deploymentWords({ environment: 'production', state, commit: sha('b'), at: now - 2 * minute }, now)).toBe(
    words,
  );
});
