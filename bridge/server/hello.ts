import type { Card } from '../../protocol/model/card.ts';
import type { Cursor } from '../../protocol/model/ids.ts';
import type { Params, Result, RoomState } from '../../protocol/wire/methods.ts';
import { oldestProtocol, protocol } from '../../protocol/wire/version.ts';
import { catalogFor } from '../app/commands/catalog.ts';
import { accountsOf } from '../app/people/linking.ts';
import { type Opened, openSession } from '../app/people/open-session.ts';
import type { Outcome } from '../app/outcome.ts';
import { readRoom, type RoomReading } from '../app/feed/read-feed.ts';
import type { World } from '../app/world.ts';
import { budget, fitting, fittingCard } from './frames.ts';
import { limits } from './limits.ts';

/** Half a frame for the feed, a third for the people, and what is left for the cards: the rest follows hello as notifications. */
const feedBytes = limits.frameOut / 2;
const peopleBytes = limits.frameOut / 3;

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
  const { person, token } = opened;
  const answer = {
    protocol,
    person,
    now: world.clock.now(),
    ...(token === undefined ? {} : { token }),
    accounts: await accountsOf(world, person.id),
  };
  const kept = await world.store.list('room');
  const rooms: RoomState[] = [];
  for (const [index, { value }] of kept.entries()) {
    const cursor = cursors.find(({ room }) => room === value.id);
    const reading = await readRoom(world, person.id, value.id, cursor);
    if (!reading) continue;
    const left = budget - bytesOf({ ...answer, rooms });
    const state = fitted(stateOf(world, opened, reading), left / (kept.length - index), kept.length);
    later.push(...reading.cards.slice(state.cards.length));
    rooms.push(state);
  }
  return { result: { ...answer, rooms }, later };
}

const stateOf = (world: World, { asker }: Opened, reading: RoomReading): RoomState => ({
  ...reading,
  entries: [...reading.entries],
  cards: reading.cards.map(fittingCard),
  people: world.roster.people(),
  commands: catalogFor(asker, world.policy),
  sources: world.sources.list(),
});

/** As much of a room as comes to at most `bytes`, of a hello with so many rooms. What was missed is sent from its beginning on, a tail up to its end. */
function fitted(state: RoomState, bytes: number, rooms: number): RoomState {
  // Where to go on is known by the last entry alone, so that there has to be one.
  const entries = fitting(state.entries, feedBytes / rooms, state.recovered ? 'first' : 'last');
  const people = fitting(state.people, peopleBytes / rooms, 'first');
  const left = bytes - bytesOf({ ...state, entries, people, cards: [] });
  return { ...state, entries, people, cards: fitting(state.cards, left, 'first', 0) };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
