import type { Message } from '../../protocol/model/message.ts';
import type { Tried } from '../domain/delivery.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Delivery } from '../ports/store.ts';
import { stepOf, tryDelivery } from './deliver.ts';
import { isStale } from './outbox-digest.ts';
import { type Call, createPace, type Pace } from './outbox-pace.ts';
import { createPauses, type Pauses } from './outbox-pauses.ts';
import { settle, settleStale, type Told } from './outbox-settle.ts';
import { pausedWords, resumedWords } from './outbox-words.ts';
import type { World } from './world.ts';

/** So many calls are under way at most. */
const together = 32;
/** A lease outlives the slowest call, so that nobody else sends what this process is sending. */
const leaseMs = 90_000;
/** What waits for its time is looked for this often. */
const glanceMs = 1_000;

/** What the outbox knows while it runs. */
interface Running {
  readonly world: World;
  readonly pace: Pace;
  readonly pauses: Pauses;
  readonly told: Told;
  /** The deliveries that are being tried, by lane. */
  readonly flights: Map<string, Promise<void>>;
}

/**
 * Keeps the outbox moving until it is closed: at once when something is queued or has ended, and every second for what waits. Each lane goes
 * on by itself, and nothing is leased that may not be sent now.
 */
export function startOutbox(world: World, pace: Pace = createPace(world.clock)): { close(): Promise<void> } {
  const outbox = new Outbox({
    world,
    pace,
    pauses: createPauses(world.clock),
    told: new Map(),
    flights: new Map(),
  });
  const deafen = world.bus.listen((news) => {
    if (news.type === 'deliveries') outbox.wake();
  });
  outbox.wake();
  return {
    async close() {
      deafen();
      await outbox.close();
    },
  };
}

class Outbox {
  readonly #running: Running;
  #closed = false;
  /** Something may be due that was not asked for. */
  #asked = false;
  #asking: Promise<void> | undefined;
  #cancel = (): void => {};

  constructor(running: Running) {
    this.#running = running;
  }

  wake(): void {
    this.#asked = true;
    if (this.#closed || this.#asking) return;
    this.#cancel();
    this.#asking = this.#ask().then(() => this.#rest());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    await this.#asking;
    await Promise.all(this.#running.flights.values());
  }

  async #ask(): Promise<void> {
    const { world, flights } = this.#running;
    try {
      while (this.#asked && !this.#closed) {
        this.#asked = false;
        const free = together - flights.size;
        const due = await world.store.due(world.clock.now(), leaseMs, free, (row) => fits(this.#running, row));
        for (const delivery of due) this.#begin(delivery);
      }
    } catch (error) {
      this.#asked = false;
      world.log.error('the outbox stumbled, and goes on in a second', { error });
    }
  }

  #rest(): void {
    const { world, pace } = this.#running;
    this.#asking = undefined;
    if (this.#closed) return;
    // Something may have come after the last question.
    if (this.#asked) return this.wake();
    const waitMs = Math.min(glanceMs, pace.nextAt() - world.clock.now());
    this.#cancel = world.clock.after(Math.max(1, Math.ceil(waitMs)), () => this.wake());
  }

  #begin(delivery: Delivery): void {
    const { world, flights, pauses } = this.#running;
    const flight = deliver(this.#running, delivery)
      .catch((error: unknown) => {
        pauses.unclear(delivery.task.platform);
        world.log.error('a delivery stumbled, and is looked for later', { error });
      })
      .finally(() => {
        flights.delete(delivery.lane);
        this.wake();
      });
    flights.set(delivery.lane, flight);
  }
}

const platformOf = (world: World, { task }: Delivery): ChatPlatform | undefined =>
  world.chats.find((chat) => chat.id === task.platform);

/** Whether a delivery may be tried now; if so, its call counts as made. */
function fits({ world, pace, pauses, flights }: Running, delivery: Delivery): boolean {
  const platform = platformOf(world, delivery);
  if (!platform || flights.has(delivery.lane)) return false;
  if (isStale(delivery, world.clock.now())) return true;
  const kind = stepOf(platform, delivery);
  if (kind === 'none') return true;
  if (pauses.blocks(platform.id) || !pace.take({ platform, kind, channel: delivery.task.channel })) return false;
  pauses.begin(platform.id);
  return true;
}

async function deliver(running: Running, delivery: Delivery): Promise<void> {
  const { world, told } = running;
  const platform = platformOf(world, delivery);
  if (!platform) return;
  if (isStale(delivery, world.clock.now())) return await settleStale(world, delivery);
  const kind = stepOf(platform, delivery);
  if (kind === 'none') return await settle(world, told, delivery, await tryDelivery(world, platform, delivery));
  const tried = await call(running, platform, kind, delivery);
  await settle(world, told, delivery, tried, newsOf(running, platform, tried));
}

async function call(
  { world, pace }: Running,
  platform: ChatPlatform,
  kind: Call['kind'],
  delivery: Delivery,
): Promise<Tried> {
  const made = { platform, kind, channel: delivery.task.channel };
  let holdUntil: number | undefined;
  try {
    const tried = await tryDelivery(world, platform, delivery);
    const limited = tried.type === 'fault' && tried.fault === 'limited';
    if (limited) holdUntil = world.clock.now() + (tried.retryAfterMs ?? glanceMs);
    return tried;
  } finally {
    pace.done(made, holdUntil);
  }
}

/** [C6] What the room is told of a chat that does not accept our credentials any more, or does so again. */
function newsOf({ world, pauses }: Running, { id }: ChatPlatform, tried: Tried): Message | undefined {
  if (tried.type !== 'fault' || tried.fault === 'refused' || tried.fault === 'gone')
    return pauses.accepted(id) ? resumedWords(world, id) : undefined;
  if (tried.fault === 'unauthorised') return pauses.refused(id) ? pausedWords(world, id, tried.word) : undefined;
  pauses.unclear(id);
  return undefined;
}
