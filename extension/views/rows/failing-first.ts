import type { CiState, Job } from '../../../protocol/model/run.ts';
import { hasEnded } from '../../../protocol/model/health.ts';

/** What somebody looks for first comes first: what failed, then what is under way, then the rest, each in the engine's order. */
export const failingFirst = (jobs: readonly Job[]): readonly Job[] =>
  jobs.toSorted((a, b) => rank(a.state) - rank(b.state));

function rank(state: CiState): number {
  if (!hasEnded(state)) return 1;
  return state === 'passed' || state === 'skipped' || state === 'cancelled' ? 2 : 0;
}
