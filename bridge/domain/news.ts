import { hasEnded } from '../../protocol/model/health.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Facts } from './card.ts';

/**
 * Whether anything of a card has changed that a chat shows. How far a base has moved on changes with each merge, and on every branch: it is shown only
 * where the branch has to keep up with it. After each merge a forge also has to find out anew whether the others conflict: that it has not yet is no news.
 */
export const isNews = (before: Facts, after: Facts): boolean => shown(before) !== shown(after);

/** Whether all that has changed is how far the jobs of runs are that go well: who waits for them looks at the run, and the end comes soon. */
export const isRoutine = (before: Facts, after: Facts): boolean =>
  shown(before, settledRun) === shown(after, settledRun);

function shown({ forge, ci, claim, work, deeds }: Facts, as: (run: CiRun) => CiRun = wholeRun): string {
  const { merged = false, conflicts, pullRequest = null, checks = [], deployments = [], behind } = forge ?? {};
  const distance = pullRequest?.mustBeUpToDate ? behind : undefined;
  return JSON.stringify([
    ci.map((run) => ({ ...as(run), revision: 0, revisions: undefined })),
    claim,
    work,
    deeds,
    [merged, conflicts === 'some', pullRequest, checks, deployments, distance],
  ]);
}

const wholeRun = (run: CiRun): CiRun => run;

function settledRun(run: CiRun): CiRun {
  if (hasEnded(run.state)) return run;
  const bad = (run.jobs ?? []).filter(({ state }) => hasEnded(state) && state !== 'passed' && state !== 'skipped');
  return { ...run, jobs: bad };
}
