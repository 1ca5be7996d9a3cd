import { createLocalBus } from '../../bridge/adapters/bus/local/index.ts';
import { createMemoryChat, type MemoryChat } from '../../bridge/adapters/chat/memory/index.ts';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { createRoster } from '../../bridge/app/roster.ts';
import type { World } from '../../bridge/app/world.ts';
import type { CiProvider, CiReport, LogPiece, RunOrder } from '../../bridge/ports/ci-provider.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { Forge, Resolved } from '../../bridge/ports/forge.ts';
import type { Log } from '../../bridge/ports/log.ts';
import type { Store } from '../../bridge/ports/store.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import { countingIds, type ManualClock, manualClock } from './clock.ts';
import { person, repository, room } from './samples.ts';

/** A log that remembers. */
export interface MemoryLog extends Log {
  readonly lines: readonly { readonly level: string; readonly what: string; readonly details: unknown }[];
}

function memoryLog(): MemoryLog {
  const lines: { level: string; what: string; details: unknown }[] = [];
  const at = (level: string) => (what: string, details?: unknown) => void lines.push({ level, what, details });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** CI that does what the test tells it: it remembers orders, and reports what it is given. */
export interface ScriptedCi extends CiProvider {
  readonly orders: readonly RunOrder[];
  readonly cancelled: readonly string[];
  report(report: CiReport): Promise<void>;
  writeLog(piece: LogPiece): void;
}

function scriptedCi(): ScriptedCi {
  const orders: RunOrder[] = [];
  const cancelled: string[] = [];
  const receivers: ((report: CiReport) => Promise<void>)[] = [];
  let piece: LogPiece | undefined;
  return {
    id: 'scripted',
    workflow: 'tests',
    can: { liveLog: true, cancel: true },
    orders,
    cancelled,
    start: async (order) => void orders.push(order),
    cancel: async (run) => cancelled.push(run) > 0,
    log: async (_run, from) =>
      piece && from < piece.next ? piece : piece && { text: '', next: piece.next, ended: piece.ended },
    async open(receive) {
      receivers.push(receive);
      return async () => undefined;
    },
    async report(report) {
      for (const receive of receivers) await receive(report);
    },
    writeLog(next) {
      piece = next;
    },
  };
}

/** A forge that knows what the test has told it. */
export interface ScriptedForge extends Forge {
  readonly names: Map<string, Resolved>;
  readonly facts: Map<string, ForgeFact>;
}

function scriptedForge(): ScriptedForge {
  const names = new Map<string, Resolved>();
  const facts = new Map<string, ForgeFact>();
  return {
    id: 'scripted',
    can: { pullRequests: false },
    repositories: [repository],
    names,
    facts,
    read: async (_repository, branch) => facts.get(branch),
    resolve: async (_repository, name) => names.get(name),
    watch: async () => async () => undefined,
  };
}

export interface TestWorld extends World {
  readonly log: MemoryLog;
  readonly script: { readonly ci: ScriptedCi; readonly forge: ScriptedForge; readonly chat: MemoryChat };
}

export interface TestWorldOptions {
  readonly store?: Store;
  readonly clock?: Clock;
  readonly policy?: World['policy'];
}

/** A room with its owner and Ana, who owns nothing; a chat with one channel; CI and a forge that follow the script. */
async function openWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const clock = options.clock ?? manualClock();
  const ids = countingIds();
  const chat = createMemoryChat({ clock });
  const script = { ci: scriptedCi(), forge: scriptedForge(), chat };
  const world: TestWorld = {
    store: options.store ?? createMemoryStore({ epoch: () => ids.hex(16) }),
    bus: createLocalBus(),
    clock,
    ids,
    log: memoryLog(),
    roster: createRoster(),
    policy: options.policy ?? { groups: {}, rules: [] },
    home: room,
    forges: [script.forge],
    ci: [script.ci],
    chats: [chat],
    underWay: new Map(),
    script,
  };
  const [owner, ana] = [person('Owner'), person('Ana')];
  await decideOnce(world, async () => {
    const puts = [
      { kind: 'room', id: room, room, after: 0, value: { id: room, name: 'Web', repositories: [repository] } } as const,
      { kind: 'person', id: owner.id, after: 0, value: { ...owner, owner: true } } as const,
      { kind: 'person', id: ana.id, after: 0, value: { ...ana, owner: false } } as const,
    ];
    return { change: { at: clock.now(), puts }, answer: () => undefined };
  });
  return world;
}

/** The same world with a clock that the test moves. */
export async function openManualWorld(
  options: Omit<TestWorldOptions, 'clock'> = {},
): Promise<{ world: TestWorld; clock: ManualClock }> {
  const clock = manualClock();
  return { world: await openWorld({ ...options, clock }), clock };
}
