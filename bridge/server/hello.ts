import type { Card } from '../../protocol/model/card.ts';
import type { Cursor } from '../../protocol/model/ids.ts';
import type { Params, Result, RoomState } from '../../protocol/wire/methods.ts';
import { oldestProtocol, protocol } from '../../protocol/wire/version.ts';
import { catalogFor } from '../app/commands/catalog.ts';
import { accountsOf } from '../app/people/linking.ts';
import { type Opened, openSession } from '../app/people/open-session.ts';
import type { Outcome } from '../app/outcome.ts';
import { readRoom } from '../app/feed/read-feed.ts';
import type { World } from '../app/world.ts';
import { fitting, fittingCard } from './frames.ts';
import { limits } from './limits.ts';

/** Half a frame for the feed and a third for the cards: the rest follows hello as notifications. */
const feedBytes = limits.frameOut / 2;
const cardBytes = limits.frameOut / 3;

export const speaks = (wanted: number): boolean => wanted >= oldestProtocol && wanted <= protocol;

/** Checks who says hello. */
export const admit = (world: World, { token, code, device }: Params<'session/hello'>): Promise<Outcome<Opened>> =>
  openSession(world, { token, code }, device);

/** What hello answers, and the cards that did not fit into it. */
export interface Welcome {
  readonly result: Result<'session/hello'>;
  readonly later: readonly Card[];
}

export async function welcome(world: World, opened: Opened, cursors: readonly Cursor[]): Promise<Welcome> {
  const later: Card[] = [];
  const kept = await world.store.list('room');
  const rooms: RoomState[] = [];
  for (const { value } of kept) {
    const reading = await readRoom(
      world,
      opened.person.id,
      value.id,
      cursors.find((cursor) => cursor.room === value.id),
    );
    if (!reading) continue;
    const cards = fitting(reading.cards.map(fittingCard), cardBytes / kept.length, 'first');
    later.push(...reading.cards.slice(cards.length));
    // What was missed is sent from its beginning on, a tail up to its end.
    const entries = fitting(reading.entries, feedBytes / kept.length, reading.recovered ? 'first' : 'last');
    rooms.push({
      ...reading,
      entries,
      cards,
      people: world.roster.people(),
      commands: catalogFor(opened.asker, world.policy),
      sources: world.sources.list(),
    });
  }
  const { person, token } = opened;
  return {
    result: {
      protocol,
      person,
      now: world.clock.now(),
      ...(token === undefined ? {} : { token }),
      rooms,
      accounts: await accountsOf(world, person.id),
    },
    later,
  };
}
