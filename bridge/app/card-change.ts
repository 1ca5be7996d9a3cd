import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { RoomId } from '../../protocol/model/ids.ts';
import { blank, cardId, type Fact, type Facts, withFact } from '../domain/card.ts';
import { destinations, lane, mirrors } from '../domain/route.ts';
import type { NewDelivery, NewEntry, Put } from '../ports/store.ts';
import { channelsOf, type World } from './world.ts';

/** A card's change by some facts. */
export interface CardChange {
  readonly before: Facts;
  readonly card: Card;
  readonly put: Put;
  readonly deliveries: readonly NewDelivery[];
}

/** Reads a branch's card and applies facts to it; undefined where the card knows as much already. */
export async function changeCard(
  world: World,
  room: RoomId,
  key: CardKey,
  ...added: readonly Fact[]
): Promise<CardChange | undefined> {
  const id = cardId(key);
  const kept = await world.store.get('card', id);
  const before = kept?.value ?? blank(key);
  const facts = added.reduce(withFact, before);
  if (facts === before) return undefined;
  const after = kept?.version ?? 0;
  const card: Card = { ...facts, version: after + 1, updatedAt: world.clock.now() };
  const put: Put = { kind: 'card', id, room, after, value: card };
  return { before, card, put, deliveries: mirrorDeliveries(world, room, card) };
}

function mirrorDeliveries(world: World, room: RoomId, card: Card): NewDelivery[] {
  return mirrors(card, channelsOf(world, room)).map(({ to, ...row }) => ({
    ...row,
    room,
    task: { type: 'mirror', ...to, card: card.key },
    queuedAt: world.clock.now(),
    wanted: card.version,
  }));
}

/** The messages by which an entry reaches the chat channels that it did not come from. */
export function entryDeliveries(world: World, room: RoomId, entry: NewEntry): NewDelivery[] {
  if (entry.type === 'skip') return [];
  const origin = entry.type === 'said' ? entry.origin : undefined;
  const by = speaker(entry);
  return destinations({ type: entry.type, origin }, channelsOf(world, room)).map((to) => ({
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
  }));
}

/** Whose words they are, where they are not the bot's own. */
function speaker(entry: Exclude<NewEntry, { type: 'skip' }>): string | undefined {
  if (entry.type === 'answered') return `${entry.by.name} › ${entry.line}`;
  if (entry.type === 'turned') return undefined;
  return entry.by.type === 'person' ? entry.by.person.name : entry.by.name;
}
