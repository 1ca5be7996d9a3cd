import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalBus } from '../../bridge/adapters/bus/local/index.ts';
import { systemIds } from '../../bridge/adapters/clock/system/index.ts';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { createWorld } from '../../bridge/app/create-world.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { routingTo } from '../../bridge/app/routes/routing.ts';
import type { World } from '../../bridge/app/world.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { Hook } from '../../bridge/ports/hook.ts';
import type { Log } from '../../bridge/ports/log.ts';
import { createGate } from '../../bridge/server/gate.ts';
import { createHooks } from '../../bridge/server/hooks.ts';
import { createHttp } from '../../bridge/server/http.ts';
import { answer, listen } from '../../bridge/server/listen.ts';
import { type RepositoryId, RoomId } from '../../protocol/model/ids.ts';

/** A bridge that knows the repositories and hears the hook, in this process, on a file of its own. */
export interface ReplayBridge {
  readonly url: string;
  /** What it has said of failures. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export async function openReplayBridge(
  repositories: readonly RepositoryId[],
  hook: Hook,
  clock: Clock,
): Promise<ReplayBridge> {
  const folder = await mkdtemp(join(tmpdir(), 'shiproom-replay-'));
  const errors: string[] = [];
  const world = await openWorld(join(folder, 'shiproom.db'), clock, hook, {
    info: () => undefined,
    warn: () => undefined,
    error: (what, details) => void errors.push(`${what}: ${String(details?.['error'])}`),
  });
  await furnish(world, repositories);
  const { server, port } = await listen(0);
  const gate = createGate(port);
  const http = createHttp({ world, gate, panel: new Map(), bridge: folder, version: 'replay' });
  // Everything comes at once here, as it never does.
  answer(server, http, createHooks({ world, gate, limits: { atOnce: 1_000_000, refusalsAtOnce: 1_000_000 } }));
  return {
    url: `http://127.0.0.1:${port}`,
    errors,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.refresher.close();
      await world.store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openWorld(file: string, clock: Clock, hook: Hook, log: Log): Promise<World> {
  const ids = systemIds(clock);
  const world = createWorld({
    store: await openSqliteStore({ file, epoch: () => ids.hex(16) }),
    bus: createLocalBus(),
    clock,
    ids,
    log,
    policy: { groups: {}, rules: [] },
    routing: routingTo([]),
    home: RoomId.parse('replay'),
    address: 'http://127.0.0.1',
    forges: [],
    files: [],
    ci: [],
    chats: [],
    hooks: [hook],
    accounts: [],
    names: new Map(),
  });
  return world;
}

async function furnish(world: World, repositories: readonly RepositoryId[]): Promise<void> {
  const id = world.home;
  await decideOnce(world, async () => ({
    change: {
      at: world.clock.now(),
      puts: [{ kind: 'room', id, room: id, after: 0, value: { id, name: 'Replay', repositories } }],
    },
    answer: () => undefined,
  }));
}
