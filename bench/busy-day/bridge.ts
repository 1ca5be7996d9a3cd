import { createGitHubActions } from '../../bridge/adapters/ci/github-actions/index.ts';
import { readRunDelivery } from '../../bridge/adapters/ci/github-actions/delivery.ts';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { createLocalBus } from '../../bridge/adapters/bus/local/index.ts';
import { createGitHubForge } from '../../bridge/adapters/forge/github/index.ts';
import { createGitHubClient } from '../../bridge/adapters/github/client.ts';
import { createGitHubHook } from '../../bridge/adapters/github/hook.ts';
import { createWorld } from '../../bridge/app/create-world.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import type { World } from '../../bridge/app/world.ts';
import type { Hook } from '../../bridge/ports/hook.ts';
import { DeviceId, PersonId, RepositoryId, RoomId } from '../../protocol/model/ids.ts';
import { countingIds, type ManualClock } from '../../test/support/clock.ts';
import type { GitHubServer } from '../../test/support/github/server.ts';
import { day, people } from './plan.ts';

/** A bridge as it is, asking a GitHub on loopback, with everybody looking on. */
export interface BusyBridge {
  readonly world: World;
  readonly hook: Hook;
  /** Whether no question of it is on its way. */
  readonly quiet: () => boolean;
}

const silent = (): void => undefined;
const log = { info: silent, warn: silent, error: silent };

export async function openBridge(github: GitHubServer, clock: ManualClock): Promise<BusyBridge> {
  let inFlight = 0;
  const ask: typeof fetch = async (...words) => {
    inFlight += 1;
    try {
      return await fetch(...words);
    } finally {
      inFlight -= 1;
    }
  };
  const repositories = [RepositoryId.parse(`${new URL(github.url).hostname}/acme/shop`)];
  const auth = { type: 'token', token: github.token('ann') } as const;
  const asking = { apiUrl: github.url, fetch: ask, paced: false, timeoutMs: day };
  const client = createGitHubClient({ ...asking, repositories, auth, clock, log });
  const sources = ['github', 'github-actions'];
  const hook = createGitHubHook({ secrets: ['hush'], repositories, sources, runs: readRunDelivery });
  const ids = countingIds();
  const world = createWorld({
    store: createMemoryStore({ epoch: () => ids.hex(16) }),
    bus: createLocalBus(),
    clock,
    ids,
    log,
    policy: { groups: {}, rules: [] },
    home: RoomId.parse('shop'),
    forges: [createGitHubForge({ client, repositories, clock })],
    ci: [createGitHubActions({ client, repositories, clock, log })],
    chats: [],
    hooks: [hook],
    accounts: [],
    names: new Map(),
  });
  await furnish(world, repositories);
  return { world, hook, quiet: () => inFlight === 0 };
}

async function furnish(world: World, repositories: readonly RepositoryId[]): Promise<void> {
  const id = world.home;
  const value = { id, name: 'Shop', repositories };
  const put = { kind: 'room', id, room: id, after: 0, value } as const;
  await decideOnce(world, async () => ({ change: { at: 0, puts: [put] }, answer: () => undefined }));
  for (let each = 0; each < people; each += 1) {
    const person = { id: PersonId.parse(`p${each}`), name: `P${each}` };
    world.roster.enter({ person, device: DeviceId.parse(`device-${each}`) });
  }
}
