import type { Card } from './card.ts';
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

/**
 * The branch's health: of the newest run of CI that has a verdict, or `running` while a newer one is under way. Where CI has
 * never spoken, the last local test run speaks, provided that it ran at the branch's present head.
 */
export function health(card: Card): Health {
  for (const run of card.ci) {
    if (!hasEnded(run.state)) return 'running';
    const said = verdict(run);
    if (said) return said;
  }
  const work = card.work[0];
  if (!work?.tests || work.tests.commit !== work.head) return 'unknown';
  return work.tests.outcome === 'passed' ? 'passing' : 'failing';
}
