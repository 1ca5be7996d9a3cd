import type { RunId } from '../../../../protocol/model/ids.ts';
import { requestOf } from '../../buildbot/run-id.ts';
import type { Place, Places } from './builders.ts';
import type { BuildbotClient } from './client.ts';
import {
  type Build,
  type BuildRequest,
  BuildRequests,
  Builds,
  Buildsets,
  type SourceStamp,
  type StepRow,
  Steps,
} from './schema.ts';
import { retried } from './state.ts';

/** A request to build, which is what stays the same from the queue to the end; and however often it is tried. */
export interface Request {
  readonly run: RunId;
  readonly place: Place;
  readonly request: BuildRequest;
  readonly source: SourceStamp | undefined;
  /** The first build of it, which has given it its number. */
  readonly first: Build | undefined;
  /** The build that counts, where one has begun, and its steps. */
  readonly build: Build | undefined;
  readonly steps: readonly StepRow[];
  readonly attempt: number;
}

const shown = ['got_revision', 'branch', 'scheduler', 'owner'].map((name) => `property=${name}`).join('&');

/** Reads a request as it stands now, the whole before its parts; undefined where it is none of ours. */
export async function readRequest(client: BuildbotClient, places: Places, run: RunId): Promise<Request | undefined> {
  const id = requestOf(run);
  const found = id === undefined ? undefined : await client.find(`/buildrequests/${id}`, BuildRequests);
  const request = found?.buildrequests[0];
  const place = request && (await places.byId(request.builderid));
  if (!request || !place) return undefined;
  const sets = await client.find(`/buildsets/${request.buildsetid}`, Buildsets);
  const tried = (await client.get(`/buildrequests/${request.buildrequestid}/builds?${shown}`, Builds)).builds.toSorted(
    (a, b) => a.buildid - b.buildid,
  );
  const left = tried.filter(({ complete, results }) => complete && results === retried).length;
  // What was given up is tried again, unless nobody waits for it any more.
  const last = tried.at(-1);
  const again = !request.complete && last?.complete === true && last.results === retried;
  const build = again ? undefined : last;
  const steps = build ? (await client.get(`/builds/${build.buildid}/steps`, Steps)).steps : [];
  const stamps = sets?.buildsets[0]?.sourcestamps ?? [];
  return {
    run,
    place,
    request,
    source: stamps.find(({ revision, branch }) => revision && branch) ?? stamps[0],
    first: tried[0],
    build,
    steps: steps.toSorted((a, b) => a.number - b.number),
    attempt: build && build.results === retried ? Math.max(1, left) : left + 1,
  };
}
