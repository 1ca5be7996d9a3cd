import type { CiState } from '../../../protocol/model/run.ts';

const results: Readonly<Record<string, CiState>> = {
  SUCCESS: 'passed',
  // Tests have failed, and Jenkins has gone on to its end.
  UNSTABLE: 'failed',
  FAILURE: 'failed',
  ABORTED: 'cancelled',
  NOT_BUILT: 'skipped',
};

/** The state that Jenkins' word for a result means. */
export const resultState = (result: string): CiState => results[result] ?? 'interrupted';

/** A branch as git's plugin names what it has checked out: `origin/main`, `refs/remotes/origin/main`. Undefined where it was none. */
export function branchOf(name: string | null | undefined): string | undefined {
  const short = name?.replace(/^refs\/(?:remotes|heads)\//, '').replace(/^origin\//, '');
  return short === undefined || short === '' || short === 'detached' || short === 'HEAD' ? undefined : short;
}
