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

/** So many are remembered of what never changes. */
const keptSources = 1000;

/** Reads a request as it stands now, the whole before its parts; undefined where it is none of ours. */
export type ReadRequest = (run: RunId) => Promise<Request | undefined>;

export function createReadRequest(client: BuildbotClient, places: Places): ReadRequest {
  const sourceOf = createSources(client);
  return async (run) => {
    const id = requestOf(run);
    const found = id === undefined ? undefined : await client.find(`/buildrequests/${id}`, BuildRequests);
    const request = found?.buildrequests[0];
    const place = request && (await places.byId(request.builderid));
    if (!request || !place) return undefined;
    const source = await sourceOf(request.buildsetid);
    const { builds } = await client.get(`/buildrequests/${request.buildrequestid}/builds?${shown}`, Builds);
    const tried = builds.toSorted((a, b) => a.buildid - b.buildid);
    const left = tried.filter(({ complete, results }) => complete && results === retried).length;
    // What was given up is tried again, unless nobody waits for it any more.
    const last = tried.at(-1);
    const build = !request.complete && last?.complete === true && last.results === retried ? undefined : last;
    const steps = build ? (await client.get(`/builds/${build.buildid}/steps`, Steps)).steps : [];
    return {
      run,
      place,
      request,
      source,
      first: tried[0],
      build,
      steps: steps.toSorted((a, b) => a.number - b.number),
      attempt: build?.results === retried ? Math.max(1, left) : left + 1,
    };
  };
}

/** What a set of builds is of, which never changes. */
function createSources(client: BuildbotClient): (buildset: number) => Promise<SourceStamp | undefined> {
  const known = new Map<number, SourceStamp>();
  return async (buildset) => {
    const kept = known.get(buildset);
    if (kept) return kept;
    const found = await client.find(`/buildsets/${buildset}`, Buildsets);
    const stamps = found?.buildsets[0]?.sourcestamps ?? [];
    const source = stamps.find(({ revision, branch }) => revision && branch) ?? stamps[0];
    if (!source) return undefined;
    known.set(buildset, source);
    const [oldest] = known.keys();
    if (known.size > keptSources && oldest !== undefined) known.delete(oldest);
    return source;
  };
}
