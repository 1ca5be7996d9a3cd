import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { Workflow } from '../../../../protocol/model/workflow.ts';
import type { CiProvider, CiReport } from '../../../ports/ci-provider.ts';
import { cut } from '../../../../reports/bounded.ts';
import { lookAfter } from '../look-after.ts';
import { act, formOf } from './act.ts';
import { type BuildbotBuilders, createPlaces, type Place } from './builders.ts';
import { createChanges } from './changes.ts';
import { type BuildbotAccess, type BuildbotClient, createBuildbotClient } from './client.ts';
import { evidenceOf } from './evidence.ts';
import { inputsOf } from './fields.ts';
import { createLogs } from './logs.ts';
import { createReadRequest } from './read-request.ts';
import { reportOf } from './report.ts';

export interface BuildbotSettings extends BuildbotAccess {
  readonly builders: BuildbotBuilders;
  /** What no log may show: the bridge's own secrets. The password is one, said or not. */
  readonly secrets?: readonly string[];
}

const id = 'buildbot';

const can: CiProvider['can'] = {
  ourIds: false,
  liveLog: true,
  start: true,
  cancel: true,
  // As a run of its own.
  rerun: true,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: false,
};

/** Buildbot's builders. A run is a build request, `buildbot/ID`: it is the same from the queue to the end, and however often it is tried. */
export function createBuildbot({ builders, secrets = [], ...access }: BuildbotSettings): CiProvider {
  const client = createBuildbotClient(access);
  const places = createPlaces(client, builders);
  const logs = createLogs(client, [...secrets, ...(access.password === undefined ? [] : [access.password])]);
  const changes = createChanges(client);
  const find = createReadRequest(client, places);
  const read = async (run: RunId): Promise<readonly CiReport[]> => {
    const asked = await find(run);
    if (!asked) return [];
    const told = reportOf(asked, client.url);
    return [hasEnded(told.state) ? { ...told, ...(await evidenceOf(asked, logs)) } : told];
  };
  return {
    id,
    can,
    async workflows(repository) {
      const own = await places.of(repository);
      return own && (await Promise.all(own.map(async (place) => workflowOf(client, place)))).flat();
    },
    act: async (deed) =>
      act(
        {
          client,
          placesOf: async (repository) => places.of(repository),
          find,
          tell: async (run) => (await read(run))[0],
        },
        deed,
      ),
    async read(of) {
      if ('run' in of) return read(of.run);
      const own = (await places.of(of.repository)) ?? [];
      const reports: CiReport[] = [];
      for (const place of own) reports.push(...(await changes(place, read)));
      return reports;
    },
    async log(run, from, wish = {}) {
      const asked = await find(run);
      return asked && logs.piece(asked, from, wish);
    },
    open: async (receive, unsettled) => lookAfter(unsettled, { read, receive, clock: access.clock }),
  };
}

/** A builder that can be asked is a workflow. */
async function workflowOf(client: BuildbotClient, place: Place): Promise<readonly Workflow[]> {
  const form = await formOf(client, place);
  const inputs = form && inputsOf(form).map(({ free: _free, ...input }) => input);
  return inputs
    ? [{ provider: id, id: place.builder.slice(0, 200), name: cut(place.builder, 200), inputs: [...inputs] }]
    : [];
}
