import type { CiState } from '../../../../protocol/model/run.ts';

const conclusions: ReadonlyMap<string, CiState> = new Map([
  ['success', 'passed'],
  ['neutral', 'passed'],
  ['failure', 'failed'],
  ['cancelled', 'cancelled'],
  ['skipped', 'skipped'],
  ['timed_out', 'timed-out'],
  ['action_required', 'waiting'],
  ['stale', 'interrupted'],
  ['startup_failure', 'setup-failed'],
]);

const statuses: ReadonlyMap<string, CiState> = new Map([
  ['in_progress', 'running'],
  ['waiting', 'waiting'],
]);

/** The state of a run, a job or a step. A status that is new to us counts as queued, an end that is new to us as one without a result. */
export function stateOf({ status, conclusion }: Words): CiState {
  if (status === 'completed') return conclusions.get(conclusion ?? '') ?? 'interrupted';
  return statuses.get(status ?? '') ?? 'queued';
}

/** GitHub's two words for how far something is, and what it came to. */
export interface Words {
  readonly status?: string | null | undefined;
  readonly conclusion?: string | null | undefined;
}
