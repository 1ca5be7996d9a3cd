import type { CiState } from '../../../../protocol/model/run.ts';

/** Success, warnings, failure, skipped, exception, retry, cancelled: what the last three mean is that there is no result. */
const states: readonly CiState[] = ['passed', 'passed', 'failed', 'skipped', 'interrupted', 'interrupted', 'cancelled'];

/** The state that Buildbot's number for a result means. */
export const resultState = (results: number | null | undefined): CiState => states[results ?? -1] ?? 'interrupted';

/** The build was given up and will be tried once more. */
export const retried = 5;
export const exception = 4;

/** An instant of ours from one of Buildbot's. */
export const instant = (seconds: number | null | undefined): number | undefined =>
  seconds === null || seconds === undefined ? undefined : Math.floor(seconds * 1000);
