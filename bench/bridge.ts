import { createLocalBus } from '../bridge/adapters/bus/local/index.ts';
import { readRunDelivery } from '../bridge/adapters/ci/github-actions/delivery.ts';
import { createGitHubActions } from '../bridge/adapters/ci/github-actions/index.ts';
import { createGitHubForge } from '../bridge/adapters/forge/github/index.ts';
import { createGitHubClient } from '../bridge/adapters/github/client.ts';
import { createGitHubHook } from '../bridge/adapters/github/hook.ts';
import { createWorld } from '../bridge/app/create-world.ts';
import { decideOnce } from '../bridge/app/decide.ts';
import { receiveDelivery } from '../bridge/app/ci/receive-delivery.ts';
import type { World } from '../bridge/app/world.ts';
import { routingOf, type SettingsFile } from '../bridge/config.ts';
import type { ChatPlatform } from '../bridge/ports/chat-platform.ts';
import type { Hook } from '../bridge/ports/hook.ts';
import type { Log } from '../bridge/ports/log.ts';
import type { Store } from '../bridge/ports/store.ts';
import { DeviceId, PersonId, RepositoryId, RoomId } from '../protocol/model/ids.ts';
import type { Person } from '../protocol/model/person.ts';
import { countingIds, type ManualClock } from '../test/support/clock.ts';
import type { GitHubServer } from '../test/support/github/server.ts';

/** A bridge as it is, asking a GitHub on loopback, with everybody looking on. */
export interface BusyBridge {
  readonly world: World;
  readonly hook: Hook;
  /** Everybody who is at an editor. */
  readonly people: readonly Person[];
  readonly repository: RepositoryId;
  /** Whether no question of it is on its way. */
  readonly quiet: () => boolean;
}

const silent = (): void => undefined;

export async function openBridge(parts: {
  readonly github: GitHubServer;
  /** As whom it asks GitHub. */
  readonly login: string;
  readonly clock: ManualClock;
  readonly store: Store;
  readonly people: number;
  /** How long GitHub may take, by the bridge's clock. */
  readonly patienceMs: number;
  readonly settings?: SettingsFile;
  readonly chats?: readonly ChatPlatform[];
  readonly log?: Log;
}): Promise<BusyBridge> {
  const { github, clock, store, chats = [], log = { info: silent, warn: silent, error: silent } } = parts;
  let inFlight = 0;
  const ask: typeof fetch = async (...words) => {
    inFlight += 1;
    try {
      return await fetch(...words);
    } finally {
      inFlight -= 1;
    }
  };
  const repository = RepositoryId.parse(`${new URL(github.url).hostname}/acme/shop`);
  const repositories = [repository];
  const auth = { type: 'token', token: github.token(parts.login) } as const;
  const asking = { apiUrl: github.url, fetch: ask, paced: false, timeoutMs: parts.patienceMs };
  const client = createGitHubClient({ ...asking, repositories, auth, clock, log });
  const sources = ['github', 'github-actions'];
  const hook = createGitHubHook({ secrets: ['hush'], repositories, sources, runs: readRunDelivery });
  const world = createWorld({
    store,
    bus: createLocalBus(),
    clock,
    ids: countingIds(),
    log,
    policy: { groups: {}, rules: [{ allow: 'claim', to: ['everyone'] }] },
    routing: routingOf(parts.settings ?? {}),
    home: RoomId.parse('shop'),
    address: 'https://shiproom.example',
    forges: [createGitHubForge({ client, repositories, clock })],
    files: [],
    ci: [createGitHubActions({ client, repositories, clock, log })],
    chats,
    hooks: [hook],
    accounts: [],
    names: new Map(),
  });
  const people = await furnish(world, repositories, parts.people);
  return { world, hook, people, repository, quiet: () => inFlight === 0 };
}

async function furnish(world: World, repositories: readonly RepositoryId[], count: number): Promise<Person[]> {
  const id = world.home;
  const people = Array.from({ length: count }, (_, each) => ({ id: PersonId.parse(`p${each}`), name: `P${each}` }));
  const room = { kind: 'room', id, room: id, after: 0, value: { id, name: 'Shop', repositories } } as const;
  const puts = people.map(
    (person) => ({ kind: 'person', id: person.id, after: 0, value: { ...person, owner: false } }) as const,
  );
  await decideOnce(world, async () => ({ change: { at: 0, puts: [room, ...puts] }, answer: () => undefined }));
  for (const [each, person] of people.entries())
    world.roster.enter({ person, device: DeviceId.parse(`device-${each}`) });
  return people;
}

/** Hands the bridge all deliveries since the last time, and answers how many there are. */
export async function deliverSince({ world, hook }: BusyBridge, github: GitHubServer, since: number): Promise<number> {
  const { deliveries } = github.hooks;
  for (const { headers, body } of deliveries.slice(since)) {
    const raw = { headers, body: Buffer.from(body), at: world.clock.now() };
    await receiveDelivery(world, hook, raw, { count: () => 0, inTurn: async (_key, work) => work() });
  }
  return deliveries.length;
}
