import { createSession } from '../../client/create-session.ts';
import type { OutboxItem, OutboxKeep } from '../../client/keep.ts';
import type { Credential, Session, SessionEvent } from '../../client/session.ts';
import type { SocketEvents } from '../../client/socket.ts';
import { type BridgeDouble, bridgeDouble, type BridgeDoubleOptions } from '../support/bridge-double.ts';
import { manualClock } from '../support/clock.ts';
import { device } from '../support/samples.ts';
import { countingMids, type TestSurroundings, testSurroundings } from '../support/surroundings.ts';

/** A disk for one outbox: it outlives sessions, and can fail. */
export interface MemoryKeep extends OutboxKeep {
  items: readonly OutboxItem[];
  broken: 'load' | 'save' | undefined;
  saves: number;
}

export function memoryKeep(items: readonly OutboxItem[] = []): MemoryKeep {
  const keep: MemoryKeep = {
    items,
    broken: undefined,
    saves: 0,
    async load() {
      if (keep.broken === 'load') throw new Error('unreadable');
      return keep.items;
    },
    async save(next) {
      await Promise.resolve();
      if (keep.broken === 'save') throw new Error('disk full');
      keep.saves += 1;
      keep.items = structuredClone(next);
    },
  };
  return keep;
}

export interface Client {
  readonly session: Session;
  readonly events: SessionEvent[];
  /** The events of one type, in order. */
  of<T extends SessionEvent['type']>(type: T): Extract<SessionEvent, { type: T }>[];
  readonly notes: string[];
}

export interface Harness extends TestSurroundings {
  readonly bridge: BridgeDouble;
  readonly keep: MemoryKeep;
  /** Another session on the same disk, as after a restart of the editor. */
  open(credential?: Credential): Client;
  /** A session that is online. */
  online(): Promise<Client>;
}

export interface HarnessOptions extends Omit<BridgeDoubleOptions, 'clock'> {
  readonly firstWaitMs?: number;
  readonly keep?: MemoryKeep;
}

export function harness(options: HarnessOptions = {}): Harness {
  const clock = manualClock();
  const bridge = bridgeDouble({ ...options, clock });
  const world = testSurroundings((events: SocketEvents) => bridge.open(events), clock);
  const keep = options.keep ?? memoryKeep();
  const mid = countingMids();
  let count = 0;
  const open = (credential: Credential = { token: 'token-of-ana' }): Client => {
    const events: SessionEvent[] = [];
    const notes: string[] = [];
    const session = createSession({
      surroundings: world.surroundings,
      credential,
      device: { id: device(), name: 'Test 1.0' },
      keep,
      mid,
      counter: () => (count += 1),
      firstWaitMs: options.firstWaitMs,
      tell: (event) => events.push(event),
      log: (note) => notes.push(note),
    });
    const of: Client['of'] = (type) => events.filter((event) => event.type === type) as never;
    return { session, events, of, notes };
  };
  return Object.assign(world, {
    bridge,
    keep,
    open,
    async online() {
      const client = open();
      client.session.start();
      await world.advance(50);
      return client;
    },
  });
}

/** The texts of what a client shows, by offset. */
export const shown = (session: Session): string[] =>
  (session.room()?.entries ?? []).map(
    (entry) => `${entry.offset} ${('message' in entry && entry.message?.text) || '-'}`,
  );
