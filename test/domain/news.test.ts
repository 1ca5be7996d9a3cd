import { describe, expect, it } from 'vitest';
import { blank, type Fact, withFact } from '../../bridge/domain/card.ts';
import { isNews, isRoutine } from '../../bridge/domain/news.ts';
import { isTransition } from '../../bridge/domain/progress.ts';
import type { PullRequest } from '../../protocol/model/pull-request.ts';
import type { CiState, Job } from '../../protocol/model/run.ts';
import { forge, key, person, run, sha, work } from '../support/samples.ts';

const facts = (...all: readonly Fact[]) => all.reduce(withFact, blank(key()));
const pull: PullRequest = { number: 1, title: 'Add login', url: 'https://example.com/1', state: 'open' };
const job = (state: CiState): Job => ({ id: 'unit', name: 'unit', attempt: 1, revision: 1, state, steps: [] });
const going = (...states: readonly CiState[]) =>
  ({
    source: 'ci',
    fact: run({ state: 'running', revision: states.length, jobs: states.map((state) => job(state)) }),
  }) as const;
const stands = (part: Parameters<typeof forge>[0] = {}): Fact => ({ source: 'forge', fact: forge(part) });

describe('what a chat is told of a card', () => {
  it('is not how far the base has gone on, unless the branch has to keep up with it', () => {
    const before = facts(stands({ behind: 1, pullRequest: pull }));
    const after = (part: Parameters<typeof forge>[0]) => facts(stands({ revision: 2, pullRequest: pull, ...part }));
    expect(isNews(before, after({ behind: 7, ahead: 3 }))).toBe(false);
    expect(isNews(before, after({ behind: 1, conflicts: 'unknown' }))).toBe(false);
    expect(isNews(before, after({ behind: 1, conflicts: 'some' }))).toBe(true);
    const strict = { ...pull, mustBeUpToDate: true };
    expect(isNews(facts(stands({ behind: 1, pullRequest: strict })), after({ behind: 7, pullRequest: strict }))).toBe(
      true,
    );
  });

  it('is all that people and CI do', () => {
    const before = facts(stands({ pullRequest: pull }));
    for (const fact of [
      going('running'),
      stands({ revision: 2, pullRequest: { ...pull, state: 'merged' } }),
      { source: 'work', fact: work() },
      { source: 'claim', fact: { by: person('Bo'), at: 1 } },
    ] as const)
      expect(isNews(before, withFact(before, fact))).toBe(true);
  });

  it('is routine where jobs go well, and not once one has failed', () => {
    const before = facts(going('running'));
    expect(isRoutine(before, facts(going('passed', 'running')))).toBe(true);
    expect(isRoutine(before, facts(going('failed', 'running')))).toBe(false);
    expect(isRoutine(before, facts({ source: 'ci', fact: run({ state: 'passed' }) }))).toBe(false);
  });

  it('hurries for red and mended, and not for CI that has begun', () => {
    const queued = facts({ source: 'ci', fact: run() });
    const dark = facts({ source: 'ci', fact: run({ state: 'failed' }) });
    const red = facts({ source: 'ci', fact: run({ state: 'failed', revisions: { evidence: 0 } }) });
    expect(isTransition(blank(key()), queued)).toBe(false);
    expect(isTransition(queued, dark)).toBe(false);
    expect(isTransition(dark, red)).toBe(true);
    expect(isTransition(queued, red)).toBe(true);
    expect(isTransition(blank(key()), red)).toBe(true);
    const mended = withFact(red, { source: 'ci', fact: run({ run: 'run-2', state: 'passed', queuedAt: 2_000 }) });
    expect(isTransition(red, mended)).toBe(true);
  });

  it('is told at once that a deployment has ended, and a little later that one has begun', () => {
    const put = (state: 'running' | 'succeeded' | 'failed') =>
      facts(stands({ deployments: [{ environment: 'staging', state, commit: sha('a'), at: 1 }] }));
    expect(isTransition(facts(stands()), put('running'))).toBe(false);
    expect(isTransition(put('running'), put('succeeded'))).toBe(true);
    expect(isTransition(put('running'), put('failed'))).toBe(true);
    expect(isTransition(put('succeeded'), put('running'))).toBe(false);
    expect(isTransition(put('succeeded'), put('succeeded'))).toBe(false);
  });
});
