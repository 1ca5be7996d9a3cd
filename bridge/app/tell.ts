import type { Card } from '../../protocol/model/card.ts';
import type { RoomId } from '../../protocol/model/ids.ts';
import type { Facts } from '../domain/card.ts';
import { destinations, lane, mirrors } from '../domain/route.ts';
import type { Change, LedgerRow, NewDelivery, NewEntry, Put } from '../ports/store.ts';
import { channelsOf, type World } from './world.ts';

/** How something reaches the chats: what is to be posted, what is kept for later, and by which rule. */
export interface Telling {
  readonly puts: readonly Put[];
  readonly deliveries: readonly NewDelivery[];
  readonly ledger: readonly LedgerRow[];
}

/** A change that also tells the chats. */
export const telling = (change: Change, ...all: readonly Telling[]): Change => ({
  ...change,
  puts: [...(change.puts ?? []), ...all.flatMap(({ puts }) => puts)],
  deliveries: [...(change.deliveries ?? []), ...all.flatMap(({ deliveries }) => deliveries)],
  ledger: [...(change.ledger ?? []), ...all.flatMap(({ ledger }) => ledger)],
});

/** A card's message in each channel whose route takes it. */
export async function tellCard(world: World, room: RoomId, _before: Facts, card: Card): Promise<Telling> {
  const deliveries = mirrors(card, channelsOf(world, room)).map(
    ({ to, ...row }): NewDelivery => ({
      ...row,
      room,
      task: { type: 'mirror', ...to, card: card.key },
      queuedAt: world.clock.now(),
      wanted: card.version,
    }),
  );
  return { puts: [], deliveries, ledger: [] };
}

/**
 * An entry's way into the chats: by the routes of what it is about, as `card` says it is after the change. `index` is its place among the
 * change's entries.
 */
export async function tellEntry(
  world: World,
  room: RoomId,
  entry: NewEntry,
  index: number,
  _card?: Card,
): Promise<Telling> {
  if (entry.type === 'skip' || entry.type === 'amended') return { puts: [], deliveries: [], ledger: [] };
  const origin = entry.type === 'said' ? entry.origin : undefined;
  const by = speaker(entry);
  const deliveries = destinations({ type: entry.type, origin }, channelsOf(world, room)).map(
    (to): NewDelivery => ({
      id: world.ids.mid(),
      room,
      lane: lane(to, entry.about),
      task: {
        type: 'message',
        ...to,
        message: entry.message,
        ...(entry.about ? { about: entry.about } : {}),
        ...(by === undefined ? {} : { by }),
      },
      queuedAt: entry.at,
      wanted: 1,
      entry: index,
    }),
  );
  return { puts: [], deliveries, ledger: [] };
}

/** Whose words they are, where they are not the bot's own. */
function speaker(entry: Exclude<NewEntry, { type: 'skip' | 'amended' }>): string | undefined {
  if (entry.type === 'answered') return `${entry.by.name} › ${entry.line}`;
  if (entry.type === 'turned') return undefined;
  return entry.by.type === 'person' ? entry.by.person.name : entry.by.name;
}
