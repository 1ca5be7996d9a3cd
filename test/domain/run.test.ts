import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRun, newRun, type RunNews } from '../../bridge/domain/run.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import { CiRun, type CiState, type Job } from '../../protocol/model/run.ts';
import { run } from '../support/samples.ts';

const blank = newRun(run());
const runId = blank.run;
const merged = (news: readonly RunNews[]) => news.reduce(mergeRun, blank);

const job = (name: string, id: string, attempt: number, revision: number, state: CiState): Job => ({
  id,
  name,
  attempt,
  revision,
  state,
  steps: [],
});
const whole = (attempt: number, revision: number, state: CiState, more: Partial<CiRun> = {}): RunNews => ({
  run: runId,
  attempt,
  revision,
  state,
  startedAt: attempt * 100,
  ...(hasEnded(state) ? { endedAt: revision } : {}),
  number: 7,
  queuedAt: 900,
  ...more,
});
/** What a delivery about one job tells: no more of the run than that it is under way. */
const ofJob = (each: Job): RunNews => ({
  run: runId,
  attempt: each.attempt,
  revision: 0,
  state: each.state === 'queued' ? 'queued' : 'running',
  queuedAt: 950,
  jobs: [each],
});

/** A run of two jobs, one of which fails and is run again. */
const story: readonly RunNews[] = [
  whole(1, 10, 'queued'),
  ofJob(job('build', '1', 1, 11, 'queued')),
  whole(1, 12, 'running'),
  ofJob(job('build', '1', 1, 13, 'passed')),
  ofJob(job('test', '2', 1, 14, 'failed')),
  whole(1, 15, 'failed', { failures: [{ name: 'adds' }], lines: [] }),
  ofJob(job('test', '3', 2, 21, 'running')),
  whole(2, 22, 'running', { gates: [{ environment: 'staging', approvers: [] }] }),
  ofJob(job('test', '3', 2, 23, 'passed')),
  whole(2, 24, 'passed', { failures: [], lines: [] }),
];

describe('a run', () => {
  it('[W4] is the same in whatever order its news comes, and however often', () => {
    const expected = merged(story);
    expect(expected).toMatchObject({
      attempt: 2,
      state: 'passed',
      failures: [],
      number: 7,
      queuedAt: 900,
      endedAt: 24,
    });
    expect(expected.jobs?.map(({ name, id, state }) => [name, id, state])).toEqual([
      ['build', '1', 'passed'],
      ['test', '3', 'passed'],
    ]);
    expect(expected.gates).toBeUndefined();
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
        fc.array(fc.nat(story.length - 1), { maxLength: 20 }),
        (orderOfNews, again) => {
          const news = [...orderOfNews, ...again].flatMap((index) => story[index] ?? []);
          expect(merged(news)).toEqual(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('[W4] is the same after any part of the story, in any order', () => {
    fc.assert(
      fc.property(fc.nat(story.length), fc.infiniteStream(fc.nat()), (length, chance) => {
        const part = story.slice(0, length);
        const shuffled = part
          .map((each) => ({ each, at: chance.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ each }) => each);
        expect(merged(shuffled)).toEqual(merged(part));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same object where all of it is known', () => {
    const known = merged(story);
    for (const news of story) expect(mergeRun(known, news)).toBe(known);
  });

  it('is what the wire takes, with 300 jobs too', () => {
    const many = Array.from({ length: 300 }, (_, index) => job(`job ${index}`, `${index}`, 1, 1, 'queued'));
    const big = mergeRun(blank, { ...whole(1, 10, 'running'), jobs: many });
    expect(CiRun.safeParse(big).success).toBe(true);
    expect(big.jobs?.slice(0, 3).map(({ name }) => name)).toEqual(['job 0', 'job 1', 'job 2']);
  });

  it('keeps what came to light until the next attempt', () => {
    const failed = merged(story.slice(0, 6));
    expect(failed.failures).toEqual([{ name: 'adds' }]);
    const later = mergeRun(failed, { ...whole(1, 16, 'failed'), counts: { passed: 1, failed: 1, skipped: 0 } });
    expect(later.counts?.failed).toBe(1);
    expect(mergeRun(later, whole(2, 1, 'queued')).failures).toEqual([]);
  });
});
