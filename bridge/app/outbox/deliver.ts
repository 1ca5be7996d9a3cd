import { buttonsOf } from '../../domain/buttons.ts';
import { canOf } from '../ci/can-of.ts';
import { cardId } from '../../domain/card.ts';
import { resent, type Tried } from '../../domain/delivery.ts';
import { mirrorId } from '../../domain/route.ts';
import type { ChatPlatform, Outgoing, Place } from '../../ports/chat-platform.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { Delivery, Task } from '../../ports/store.ts';
import { sha256 } from '../outcome.ts';
import { entryOf } from './entry.ts';
import { keptPosted, postedOf } from './posted.ts';
import { digestMessage } from './digest.ts';
import type { World } from '../world.ts';

/**
 * What is to be done for a delivery: a call of that kind; or none, since it was taken back before it stood, or since nothing can be asked.
 */
export type Step = keyof ChatPlatform['limits'] | 'none';

export function stepOf(platform: ChatPlatform, { task, state, posted }: Delivery): Step {
  if (posted !== undefined) return platform.can.edit ? 'edit' : 'none';
  if (state === 'unsure') return platform.can.find ? 'find' : 'none';
  return task.type === 'message' && !task.message ? 'none' : 'post';
}

/** Does what a delivery asks for, once; every failure of the platform is a result. */
export async function tryDelivery(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  try {
    switch (stepOf(platform, delivery)) {
      case 'find':
        return await look(world, platform, delivery);
      case 'post':
        return await post(world, platform, delivery);
      case 'edit':
        return await edit(world, platform, delivery);
      case 'none':
        return await leave(world, delivery);
    }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const { fault, vendorWord: word, retryAfterMs } = error;
    return { type: 'fault', fault, word, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
}

/** The id that is posted along with a message, by which it is found again ([C5]). */
const oidOf = ({ id, task }: Delivery): string => (task.type === 'message' ? id : sha256(id).slice(0, 32));

/** Looks whether an unsure message stands already. */
async function look(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  try {
    // [F13] The clock may have gone back since.
    const since = Math.min(delivery.queuedAt, world.clock.now());
    const found = await platform.find(await placeOf(world, platform, delivery), oidOf(delivery), since);
    return found ? { type: 'found', posted: keptPosted(delivery.task, found) } : { type: 'absent' };
  } catch (error) {
    const fault = error instanceof PlatformError ? error.fault : undefined;
    if (fault === 'refused') return await unreadable(world, delivery);
    // Where there is no thread, nothing stands in it.
    if (fault === 'gone') return { type: 'absent' };
    throw error;
  }
}

/** [C5] An answer to a command is never said twice, and what was taken back is not said again at all. */
async function unreadable(world: World, delivery: Delivery): Promise<Tried> {
  if (delivery.task.type !== 'message') return { type: 'unreadable', resend: true };
  const entry = await entryOf(world, delivery);
  return { type: 'unreadable', resend: delivery.task.message !== undefined && entry?.type !== 'answered' };
}

/** What becomes of a delivery for which nothing can be called, or has to be. */
export async function leave(world: World, delivery: Delivery): Promise<Tried> {
  const { posted, wanted, state, task } = delivery;
  if (posted !== undefined)
    return task.type === 'message'
      ? { type: 'fault', fault: 'refused', word: 'cannot_edit' }
      : { type: 'sent', posted, version: wanted };
  return state === 'unsure' ? await unreadable(world, delivery) : { type: 'superseded', reason: 'taken back' };
}

/** What a delivery shows now, and which version that is; undefined where it is to be taken away. */
interface Shown {
  readonly content: Outgoing | undefined;
  readonly version: number;
}

async function post(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  const { content, version } = await show(world, delivery);
  if (!content) return { type: 'superseded', reason: 'taken back' };
  const posted = await platform.post(await placeOf(world, platform, delivery), content);
  return { type: 'sent', posted: keptPosted(delivery.task, posted), version };
}

async function edit(world: World, platform: ChatPlatform, delivery: Delivery): Promise<Tried> {
  const { posted, task } = delivery;
  if (posted === undefined) throw new Error('nothing stands to be edited');
  const { content, version } = await show(world, delivery);
  try {
    await platform.edit(postedOf(task, posted), content);
  } catch (error) {
    const gone = error instanceof PlatformError && error.fault === 'gone';
    // Somebody has deleted it: of a message nothing is left to change, a card is posted anew.
    if (!gone || task.type === 'mirror') throw error;
  }
  return { type: 'sent', posted, version };
}

async function show(world: World, delivery: Delivery): Promise<Shown> {
  const { task, wanted: version } = delivery;
  const oid = oidOf(delivery);
  switch (task.type) {
    case 'mirror': {
      const kept = await world.store.get('card', cardId(task.card));
      if (!kept) throw new PlatformError('refused', 'no_such_card');
      const card = kept.value;
      const buttons = buttonsOf(card, canOf(world));
      return { content: { oid, type: 'card', card, buttons }, version: card.version };
    }
    case 'digest': {
      const kept = await world.store.get('digest', task.digest);
      if (!kept) throw new PlatformError('refused', 'no_such_digest');
      return {
        content: { oid, type: 'message', message: digestMessage(kept.value, world.address) },
        version: kept.version,
      };
    }
    case 'message':
      return { content: messageOf(task, oid, delivery.reason === resent), version };
  }
}

function messageOf(task: Task & { type: 'message' }, oid: string, again: boolean): Outgoing | undefined {
  const { message, by, calls } = task;
  if (!message) return undefined;
  return {
    oid,
    type: 'message',
    message,
    ...(by === undefined ? {} : { by }),
    ...(calls ? { calls } : {}),
    ...(again ? { resent: true } : {}),
  };
}

/** Where a delivery goes: into the thread of the card that it is about, whose own message is first in the lane and so stands already. */
async function placeOf(world: World, platform: ChatPlatform, { task }: Delivery): Promise<Place> {
  const { channel } = task;
  if (task.type !== 'message' || !task.about || !platform.can.threads) return { channel };
  const card = await mirrorOf(world, task);
  if (card?.posted === undefined) return { channel };
  const first = postedOf(task, card.posted);
  return { channel: first.channel, thread: first.message, ...(task.broadcast ? { broadcast: true } : {}) };
}

/** The delivery of the card on whose thread a message hangs. */
export async function mirrorOf(world: World, task: Task & { type: 'message' }): Promise<Delivery | undefined> {
  if (!task.about) return undefined;
  const id = mirrorId(task, task.about);
  const { deliveries } = await world.store.trace({ delivery: id });
  return deliveries.find((row) => row.id === id);
}
