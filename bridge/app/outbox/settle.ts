import type { Message } from '../../../protocol/model/message.ts';
import { after, type Row, type Tried } from '../../domain/delivery.ts';
import type { Change, Delivery, NewEntry, Put, Settled } from '../../ports/store.ts';
import { decideOnce } from '../decide.ts';
import { mirrorOf } from './deliver.ts';
import { gather } from './digest.ts';
import { entryOf } from './entry.ts';
import { postedOf } from './posted.ts';
import { deadWords } from './words.ts';
import { threadId } from '../chat/threads.ts';
import type { World } from '../world.ts';

/** What happens to a card again and again is told once a day. */
const tellAgainMs = 24 * 60 * 60_000;

/** What the room was told of late, by channel and reason. */
export type Told = Map<string, number>;

/** Records what became of a try, and tells the room what it has to know; `news` of the platform as a whole too. */
export async function settle(
  world: World,
  told: Told,
  delivery: Delivery,
  tried: Tried,
  news?: Message,
): Promise<void> {
  const row = after(delivery, tried, world.clock.now());
  const entries = [...(news ? [noteOf(world, delivery, news)] : []), ...(await deadNotes(world, told, delivery, row))];
  await decideOnce(world, async () => {
    const change: Change = {
      at: world.clock.now(),
      settled: [settled(delivery.id, row), ...(await cardAnew(world, delivery, tried, row))],
      puts: await threadPut(world, delivery, row.posted),
      entries: entries.map((entry) => ({ room: delivery.room, entry })),
    };
    return { change, answer: () => undefined };
  });
}

/** [C7] Ends a message that waited for too long, and puts it into its channel's digest instead. */
export async function settleStale(world: World, delivery: Delivery): Promise<void> {
  const row = after(delivery, { type: 'superseded', reason: 'digest' }, world.clock.now());
  await decideOnce(world, async () => ({
    change: { at: world.clock.now(), settled: [settled(delivery.id, row)], ...(await gather(world, delivery)) },
    answer: () => undefined,
  }));
}

function settled(id: string, { state, notBefore, attempts, sent, posted, reason }: Row): Settled {
  return {
    id,
    state,
    notBefore,
    attempts,
    sent,
    ...(posted === undefined ? {} : { posted }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The thread of a message is gone, so somebody has deleted the card that it hung on: that is posted anew first, since it comes first in the lane. */
async function cardAnew(world: World, { task }: Delivery, tried: Tried, row: Row): Promise<Settled[]> {
  const gone = tried.type === 'fault' && tried.fault === 'gone' && row.state === 'waiting';
  if (!gone || task.type !== 'message') return [];
  const card = await mirrorOf(world, task);
  if (card?.posted === undefined || card.state === 'dead') return [];
  return [{ id: card.id, state: 'waiting', notBefore: 0, attempts: 0, sent: 0 }];
}

/** Remembers which thread a card's message opened, so that what is said there is about that card. */
async function threadPut(world: World, { task }: Delivery, posted: string | undefined): Promise<Put[]> {
  if (task.type !== 'mirror' || posted === undefined) return [];
  const { channel, message } = postedOf(task, posted);
  const id = threadId(task.platform, channel, message);
  const kept = await world.store.get('thread', id);
  return kept ? [] : [{ kind: 'thread', id, after: 0, value: { about: task.card } }];
}

/** [C1] What could not be posted is told where it was written: each message to its sender, anything else once a day. */
async function deadNotes(world: World, told: Told, delivery: Delivery, row: Row): Promise<NewEntry[]> {
  if (row.state !== 'dead') return [];
  const reason = row.reason ?? 'refused';
  const entry = await entryOf(world, delivery);
  const by =
    entry?.type === 'answered'
      ? entry.by
      : entry?.type === 'said' && entry.by.type === 'person'
        ? entry.by.person
        : undefined;
  const written = delivery.task.type === 'message' && delivery.task.by !== undefined;
  if (!by && !written && toldLately(world, told, `${delivery.task.platform}/${delivery.task.channel}/${reason}`))
    return [];
  return [noteOf(world, delivery, deadWords(world, delivery, reason, { sender: by, entry }))];
}

function toldLately(world: World, told: Told, what: string): boolean {
  const now = world.clock.now();
  const lately = now - (told.get(what) ?? -Infinity) < tellAgainMs;
  if (!lately) told.set(what, now);
  return lately;
}

/** It is for the room only: told to the chats, it would have to be posted in turn. */
function noteOf(world: World, { task }: Delivery, message: Message): NewEntry {
  const about = task.type === 'mirror' ? task.card : task.type === 'message' ? task.about : undefined;
  return {
    type: 'said',
    at: world.clock.now(),
    by: { type: 'bot', name: 'Shiproom' },
    message,
    ...(about ? { about } : {}),
  };
}
