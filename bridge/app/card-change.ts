import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { RoomId } from '../../protocol/model/ids.ts';
import { blank, cardId, type Fact, type Facts, withFact } from '../domain/card.ts';
import type { Put } from '../ports/store.ts';
import type { Telling } from './routes/tell.ts';
import { tellCard } from './routes/tell-card.ts';
import type { World } from './world.ts';

/** A card's change by some facts. */
export interface CardChange {
  readonly before: Facts;
  readonly card: Card;
  readonly put: Put;
  /** How the chats hear of it. */
  readonly told: Telling;
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
  return { before, card, put, told: await tellCard(world, room, before, card) };
}
