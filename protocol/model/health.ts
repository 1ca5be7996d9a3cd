import type { Card } from './card.ts';
import type { Check } from './pull-request.ts';
import type { CiRun, CiState } from './run.ts';

/** A branch in one word. `unknown` is said as such: it is never shown as green. */
export type Health = 'failing' | 'running' | 'passing' | 'unknown';

const ended: Record<CiState, boolean> = {
  queued: false,
  waiting: false,
  'setting-up': false,
  running: false,
  passed: true,
  failed: true,
  'setup-failed': true,
  cancelled: true,
  'timed-out': true,
  interrupted: true,
  skipped: true,
};

/** A run's state as a person reads it. */
export const ciWords: Readonly<Record<CiState, string>> = {
  queued: 'queued',
  waiting: 'waiting',
  'setting-up': 'setting up',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  'setup-failed': 'set-up failed',
  cancelled: 'cancelled',
  'timed-out': 'timed out',
  interrupted: 'interrupted',
  skipped: 'skipped',
};

/** What people call a run beside others of its branch: `CI #12`. */
export const runName = ({ workflow, number }: Pick<CiRun, 'workflow' | 'number'>): string =>
  number === undefined ? workflow : `${workflow} #${number}`;

/** Whether nothing more will be heard of a run in this state. */
export const hasEnded = (state: CiState): boolean => ended[state];

const verdicts: Partial<Record<CiState, Health>> = {
  passed: 'passing',
  failed: 'failing',
  'setup-failed': 'failing',
  'timed-out': 'failing',
};

/** What a run says of its commit; a cancelled or interrupted run says nothing. */
export const verdict = (run: CiRun): Health | undefined => verdicts[run.state];

/** The newest run of each workflow, newest first, of runs that are newest first. */
export function latestRuns(runs: readonly CiRun[]): CiRun[] {
  const seen = new Set<string>();
  return runs.filter(({ provider, workflow }) => {
    const name = `${provider}\n${workflow}`;
    const first = !seen.has(name);
    seen.add(name);
    return first;
  });
}

/**
 * The branch's health: of the newest commit that CI has a word on. It fails as soon as the newest run of one workflow has failed, runs while
 * one is under way, and passes where all that have a verdict passed. Where CI has never spoken, what others put on the commit speaks,
 * and else the last local test run, provided that it ran at the branch's present head and no file has changed since.
 */
export function health(card: Pick<Card, 'ci' | 'forge' | 'work'>): Health {
  for (const runs of byCommit(card.ci)) {
    const said = of(runs);
    if (said !== 'unknown') return said;
  }
  const checked = ofChecks(card.forge?.checks ?? []);
  if (checked !== 'unknown') return checked;
  const work = card.work[0];
  if (!work?.tests || work.tests.commit !== work.head || work.tests.stale) return 'unknown';
  return work.tests.outcome === 'passed' ? 'passing' : 'failing';
}

/**
 * What CI has last settled: `failing` as soon as one workflow failed at a commit, `passing` only when none is under way there any more. A
 * commit whose runs are undecided says nothing yet, and the one before it still counts.
 */
export function settled(runs: readonly CiRun[]): 'failing' | 'passing' | undefined {
  for (const each of byCommit(runs)) {
    const said = of(each);
    if (said === 'failing' || said === 'passing') return said;
  }
  return undefined;
}

const speak = (run: CiRun): Health | undefined => (hasEnded(run.state) ? verdict(run) : 'running');

/** What the runs of one commit say: of each workflow the newest that says anything. */
function of(runs: readonly CiRun[]): Health {
  const said = latestRuns(runs.filter(speak)).map(speak);
  return (['failing', 'running', 'passing'] as const).find((each) => said.includes(each)) ?? 'unknown';
}

const ofChecks = (checks: readonly Check[]): Health =>
  (['failing', 'running', 'passing'] as const).find((each) =>
    checks.some(({ state }) => (hasEnded(state) ? verdicts[state] : 'running') === each),
  ) ?? 'unknown';

/** Runs by their commit, in the order of each commit's newest run. */
function byCommit(runs: readonly CiRun[]): CiRun[][] {
  const groups = new Map<string, CiRun[]>();
  for (const run of runs) groups.set(run.commit, [...(groups.get(run.commit) ?? []), run]);
  return [...groups.values()];
}
