import { createLocalBus } from '../../bridge/adapters/bus/local/index.ts';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { createSources } from '../../bridge/app/ci/sources.ts';
import { startOutbox } from '../../bridge/app/outbox/outbox.ts';
import type { Pace } from '../../bridge/app/outbox/pace.ts';
import type { World } from '../../bridge/app/world.ts';
import { lane, mirrorId } from '../../bridge/domain/route.ts';
import { typed } from '../../bridge/domain/prose.ts';
import type { ChatPlatform } from '../../bridge/ports/chat-platform.ts';
import type { Change, Delivery, NewEntry, Store } from '../../bridge/ports/store.ts';
import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { countingIds, type ManualClock, manualClock } from '../support/clock.ts';
import { key, person, room, run } from '../support/samples.ts';

/** How a message is told. */
export interface Telling {
  readonly channel?: string;
  readonly about?: CardKey;
  /** A command's answer, and no words of a person. */
  readonly answered?: boolean;
  /** When it was queued, where that is not now. */
  readonly queuedAt?: number;
}

export interface SceneOptions {
  readonly chat: ChatPlatform;
  readonly clock?: ManualClock;
  readonly store?: Store;
  readonly pace?: Pace;
}

const ana = person('Ana');

/** A card whose run has a number that rises with the card's version. */
const cardOf = (about: CardKey, version: number, at: number): Card => ({
  key: about,
  version,
  updatedAt: at,
  work: [],
  ci: [run({ number: 1_000 + version, state: 'running', startedAt: 2_000, revision: version })],
});

/** An outbox with what it needs of a world, and hands that put something into it; `reopen` puts it before another store, as after a restart. */
export function openScene({ chat, clock = manualClock(), store: first, pace }: SceneOptions) {
  const ids = countingIds();
  const lines: string[] = [];
  const note = (what: string, details?: unknown) => void lines.push(`${what} ${JSON.stringify(details ?? '')}`);
  const bus = createLocalBus();
  let store = first ?? createMemoryStore({ epoch: () => ids.hex(16) });
  // Of the world, this is all that an outbox touches.
  const world = {
    get store() {
      return store;
    },
    bus,
    clock,
    ids,
    home: room,
    address: 'http://127.0.0.1:7777',
    chats: [chat],
    forges: [],
    ci: [],
    sources: createSources(() => world),
    names: new Map(),
    log: { info: note, warn: note, error: note },
  } as unknown as World;
  let outbox: ReturnType<typeof startOutbox> | undefined;
  let told = 0;

  const commit = (change: Omit<Change, 'at'>) =>
    decideOnce(world, async () => ({ change: { at: clock.now(), ...change }, answer: (placed) => placed }));

  function entryFor(text: string, { about, answered }: Telling): NewEntry {
    const shared = { at: clock.now(), message: typed(text), ...(about ? { about } : {}) };
    if (answered) return { type: 'answered', by: ana, line: 'status', ...shared };
    return { type: 'said', by: { type: 'person', person: ana }, ...shared };
  }

  function taskFor(text: string | undefined, { channel = 'general', about }: Telling) {
    return {
      type: 'message',
      platform: chat.id,
      channel,
      by: 'Ana',
      ...(text === undefined ? {} : { message: typed(text) }),
      ...(about ? { about } : {}),
    } as const;
  }

  return {
    world,
    clock,
    lines,
    chat,
    get store() {
      return store;
    },
    start: () => void (outbox = startOutbox(world, pace)),
    stop: async () => outbox?.close(),
    begin: () =>
      commit({
        puts: [{ kind: 'room', id: room, room, after: 0, value: { id: room, name: 'Web', repositories: [] } }],
      }),
    /** The process dies: whatever it had under way never comes back to it. */
    async reopen(next: Store) {
      store = next;
    },
    /** Somebody says something in the room, which is on its way to a channel; answers the delivery's id. */
    async say(text: string, telling: Telling = {}): Promise<string> {
      const { channel = 'general', about, queuedAt = clock.now() } = telling;
      const id = `said-${(told += 1)}`;
      const delivery = {
        id,
        room,
        lane: lane({ platform: chat.id, channel }, about),
        task: taskFor(text, telling),
        queuedAt,
        wanted: 1,
        entry: 0,
      };
      await commit({ entries: [{ room, entry: entryFor(text, telling) }], deliveries: [delivery] });
      return id;
    },
    /** Its author changes it, or takes it back. */
    async amend(id: string, text?: string, telling: Telling = {}) {
      const { channel = 'general', about } = telling;
      const where = lane({ platform: chat.id, channel }, about);
      await commit({
        deliveries: [{ id, room, lane: where, task: taskFor(text, telling), queuedAt: clock.now(), wanted: 2 }],
      });
    },
    /** A branch changes. `each`: every change has a message of its own, as naive bots have it. */
    async change(branch: string, channel = 'general', calmMs?: number, each = false): Promise<void> {
      const about = key(branch);
      const card = `${about.repository}\n${about.branch}`;
      const after = (await store.get('card', card))?.version ?? 0;
      const to = { platform: chat.id, channel };
      const id = `${mirrorId(to, about)}${each ? `/${after}` : ''}`;
      const wish = { id, room, lane: lane(to, about), queuedAt: clock.now(), wanted: after + 1 };
      const task = { type: 'mirror', ...to, card: about } as const;
      await commit({
        puts: [{ kind: 'card', id: card, room, after, value: cardOf(about, after + 1, clock.now()) }],
        deliveries: [{ ...wish, task, ...(calmMs === undefined ? {} : { calmMs }) }],
      });
    },
    async row(id: string): Promise<Delivery | undefined> {
      return (await store.trace({ delivery: id })).deliveries[0];
    },
    mirror: async (branch: string, channel = 'general'): Promise<Delivery | undefined> =>
      (await store.trace({ delivery: mirrorId({ platform: chat.id, channel }, key(branch)) })).deliveries[0],
    /** What the room reads. */
    async entries(): Promise<readonly Entry[]> {
      return (await store.feed(room, { after: 0 }, 10_000))?.entries ?? [];
    },
  };
}

export type Scene = ReturnType<typeof openScene>;

/** A scene whose outbox runs. */
export async function openOutbox(options: SceneOptions): Promise<Scene> {
  const scene = openScene(options);
  await scene.begin();
  scene.start();
  await scene.clock.advance(0);
  return scene;
}
