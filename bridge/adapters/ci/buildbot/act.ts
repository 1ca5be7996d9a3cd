import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { asItStands } from '../as-it-stands.ts';
import { runOf } from '../../buildbot/run-id.ts';
import type { Place } from './builders.ts';
import type { BuildbotClient } from './client.ts';
import { filledIn } from './fields.ts';
import type { Request } from './read-request.ts';
import { Done, type Field, Forced, ForceSchedulers } from './schema.ts';

interface Means {
  readonly client: BuildbotClient;
  readonly placesOf: (repository: Place['repository']) => Promise<readonly Place[] | undefined>;
  readonly find: (run: RunId) => Promise<Request | undefined>;
  readonly tell: (run: RunId) => Promise<CiReport | undefined>;
}

const refused = (why: string) => new PlatformError('refused', why.slice(0, 200));

/** Does what is asked, and answers with the run as it stands then; undefined where there was nothing to do. */
export async function act(means: Means, deed: CiDeed): Promise<CiReport | undefined> {
  if (deed.type === 'decide') throw refused('Buildbot waits for nobody');
  if (deed.type !== 'cancel' && deed.debug) throw refused('Buildbot cannot be asked to tell more');
  if (deed.type === 'start') {
    const begun = await start(means, deed);
    return asItStands(() => means.tell(begun));
  }
  if (deed.type === 'rerun' && deed.what !== 'all') throw refused('Buildbot runs only whole builds again');
  const found = await means.find(deed.run.run);
  if (!found) throw new PlatformError('gone', 'Buildbot does not know the run any more');
  if (deed.type === 'rerun') {
    const begun = await rebuild(means, found);
    return asItStands(() => means.tell(begun));
  }
  return (await stop(means, found)) ? asItStands(() => means.tell(deed.run.run), deed.run) : undefined;
}

/** Fills in the force scheduler's form for the very commit, and gives the run of the request that it makes. */
async function start({ client, placesOf }: Means, deed: Extract<CiDeed, { type: 'start' }>): Promise<RunId> {
  const places = await placesOf(deed.repository);
  if (!places) throw refused('unknown_repository');
  const place = deed.workflow === undefined ? places[0] : places.find(({ builder }) => builder === deed.workflow);
  const form = place && (await formOf(client, place));
  if (!place || !form) throw refused('unknown_workflow');
  const said = { ...filledIn(form, deed), builderid: place.id, reason: 'asked for in Shiproom' };
  const path = `/forceschedulers/${encodeURIComponent(place.scheduler ?? '')}`;
  const { result } = await client.send(path, 'force', said, Forced);
  return runOf(requestIn(result));
}

/** What a builder's force scheduler asks for; undefined where it has none. */
export async function formOf(client: BuildbotClient, { scheduler }: Place): Promise<readonly Field[] | undefined> {
  if (scheduler === undefined) return undefined;
  const found = await client.find(`/forceschedulers/${encodeURIComponent(scheduler)}`, ForceSchedulers);
  return found?.forceschedulers[0]?.all_fields;
}

/** Builds the same again, as a request of its own. */
async function rebuild({ client }: Means, { build, source }: Request): Promise<RunId> {
  if (!build) throw refused('no build of it has begun; start another run instead');
  if (!source?.revision) throw refused('it was asked for a branch and not for a commit; start another run instead');
  const { result } = await client.send(`/builds/${build.buildid}`, 'rebuild', {}, Forced);
  return runOf(requestIn(result));
}

function requestIn([, requests]: readonly [number, Readonly<Record<string, number>>]): number {
  const [request] = Object.values(requests);
  if (request === undefined) throw new PlatformError('unsure', 'Buildbot made no request of it');
  return request;
}

/** Stops the build, or takes the request out of the queue; false where it has ended. */
async function stop({ client }: Means, { request, build }: Request): Promise<boolean> {
  if (request.complete || build?.complete) return false;
  const reason = { reason: 'cancelled in Shiproom' };
  if (build) await client.send(`/builds/${build.buildid}`, 'stop', reason, Done);
  else await client.send(`/buildrequests/${request.buildrequestid}`, 'cancel', reason, Done);
  return true;
}
