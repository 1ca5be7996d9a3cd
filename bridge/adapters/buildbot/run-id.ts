import { RunId } from '../../../protocol/model/ids.ts';

/** The run of a build request: `buildbot/ID`. */
export const runOf = (request: number): RunId => RunId.parse(`buildbot/${request}`);

/** The build request that a run's id means. */
export function requestOf(run: RunId): number | undefined {
  const digits = /^buildbot\/(\d{1,15})$/.exec(run)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
