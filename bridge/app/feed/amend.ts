import type { Entry } from '../../../protocol/model/entry.ts';
import type { Epoch, Mid, Offset, RoomId } from '../../../protocol/model/ids.ts';
import type { Message } from '../../../protocol/model/message.ts';
import type { Person } from '../../../protocol/model/person.ts';
import { excerptOf, withExcerpt, withoutPlace } from '../../domain/excerpt.ts';
import type { Change, NewDelivery } from '../../ports/store.ts';
import { decide } from '../decide.ts';
import { amendGathered } from '../outbox/digest.ts';
import { done, type Outcome, refuse, sha256 } from '../outcome.ts';
import { readTyped, type Said } from './say.ts';
import type { World } from '../world.ts';

export interface Amending {
  readonly mid: Mid;
  readonly room: RoomId;
  readonly offset: Offset;
  readonly text: string | null;
}

/** Changes or takes back what somebody said in the room, once for each `mid`, and wherever it was posted. */
export async function amend(world: World, by: Person, amending: Amending): Promise<Outcome<Said>> {
  if (amending.text?.trim() === '') return refuse('invalid_params', 'There is nothing to say in that.', 'text');
  return afterOthers(world, amending, () => amendNow(world, by, amending));
}

/**
 * Changes of one entry are made one after another: each reads how it stands, and asks the chats for more than the one before did, so that the
 * chats end with the words with which the room ends.
 */
export async function afterOthers<T>(
  world: World,
  { room, offset }: Pick<Amending, 'room' | 'offset'>,
  work: () => Promise<T>,
): Promise<T> {
  const key = `amend/${room}/${offset}`;
  const before = world.underWay.get(key);
  const own = Promise.allSettled([before]).then(work);
  world.underWay.set(key, own);
  try {
    return await own;
  } finally {
    if (world.underWay.get(key) === own) world.underWay.delete(key);
  }
}

async function amendNow(world: World, by: Person, { mid, room, offset, text }: Amending): Promise<Outcome<Said>> {
  const why = await whyNotTheirs(world, by, room, offset);
  const key = { id: `${by.id}/${mid}`, hash: sha256(JSON.stringify(['amend', room, offset, text])) };
  // A repeat gets its answer, whatever was done since.
  if (why && !(await world.store.get('outcome', key.id))) return why;
  const decided = await decide<{ epoch: Epoch; entry: Entry } | undefined>(world, async () => {
    const message = text === null ? undefined : await amendedTo(world, room, offset, text);
    const change = await amendment(world, room, offset, message);
    return { change: { ...change, key }, answer: (placed) => placed[0] };
  });
  if (decided.state === 'misused') return refuse('idempotency_conflict');
  if (decided.state === 'done' && decided.value)
    return done({ epoch: decided.value.epoch, offset: decided.value.entry.offset });
  const feed = await world.store.feed(room, { after: 0 }, 0);
  const known = decided.state === 'duplicate' ? decided.offsets[0] : undefined;
  if (!feed) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  if (known === undefined) return refuse('forbidden_or_missing', 'That message is not there any more.', 'offset');
  return done({ epoch: feed.epoch, offset: known, dup: true });
}

/** The new words; lines of code that went with the old ones stay with them. */
async function amendedTo(world: World, room: RoomId, offset: Offset, text: string): Promise<Message> {
  const entry = await entryAt(world, room, offset);
  const code = entry?.type === 'said' ? excerptOf(entry.message) : undefined;
  return withExcerpt(await readTyped(world, withoutPlace(text, code)), code);
}

async function whyNotTheirs(world: World, by: Person, room: RoomId, offset: Offset) {
  const entry = await entryAt(world, room, offset);
  if (entry?.type !== 'said' || entry.removed)
    return refuse('forbidden_or_missing', 'That message is not there any more.', 'offset');
  if (entry.by.type !== 'person' || entry.by.person.id !== by.id)
    return refuse('forbidden_or_missing', 'Only its author can change a message.', 'offset');
  if (entry.origin)
    return refuse('forbidden_or_missing', 'That was written in the chat. Change it there; it follows here.', 'offset');
  return undefined;
}

/** An entry by its offset. */
async function entryAt(world: World, room: RoomId, offset: Offset): Promise<Entry | undefined> {
  const stretch = await world.store.feed(room, { after: offset - 1 }, 1);
  return stretch?.entries.find((entry) => entry.offset === offset);
}

/** The change by which an entry says something else, or nothing any more, here and wherever it was posted. */
export async function amendment(
  world: World,
  room: RoomId,
  offset: Offset,
  message: Message | undefined,
): Promise<Change> {
  const { deliveries } = await world.store.trace({ room, entry: offset });
  const gathered = await Promise.all(deliveries.map((each) => amendGathered(world, each, message)));
  const own = deliveries.flatMap(({ id, lane, task, wanted, queuedAt }): NewDelivery[] => {
    if (task.type !== 'message') return [];
    const { message: _before, ...rest } = task;
    return [{ id, room, lane, task: { ...rest, ...(message ? { message } : {}) }, queuedAt, wanted: wanted + 1 }];
  });
  return {
    at: world.clock.now(),
    amendments: [{ room, offset, ...(message ? { message } : {}) }],
    puts: gathered.flatMap(({ puts }) => puts),
    deliveries: [...own, ...gathered.flatMap((each) => each.deliveries)],
  };
}
