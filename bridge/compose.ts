import type { Server } from 'node:http';
import { basename, join } from 'node:path';
import { PersonId, RoomId } from '../protocol/model/ids.ts';
import { createLocalBus } from './adapters/bus/local/index.ts';
import { createSlack } from './adapters/chat/slack/index.ts';
import type { LocalCiSettings } from './adapters/ci/local/config.ts';
import { createLocalCi } from './adapters/ci/local/index.ts';
import { createLocalFiles } from './adapters/forge/local-git/files.ts';
import { createLocalGit } from './adapters/forge/local-git/index.ts';
import { openSqliteStore } from './adapters/store/sqlite/index.ts';
import { createWorld } from './app/create-world.ts';
import { decideOnce } from './app/decide.ts';
import { mintCode, mintToken } from './app/people/open-session.ts';
import { keepAccount } from './app/people/linking.ts';
import { runInlets } from './app/run-inlets.ts';
import type { World } from './app/world.ts';
import type { Place } from './cli/options.ts';
import type { Open, Wanted } from './cli/start.ts';
import { channelsOfChat, routingOf, type SettingsFile } from './config.ts';
import type { Environment } from './folders.ts';
import { connectAll, followed } from './connect/index.ts';
import { type Connected, together } from './connect/connected.ts';
import { readLink } from './connect/links.ts';
import { connectMattermost } from './connect/mattermost.ts';
import type { ChatPlatform } from './ports/chat-platform.ts';
import type { CiProvider } from './ports/ci-provider.ts';
import type { Clock, Ids } from './ports/clock.ts';
import type { Files } from './ports/files.ts';
import type { Forge } from './ports/forge.ts';
import type { Log } from './ports/log.ts';
import { createGate } from './server/gate.ts';
import { openGateway } from './server/gateway.ts';
import { createHooks } from './server/hooks.ts';
import { createHttp } from './server/http.ts';
import { answer, listen } from './server/listen.ts';
import { readPanel } from './server/page.ts';

/** What the process brings. */
export interface Surroundings {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The built panel. */
  readonly panel: string;
  readonly version: string;
  /** Called where the bridge can keep nothing any more and has to be started anew. */
  readonly broken: (error: Error) => void;
}

const owner = PersonId.parse('owner');

/** Puts a bridge together and opens it: first its port, so that nothing is touched where that is taken; then its data; then all its doors. */
export const compose =
  (surroundings: Surroundings): Open =>
  async (wanted) => {
    const { panel: folder, version, log } = surroundings;
    const panel = await readPanel(folder);
    const { server, port } = await listen(wanted.port);
    const closers = [() => closeServer(server)];
    try {
      const local = `http://127.0.0.1:${port}`;
      const world = await openWorld(surroundings, wanted, wanted.publicUrl ?? local);
      closers.push(() => world.store.close());
      await furnish(world, wanted);
      const gate = createGate(port, wanted.publicUrl);
      const gateway = await openGateway(world, server, gate);
      closers.push(() => gateway.close());
      closers.push(await runInlets(world));
      answer(
        server,
        createHttp({ world, gate, panel, bridge: wanted.place.data, version }),
        createHooks({ world, gate }),
      );
      log.info('the bridge is open', { port, repository: wanted.place.repository });
      return {
        local,
        url: world.address,
        code: () => mintCode(world, owner),
        ownerToken: () => mintToken(world, owner),
        close: () => inReverse(closers),
      };
    } catch (error) {
      await inReverse(closers);
      throw error;
    }
  };

async function inReverse(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.toReversed()) await close();
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

async function openWorld(surroundings: Surroundings, wanted: Wanted, address: string): Promise<World> {
  const { clock, ids, log, broken } = surroundings;
  const { place, settings, environment, slack } = wanted;
  const repositories = followed(place.repository, settings);
  const all = await connectAll(settings, { repositories, environment, clock, log, folder: place.data });
  const connected = together(all);
  const store = await openSqliteStore({
    file: join(place.data, 'shiproom.db'),
    epoch: () => ids.hex(16),
    onBroken: broken,
  });
  const world = createWorld({
    store,
    bus: createLocalBus({ onError: (error) => log.error('news was not taken in', { error }) }),
    clock,
    ids,
    log,
    policy: { groups: settings.groups ?? {}, rules: settings.rules ?? [] },
    routing: routingOf(settings),
    home: roomOf(place),
    address,
    forges: [...connected.forges, ...localForge(surroundings, place, connected.forges)],
    files: [...connected.files, ...localFiles(surroundings, place, connected.files)],
    // Where another engine is connected, this machine runs tests only if it is told how.
    ci: [...connected.ci, ...(connected.ci.length === 0 || settings.ci ? [localCi(surroundings, wanted)] : [])],
    chats: [
      ...(slack ? [createSlack({ ...slack, clock, log: ({ level, text }) => log[level](text) })] : []),
      ...mattermost(wanted, { clock, log, address }),
    ],
    readLink,
    hooks: connected.hooks,
    accounts: connected.accounts,
    names: new Map([...connected.names, ['local', 'Local CI'], ['slack', 'Slack'], ['mattermost', 'Mattermost']]),
  });
  for (const { self } of all) if (self) introduceOwner(world, self);
  return world;
}

/** Mattermost, where it is set up, listening in every channel that the settings name. */
function mattermost(
  { settings, environment }: Wanted,
  around: Pick<Surroundings, 'clock' | 'log'> & { readonly address: string },
): ChatPlatform[] {
  if (!settings.mattermost) return [];
  const channels = channelsOfChat(settings, 'mattermost');
  return [connectMattermost(settings.mattermost, { channels, environment, ...around })];
}

/** The clone at hand says how branches stand where no forge does. */
function localForge(
  { clock, environment }: Surroundings,
  { repository, top }: Place,
  others: readonly Forge[],
): Forge[] {
  if (others.some((forge) => forge.repositories.includes(repository))) return [];
  return [createLocalGit({ repositories: new Map([[repository, top]]), clock, environment })];
}

/** Its files are those of the clone then, too. */
function localFiles({ environment }: Surroundings, { repository, top }: Place, others: readonly Files[]): Files[] {
  if (others.some(({ repositories }) => repositories.includes(repository))) return [];
  return [createLocalFiles({ repositories: new Map([[repository, top]]), environment })];
}

function localCi({ clock, log, environment }: Surroundings, { place, settings }: Wanted): CiProvider {
  return createLocalCi({
    repositories: new Map([[place.repository, place.top]]),
    clock,
    log,
    worktrees: join(place.data, 'worktrees'),
    logs: join(place.data, 'logs'),
    settings: ciSettings(settings),
    environment,
  });
}

/** Whose token the bridge has is the owner: they need not show it again. A forge that does not answer is asked at the next start. */
function introduceOwner(world: World, { forge, whoami }: NonNullable<Connected['self']>): void {
  whoami()
    .then((account) => keepAccount(world, forge, owner, account, true))
    .catch((error: unknown) => world.log.warn('the forge does not say whose the token is', { forge, error }));
}

function ciSettings({ ci = {} }: SettingsFile): LocalCiSettings {
  return {
    ...(ci.setup === undefined ? {} : { setup: ci.setup }),
    ...(ci.test === undefined ? {} : { test: ci.test }),
    reports: ci.reports ?? ['**/junit*.xml', 'test-results/**/*.xml'],
    timeLimitMs: (ci.timeLimitMinutes ?? 30) * 60_000,
    environment: ci.environment ?? {},
  };
}

/** What a repository is called: by its place on the net, else by its folder. */
const wordOf = ({ repository, top }: Place): string =>
  (repository.startsWith('root:') ? basename(top) : repository.split('/').at(-1)) ?? 'room';

/** A room's id from its first repository's name. */
function roomOf(place: Place): RoomId {
  const word = wordOf(place)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40);
  return RoomId.parse(word === '' ? 'room' : word);
}

/** Makes the room and its owner known, or brings them up to date. */
async function furnish(world: World, { place, settings }: Wanted): Promise<void> {
  const at = world.clock.now();
  const id = world.home;
  await decideOnce(world, async () => {
    const room = await world.store.get('room', id);
    const person = await world.store.get('person', owner);
    const name = settings.room?.name ?? wordOf(place);
    const change = {
      at,
      puts: [
        {
          kind: 'room',
          id,
          room: id,
          after: room?.version ?? 0,
          value: { id, name, repositories: followed(place.repository, settings) },
        } as const,
        {
          kind: 'person',
          id: owner,
          after: person?.version ?? 0,
          value: { id: owner, name: place.user, owner: true },
        } as const,
      ],
    };
    return { change, answer: () => undefined };
  });
}
