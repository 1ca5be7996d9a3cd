import type { Message } from '../../../protocol/model/message.ts';
import type { Tried } from '../../domain/delivery.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Delivery } from '../../ports/store.ts';
import { leave, stepOf, tryDelivery } from './deliver.ts';
import { hasWaitedLong, isStale } from './digest.ts';
import { type Call, createPace, type Pace } from './pace.ts';
import { createPauses, type Pauses } from './pauses.ts';
import { settle, settleStale, type Told } from './settle.ts';
import { pausedWords, resumedWords } from './words.ts';
import type { World } from '../world.ts';

/** So many calls are under way at most. */
const together = 32;
/** A lease outlives the slowest call, so that nobody else sends what this process is sending. */
const leaseMs = 90_000;
/** What waits for its time is looked for this often. */
const glanceMs = 1_000;
/** Where very many lanes are open, looking through them keeps the process from all else for so long or longer: then it rests so many times as long. */
const dearMs = 20;
const restsFor = 4;

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
  /** What the last question has cost. */
  #costMs = 0;
  #resting = false;
  #cancel = (): void => {};

  constructor(running: Running) {
    this.#running = running;
  }

  wake(): void {
    this.#asked = true;
    if (this.#closed || this.#asking || this.#resting) return;
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
    const { world } = this.#running;
    const from = world.clock.now();
    this.#asked = false;
    try {
      for (const [delivery, plan] of await lease(this.#running)) this.#begin(delivery, plan);
    } catch (error) {
      this.#asked = false;
      world.log.error('the outbox stumbled, and goes on in a second', { error });
    }
    this.#costMs = world.clock.now() - from;
  }

  #rest(): void {
    const { world, pace } = this.#running;
    this.#asking = undefined;
    if (this.#closed) return;
    this.#resting = this.#costMs >= dearMs;
    // Something may have come after the last question.
    if (this.#asked && !this.#resting) return this.wake();
    const waitMs = Math.min(glanceMs, this.#resting ? this.#costMs * restsFor : pace.nextMs());
    this.#cancel = world.clock.after(Math.max(1, Math.ceil(waitMs)), () => {
      this.#resting = false;
      this.wake();
    });
  }

  #begin(delivery: Delivery, plan: Plan): void {
    const { world, flights, pauses } = this.#running;
    const flight = deliver(this.#running, delivery, plan)
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

/** What is to be done with a delivery: a call of its chat; something that needs none; or, where it has waited for too long, its end. */
type Plan = Call | 'none' | 'gather' | 'give-up';

/** What may be done with a delivery now; undefined where it has to wait. A call counts as made. */
function planFor({ world, pace, pauses, flights }: Running, delivery: Delivery): Plan | undefined {
  if (flights.has(delivery.lane)) return undefined;
  const now = world.clock.now();
  const platform = platformOf(world, delivery);
  // Whoever set up the bridge may have left it out by mistake.
  if (!platform) return hasWaitedLong(delivery, now) ? 'give-up' : undefined;
  if (isStale(delivery, now)) return 'gather';
  const kind = stepOf(platform, delivery);
  if (kind === 'none') return 'none';
  const wanted = { platform, kind, channel: delivery.task.channel };
  if (pauses.blocks(platform.id) || !pace.take(wanted)) return undefined;
  pauses.begin(platform.id);
  return wanted;
}

/** Leases what may be done now. Where the store cannot keep that, nothing is under way of it. */
async function lease(running: Running): Promise<[Delivery, Plan][]> {
  const { world, pace, pauses, flights } = running;
  const plans = new Map<string, Plan>();
  const fits = (row: Delivery): boolean => {
    const plan = planFor(running, row);
    if (plan) plans.set(row.id, plan);
    return plan !== undefined;
  };
  try {
    const due = await world.store.due(world.clock.now(), leaseMs, together - flights.size, fits);
    return due.map((delivery) => [delivery, plans.get(delivery.id) ?? 'none']);
  } catch (error) {
    for (const plan of plans.values()) {
      if (typeof plan === 'string') continue;
      pace.drop(plan);
      pauses.unclear(plan.platform.id);
    }
    throw error;
  }
}

async function deliver(running: Running, delivery: Delivery, plan: Plan): Promise<void> {
  const { world, told } = running;
  if (plan === 'gather') return await settleStale(world, delivery);
  if (plan === 'give-up') return await settle(world, told, delivery, noSuchChat);
  if (plan === 'none') return await settle(world, told, delivery, await leave(world, delivery));
  const tried = await call(running, plan, delivery);
  await settle(world, told, delivery, tried, newsOf(running, plan.platform, tried));
}

const noSuchChat = { type: 'fault', fault: 'refused', word: 'no_such_chat' } as const;

async function call({ world, pace }: Running, made: Call, delivery: Delivery): Promise<Tried> {
  let holdMs: number | undefined;
  try {
    const tried = await tryDelivery(world, made.platform, delivery);
    const limited = tried.type === 'fault' && tried.fault === 'limited';
    if (limited) holdMs = tried.retryAfterMs ?? glanceMs;
    return tried;
  } finally {
    pace.done(made, holdMs);
  }
}

/** [C6] What the room is told of a chat that does not accept our credentials any more, or does so again. */
function newsOf({ world, pauses }: Running, { id }: ChatPlatform, tried: Tried): Message | undefined {
  note(world, id, tried);
  if (tried.type !== 'fault' || tried.fault === 'refused' || tried.fault === 'gone')
    return pauses.accepted(id) ? resumedWords(world, id) : undefined;
  if (tried.fault === 'unauthorised') return pauses.refused(id) ? pausedWords(world, id, tried.word) : undefined;
  pauses.unclear(id);
  return undefined;
}

/** That it asks us to wait says nothing of how it stands: it is busy, and we are. */
function note({ sources }: World, id: string, tried: Tried): void {
  if (tried.type !== 'fault') return sources.called(id);
  const { fault, word } = tried;
  if (fault !== 'limited') sources.called(id, { fault, vendorWord: word });
}
