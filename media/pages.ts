import { amended } from '../protocol/model/amended.ts';
import type { Entry } from '../protocol/model/entry.ts';
import type { Offset } from '../protocol/model/ids.ts';
import type { RoomView } from '../protocol/wire/panel.ts';

export type PageTurn = 'older' | 'newer' | 'newest';

/** As many rows as a page lays out without a pause. */
export const windowRows = 300;
const step = 100;
/** More than this is not kept while the newest are shown: it can be read again. */
const mostKept = 900;

/** What is known of a room, and which part of it is shown. */
export interface Paged {
  readonly room?: RoomView | undefined;
  /** The newest entry of the window of rows; absent where the window follows the newest of all. */
  readonly end?: Offset | undefined;
}

/** The part of the known entries that is shown. */
export interface Window {
  readonly entries: readonly Entry[];
  /** How many known entries are older, and how many newer, than what is shown. */
  readonly older: number;
  readonly newer: number;
}

/** At most 300 entries, which end with `state.end` or else with the newest. */
export function windowOf(state: Paged): Window {
  const known = state.room?.entries ?? [];
  const end = endIndex(known, state.end);
  const from = Math.max(0, end - windowRows);
  return { entries: known.slice(from, end), older: from, newer: known.length - end };
}

const endIndex = (known: readonly Entry[], end: number | undefined): number =>
  end === undefined ? known.length : known.findLastIndex((entry) => entry.offset <= end) + 1;

/** The window after a turn within what is known. */
export function page<S extends Paged>(state: S, towards: PageTurn): S {
  const known = state.room?.entries ?? [];
  if (towards === 'newest') return trim({ ...state, end: undefined });
  const { older } = windowOf(state);
  const at = endIndex(known, state.end);
  const end = towards === 'older' ? at - Math.min(step, older) : at + step;
  return { ...state, end: end >= known.length ? undefined : known[end - 1]?.offset };
}

/** The window after older entries arrived: it moves so far towards them that what was shown stays in it where it can. */
export function afterEarlier<S extends Paged>(state: S, entries: readonly Entry[], more: boolean): S {
  const { room } = state;
  if (!room) return state;
  const first = room.entries[0]?.offset ?? Number.POSITIVE_INFINITY;
  const known = [...amended([...entries.filter((entry) => entry.offset < first), ...room.entries])];
  const grown = { ...state, room: { ...room, entries: known, more } };
  const { older } = windowOf(grown);
  if (older === 0) return grown;
  const end = endIndex(known, state.end) - older;
  return { ...grown, end: known[end - 1]?.offset };
}

/** Forgets the oldest while the newest are shown, so that a panel that stays open for weeks does not grow. */
export function trim<S extends Paged>(state: S): S {
  const { room } = state;
  if (!room || state.end !== undefined || room.entries.length <= mostKept) return state;
  return { ...state, room: { ...room, entries: room.entries.slice(-windowRows), more: true } };
}
