import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { runOf } from '../../buildbot/run-id.ts';
import type { Place } from './builders.ts';
import type { BuildbotClient } from './client.ts';
import { BuildRequests, Builds } from './schema.ts';

/** So many of a builder's requests are looked at: the newest. */
const newest = 20;

/** Reads those of a builder's requests that stand otherwise than when they were last looked at; the first time, all of the newest. */
export type ReadChanges = (
  place: Place,
  read: (run: RunId) => Promise<readonly CiReport[]>,
) => Promise<readonly CiReport[]>;

/** Remembers how requests stood. One that could not be read is read again. */
export function createChanges(client: BuildbotClient): ReadChanges {
  const known = new Map<number, ReadonlyMap<RunId, string>>();
  return async ({ id }, read) => {
    const before = known.get(id);
    const { buildrequests } = await client.get(
      `/builders/${id}/buildrequests?order=-buildrequestid&limit=${newest}`,
      BuildRequests,
    );
    const { builds } = await client.get(`/builders/${id}/builds?order=-number&limit=${newest}`, Builds);
    const now = new Map(
      buildrequests.map((request) => {
        const tried = builds
          .filter(({ buildrequestid }) => buildrequestid === request.buildrequestid)
          .map(({ buildid, complete, results, state_string: said }) => [buildid, complete, results, said]);
        return [runOf(request.buildrequestid), JSON.stringify([request.complete, request.results, tried])] as const;
      }),
    );
    const reports: CiReport[] = [];
    // The oldest first, so that news come in their order.
    for (const [run, stands] of [...now].toReversed()) {
      if (before?.get(run) !== stands) reports.push(...(await read(run)));
    }
    known.set(id, now);
    return reports;
  };
}
