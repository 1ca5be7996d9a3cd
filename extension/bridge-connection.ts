import { join } from 'node:path';
import { createSession } from '../client/create-session.ts';
import type { Session, SessionEvent, SessionOptions } from '../client/session.ts';
import { DeviceId, type Mid, type RepositoryId, type RunId } from '../protocol/model/ids.ts';
import type { Connection } from '../protocol/wire/panel.ts';
import type { Origin } from './connection/address.ts';
import { createAutoConnect } from './connection/auto-connect.ts';
import { createOutboxes } from './connection/outboxes.ts';
import { findBridges, type LocalBridge, type Machine } from './connection/state-file.ts';
import { createTokens, type Secrets, type Tokens } from './connection/tokens.ts';
import { type Bridge, createUplink, type Uplink } from './connection/uplink.ts';
import { type Visited, type VisitOptions, visit } from './connection/visit.ts';
import type { World } from './connection/ws-socket.ts';
import { guarded, type KeptBack } from './guarded-session.ts';
import type { Memory } from './memory.ts';
import { worded, wordedVisit } from './own-words.ts';
import { watched } from './watched-session.ts';

/** What the connection needs of the world, of VS Code and of this workspace. */
export interface ConnectionOptions {
  readonly world: World;
  readonly machine: Machine;
  readonly mid: () => Mid;
  readonly uuid: () => string;
  /** A folder of this window's own. */
  readonly storage: string;
  readonly secrets: Secrets;
  readonly memory: Memory;
  readonly device: string;
  readonly trusted: () => boolean;
  /** Whether this person may be in the list of people. */
  readonly seen: () => boolean;
  /** Whether a branch must not be named by what is said here. */
  readonly keptBack: KeptBack;
  readonly configured: () => Origin | undefined;
  readonly repositories: () => readonly RepositoryId[];
  readonly tell: (event: SessionEvent) => void;
  readonly attach: (session: Session | undefined) => void;
  /** Told of each run that was started, or spoken of, from this window. */
  readonly follow: (run: RunId) => void;
  readonly log: { info(note: string): void; warn(note: string): void; error(note: string): void };
}

/** This window's connection to a bridge, and the ways to come by one. */
export interface BridgeConnection {
  readonly uplink: Uplink;
  readonly tokens: Tokens;
  readonly localBridges: () => Promise<readonly LocalBridge[]>;
  /** Connects, and resolves once it is known how that went; as `unpaired` where another bridge takes its place, or the connection ends. */
  readonly connect: (bridge: Bridge) => Promise<Connection>;
  /** Connects for one errand, beside the present session and seen by nobody. */
  readonly visit: <T>(bridge: Bridge, errand: (session: Session) => Promise<T>) => Promise<Visited<T>>;
  /** Connects without being asked, if there is where to. */
  readonly look: () => Promise<void>;
  /** Ends the session, and begins none any more. */
  dispose(): void;
}

export function createBridgeConnection(options: ConnectionOptions): BridgeConnection {
  const { memory, log } = options;
  const failed = (error: unknown): void => log.error(error instanceof Error ? error.message : String(error));
  const tokens = createTokens(options.secrets);
  const arrival = createArrival();
  let over = false;

  const stands = (connection: Connection): void => {
    const origin = uplink.bridge()?.origin;
    // What is logged stays in English, for whoever is asked for help.
    log.info(`${origin}: ${wordsOf(connection)}`);
    if (connection.state === 'online' && origin) memory.connected(origin).catch(failed);
    if (connection.state !== 'connecting') arrival.settle(worded(connection));
  };
  const uplink: Uplink = createUplink({
    ...options,
    createSession: (of) => sessionOf(options, of),
    tokens,
    retire: (bridge) => visit(bridge, visitor(options), (session) => session.signOut(false)),
    keepFor: outboxesOf(options),
    failed,
    device: { id: memory.device(), name: options.device, window: options.uuid() },
    counter: () => memory.counter(options.world.now()),
    log: (note) => log.info(note),
    attach(session) {
      if (!session) arrival.settle({ state: 'unpaired' });
      options.attach(session);
    },
    tell(event) {
      if (event.type !== 'connection') return options.tell(event);
      stands(event.connection);
      options.tell({ ...event, connection: worded(event.connection) });
    },
  });
  return {
    uplink,
    tokens,
    localBridges: () => findBridges(options.machine),
    async connect(bridge) {
      if (over) return { state: 'unpaired' };
      const settled = arrival.next();
      uplink.open(bridge);
      return settled;
    },
    visit: async (bridge, errand) => wordedVisit(await visit(bridge, visitor(options), errand)),
    look: createAutoConnect({ ...choices(options, tokens, () => over), uplink, failed }),
    dispose() {
      over = true;
      uplink.close();
    },
  };
}

/** How the connection went that was asked for last, for whoever asked; the one who asked before learns that nothing comes of theirs. */
function createArrival() {
  let arrived: ((connection: Connection) => void) | undefined;
  const settle = (connection: Connection): void => {
    arrived?.(connection);
    arrived = undefined;
  };
  return {
    settle,
    next(): Promise<Connection> {
      settle({ state: 'unpaired' });
      return new Promise((resolve) => {
        arrived = resolve;
      });
    },
  };
}

const sessionOf = ({ seen, follow, keptBack }: ConnectionOptions, of: SessionOptions): Session =>
  guarded(watched(createSession({ ...of, seen }), follow), keptBack);

const outboxesOf = ({ storage, log }: ConnectionOptions) =>
  createOutboxes(join(storage, 'outbox'), (where) =>
    log.warn(`The messages that wait could not be read; they are kept in ${where}`),
  );

/** A device of its own: for one that is connected already, the bridge would end the session that this window has. */
const visitor = ({ uuid, device, mid, world }: ConnectionOptions): VisitOptions => ({
  createSession,
  device: { id: DeviceId.parse(uuid()), name: device },
  mid,
  world,
});

const choices = (options: ConnectionOptions, tokens: Tokens, over: () => boolean) => ({
  may: () => !over() && options.trusted() && !options.memory.left(),
  last: () => options.memory.last(),
  local: () => findBridges(options.machine),
  configured: options.configured,
  repositories: options.repositories,
  tokenOf: (origin: Origin) => tokens.of(origin),
});

const wordsOf = (connection: Connection): string =>
  'reason' in connection && connection.reason ? `${connection.state}: ${connection.reason}` : connection.state;
