import type { Message } from '../../protocol/model/message.ts';
import { buttonsOf } from '../domain/buttons.ts';
import { cardId } from '../domain/card.ts';
import { after, resent, type Row, type Tried } from '../domain/delivery.ts';
import { type Channel, mirrorId } from '../domain/route.ts';
import { code, say } from '../domain/prose.ts';
import type { ChatPlatform, Outgoing, Place } from '../ports/chat-platform.ts';
import { PlatformError } from '../ports/platform-error.ts';
import type { Delivery, NewEntry, Put, Settled } from '../ports/store.ts';
import { decideOnce } from './decide.ts';
import { sha256 } from './outcome.ts';
import { threadId } from './threads.ts';
import type { World } from './world.ts';

/** A lease outlives the slowest call, so that nobody else sends what this process is sending. */
const leaseMs = 90_000;
const batch = 20;

/** The id that is posted along with a message, by which it is found again ([C5]). */
const oidOf = (delivery: Delivery): string =>
  delivery.task.type === 'mirror' ? sha256(delivery.id).slice(0, 32) : delivery.id;

/** Sends what is due, each lane in order, and records what became of it. Answers how many rows it took. */
export async function deliver(world: World, pace: Pace): Promise<number> {
  const due = await world.store.due(world.clock.now(), leaseMs, batch);
  await Promise.all(due.map((delivery) => deliverOne(world, pace, delivery)));
  return due.length;
}

/**
 * When a platform may be called again. A channel that answered 429 is left alone as long as it asked for ([C4]), a platform that refuses our
 * credentials until somebody may have mended them ([C6]); the others go on.
 */
export interface Pace {
  /** Resolves when it is this channel's turn, at most one call a second; with false where the outbox closes before that. */
  turn(to: Channel): Promise<boolean>;
  /** Until when a channel is left alone; 0 where it is not. */
  heldUntil(to: Channel): number;
  hold(to: { readonly platform: string; readonly channel?: string }, until: number): void;
}

async function deliverOne(world: World, pace: Pace, delivery: Delivery): Promise<void> {
  const { task } = delivery;
  const platform = world.chats.find((chat) => chat.id === task.platform);
  const now = world.clock.now();
  const held = platform ? pace.heldUntil(task) : now + 60_000;
  if (!platform || held > now) {
    await settle(world, delivery, { ...delivery, notBefore: held });
    return;
  }
  if (!(await pace.turn(task))) {
    await settle(world, delivery, delivery);
    return;
  }
  const tried =
    delivery.state === 'unsure' ? await look(world, platform, delivery) : await send(world, platform, delivery);
  const row = after(delivery, tried, world.clock.now());
  if (tried.type === 'fault' && tried.fault === 'unauthorised') pace.hold({ platform: task.platform }, row.notBefore);
  if (tried.type === 'fault' && tried.fault === 'limited') pace.hold(task, row.notBefore);
  await settle(world, delivery, row);
}

/** Looks whether an unsure message stands already. */
async function look(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  if (!platform.can.find) return { type: 'unreadable' };
  try {
    const found = await platform.find(await placeOf(world, platform, delivery), oidOf(delivery), delivery.queuedAt);
    return found ? { type: 'found', posted: found.message } : { type: 'absent' };
  } catch (error) {
    const tried = faultOf(error);
    return tried.type === 'fault' && tried.fault === 'refused' ? { type: 'unreadable' } : tried;
  }
}

async function send(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  try {
    return delivery.task.type === 'mirror'
      ? await showCard(world, platform, delivery)
      : await postMessage(world, platform, delivery);
  } catch (error) {
    return faultOf(error);
  }
}

async function showCard(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  if (delivery.task.type !== 'mirror') throw new Error('not a mirror');
  const { channel, card: key } = delivery.task;
  const kept = await world.store.get('card', cardId(key));
  if (!kept) return { type: 'fault', fault: 'refused', word: 'the card is gone' };
  const card = kept.value;
  const content: Outgoing = { oid: oidOf(delivery), type: 'card', card, buttons: buttonsOf(card, (id) => world.ci.find((ci) => ci.id === id)?.can) };
  if (delivery.posted === undefined) {
    const { message } = await platform.post({ channel }, content);
    return { type: 'sent', posted: message, version: card.version };
  }
  await platform.edit({ channel, message: delivery.posted }, content);
  return { type: 'sent', posted: delivery.posted, version: card.version };
}

async function postMessage(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  // Found standing after an unsure try: there is nothing left to do.
  if (delivery.posted !== undefined) return { type: 'sent', posted: delivery.posted, version: delivery.wanted };
  const { task } = delivery;
  if (task.type !== 'message') throw new Error('not a message');
  const to = await placeOf(world, platform, delivery);
  const content: Outgoing = {
    oid: oidOf(delivery),
    type: 'message',
    message: task.message,
    ...(task.by === undefined ? {} : { by: task.by }),
    ...(delivery.reason === resent ? { resent: true } : {}),
  };
  const { message } = await platform.post(to, content);
  return { type: 'sent', posted: message, version: delivery.wanted };
}

/** Where a delivery goes: into the thread of the card that it is about, whose own message is first in the lane and so stands already. */
async function placeOf(world: World, platform: ChatPlatform, { task }: Delivery): Promise<Place> {
  const { channel } = task;
  if (task.type !== 'message' || !task.about || !platform.can.threads) return { channel };
  const id = mirrorId({ platform: platform.id, channel }, task.about);
  const { deliveries } = await world.store.trace({ delivery: id });
  const card = deliveries.find((row) => row.id === id);
  return card?.posted === undefined ? { channel } : { channel, thread: card.posted };
}

function faultOf(error: unknown): Tried {
  if (!(error instanceof PlatformError)) throw error;
  const { fault, vendorWord: word, retryAfterMs } = error;
  return { type: 'fault', fault, word, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

async function settle(world: World, delivery: Delivery, row: Row): Promise<void> {
  const { state, notBefore, attempts, sent, posted, reason } = row;
  const settled: Settled = {
    id: delivery.id,
    state,
    notBefore,
    attempts,
    sent,
    ...(posted === undefined ? {} : { posted }),
    ...(reason === undefined ? {} : { reason }),
  };
  const entry = state === 'dead' ? deadEntry(world, delivery, reason ?? 'unknown') : undefined;
  await decideOnce(world, async () => {
    const puts = await threadPut(world, delivery, posted);
    const entries = entry ? [{ room: delivery.room, entry }] : [];
    return { change: { at: world.clock.now(), settled: [settled], puts, entries }, answer: () => undefined };
  });
}

/** Remembers which thread a card's message opened, so that what is said there is about that card. */
async function threadPut(world: World, { task }: Delivery, posted: string | undefined): Promise<Put[]> {
  if (task.type !== 'mirror' || posted === undefined) return [];
  const id = threadId(task.platform, task.channel, posted);
  const kept = await world.store.get('thread', id);
  return kept ? [] : [{ kind: 'thread', id, after: 0, value: { about: task.card } }];
}

/** [C1] What could not be posted is told where it was written. It is told to the room only, or it would be posted in turn. */
function deadEntry(world: World, { task }: Delivery, reason: string): NewEntry {
  const about = task.type === 'mirror' ? task.card : task.about;
  const what = task.type === 'mirror' ? `the card of ${task.card.branch}` : `“${shorten(task.message)}”`;
  const message = say([`This was not posted to ${task.platform}: ${what}. The reason given is `, code(reason), '.']);
  return {
    type: 'said',
    at: world.clock.now(),
    by: { type: 'bot', name: 'Shiproom' },
    message,
    ...(about ? { about } : {}),
  };
}

const shorten = ({ text }: Message): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
