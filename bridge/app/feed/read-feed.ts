import type { Entry } from '../../../protocol/model/entry.ts';
import type { Cursor, Epoch, Offset, PersonId, RoomId } from '../../../protocol/model/ids.ts';
import type { Card } from '../../../protocol/model/card.ts';
import { isCurrent } from '../../domain/card.ts';
import { isOthers, resume, seenBy } from '../../domain/feed.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import type { World } from '../world.ts';

/** How many entries somebody sees who comes without a cursor, or with one that cannot be resumed. */
const tailLength = 100;

/** A room as it stands: its feed from where the reader left it, or its tail; and all its cards. */
export interface RoomReading {
  readonly room: RoomId;
  readonly name: string;
  readonly epoch: Epoch;
  readonly top: Offset;
  readonly recovered: boolean;
  readonly reason?: 'epoch' | 'expired' | 'too_many' | 'future';
  readonly entries: readonly Entry[];
  readonly cards: readonly Card[];
}

/** Reads a room for somebody who comes or comes back ([B2]), as they may see it ([B5]). Undefined where there is no such room. */
export async function readRoom(
  world: World,
  by: PersonId,
  room: RoomId,
  cursor: Cursor | undefined,
): Promise<RoomReading | undefined> {
  const kept = await world.store.get('room', room);
  const standing = await world.store.feed(room, { after: 0 }, 0);
  if (!kept || !standing) return undefined;
  const plan = resume(cursor, standing);
  if (!plan.recovered && plan.reason === 'future') {
    world.log.warn('a client is ahead of the feed: was an older backup restored?', {
      room,
      offset: cursor?.offset,
      top: standing.top,
    });
  }
  const part = plan.recovered ? { after: plan.after } : { before: standing.top + 1 };
  const stretch = await world.store.feed(room, part, plan.recovered ? standing.top - plan.after : tailLength);
  const cards = await world.store.list('card', room);
  return {
    room,
    name: kept.value.name,
    epoch: standing.epoch,
    top: standing.top,
    recovered: plan.recovered,
    ...(plan.recovered || !plan.reason ? {} : { reason: plan.reason }),
    entries: (stretch?.entries ?? []).filter((entry) => entry.offset <= standing.top).map((entry) => seenBy(entry, by)),
    cards: cards
      .map((each) => each.value)
      .filter((card) => isCurrent(card, world.clock.now()))
      .toSorted((a, b) => b.updatedAt - a.updatedAt),
  };
}

/** Entries as somebody may read them ([B5]): the same list where none of them is for somebody else. */
export const asSeenBy = (entries: readonly Entry[], person: PersonId): readonly Entry[] =>
  entries.some((entry) => isOthers(entry, person)) ? entries.map((entry) => seenBy(entry, person)) : entries;

/** Older entries of a feed, oldest first. */
export async function readFeed(
  world: World,
  by: PersonId,
  { room, before, limit }: { readonly room: RoomId; readonly before: Offset; readonly limit: number },
): Promise<Outcome<{ epoch: Epoch; entries: Entry[]; more: boolean }>> {
  const stretch = await world.store.feed(room, { before }, limit);
  if (!stretch) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  const first = stretch.entries[0];
  return done({
    epoch: stretch.epoch,
    entries: [...asSeenBy(stretch.entries, by)],
    more: first !== undefined && first.offset > stretch.oldest,
  });
}
