import { createLocalBus } from '../../bridge/adapters/bus/local/index.ts';
import { createMemoryChat, type MemoryChat } from '../../bridge/adapters/chat/memory/index.ts';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { createWorld } from '../../bridge/app/create-world.ts';
import { routingTo } from '../../bridge/app/routes/routing.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import type { World } from '../../bridge/app/world.ts';
import type { CiDeed, CiProvider, CiReport, LogPiece } from '../../bridge/ports/ci-provider.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { Forge, Resolved } from '../../bridge/ports/forge.ts';
import type { Log } from '../../bridge/ports/log.ts';
import type { Store } from '../../bridge/ports/store.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { BranchName } from '../../protocol/model/ids.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
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

/** CI that does what the test tells it: it remembers deeds, and reports what it is given. */
export interface ScriptedCi extends CiProvider {
  /** What was asked for, in order. */
  readonly deeds: CiDeed[];
  readonly workflowsOf: Workflow[];
  /** What `read` answers for a run. */
  readonly runs: Map<string, CiReport>;
  report(report: CiReport): Promise<void>;
  writeLog(piece: LogPiece): void;
}

export interface ScriptedCiOptions {
  readonly id?: string;
  readonly can?: Partial<CiProvider['can']>;
}

const capable = {
  start: true,
  cancel: true,
  rerun: true,
  rerunFailed: true,
  rerunJob: true,
  debug: true,
  decide: true,
};

function scriptedCi({ id = 'scripted', can = {} }: ScriptedCiOptions = {}): ScriptedCi {
  const deeds: CiDeed[] = [];
  const runs = new Map<string, CiReport>();
  const workflowsOf: Workflow[] = [{ provider: id, id: 'tests', name: 'tests', inputs: [] }];
  const receivers: ((report: CiReport) => Promise<void>)[] = [];
  let piece: LogPiece | undefined;
  return {
    id,
    can: { liveLog: true, ...capable, ourIds: true, ...can },
    deeds,
    runs,
    workflowsOf,
    workflows: async (asked) => (asked === repository ? workflowsOf : undefined),
    async act(deed) {
      deeds.push(deed);
      const { run } = deed;
      return typeof run === 'string'
        ? (runs.get(run) ?? { run, attempt: 1, revision: 0, state: 'queued' })
        : (runs.get(run.run) ?? { run: run.run, attempt: run.attempt, revision: run.revision, state: run.state });
    },
    read: async (of) => ('run' in of ? [runs.get(of.run)].flatMap((each) => each ?? []) : [...runs.values()]),
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
  /** What `changed` answers next. */
  readonly moved: BranchName[];
}

function scriptedForge(pullRequests = false): ScriptedForge {
  const names = new Map<string, Resolved>();
  const facts = new Map<string, ForgeFact>();
  const moved: BranchName[] = [];
  return {
    id: 'scripted',
    can: { pullRequests, poll: pullRequests },
    moved,
    repositories: [repository],
    names,
    facts,
    read: async (_repository, branch) => facts.get(branch),
    resolve: async (_repository, name) => names.get(name),
    changed: async () => moved.splice(0),
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
  readonly ci?: ScriptedCiOptions;
  /** The forge has pull requests, and has to be asked. */
  readonly pullRequests?: boolean;
  readonly hooks?: World['hooks'];
  readonly accounts?: World['accounts'];
  readonly files?: World['files'];
  /** Where things are told; without it, what a human should notice is told in the chat's one channel. */
  readonly routing?: World['routing'];
}

/** A room with its owner and Ana, who owns nothing; a chat with one channel; CI and a forge that follow the script. */
async function openWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const clock = options.clock ?? manualClock();
  const ids = countingIds();
  const chat = createMemoryChat({ clock });
  const script = { ci: scriptedCi(options.ci), forge: scriptedForge(options.pullRequests), chat };
  const parts = {
    store: options.store ?? createMemoryStore({ epoch: () => ids.hex(16) }),
    bus: createLocalBus(),
    clock,
    ids,
    log: memoryLog(),
    policy: options.policy ?? { groups: {}, rules: [] },
    home: room,
    forges: [script.forge],
    ci: [script.ci],
    chats: [chat],
    files: options.files ?? [],
    routing: options.routing ?? routingTo([{ platform: chat.id, channel: 'general' }]),
    address: 'http://127.0.0.1:7420',
    hooks: options.hooks ?? [],
    accounts: options.accounts ?? [],
    names: new Map([['scripted', 'Scripted']]),
  };
  const world: TestWorld = Object.assign(createWorld(parts), { log: parts.log, script });
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
