import { amended } from '../protocol/model/amended.ts';
import type { CardKey } from '../protocol/model/card.ts';
import type { Entry } from '../protocol/model/entry.ts';
import type { Offset } from '../protocol/model/ids.ts';
import type { RoomView } from '../protocol/wire/panel.ts';

export type PageTurn = 'older' | 'newer' | 'newest';

/** As many rows as a page lays out without a pause. */
export const windowRows = 300;
const step = 100;
/** More than this is not kept while the newest are shown: it can be read again. One branch's entries lie far apart, so more is kept for it. */
const mostKept = { all: 900, thread: 3000 };
const kept = { all: windowRows, thread: 2000 };

/** What is known of a room, and which part of it is shown. */
export interface Paged {
  readonly room?: RoomView | undefined;
  /** The newest entry of the window of rows; absent where the window follows the newest of all. */
  readonly end?: Offset | undefined;
  /** The branch that alone is shown, if any. */
  readonly thread: CardKey | null;
}

/** Whether two keys name the same card. */
export const sameCard = (a: CardKey, b: CardKey): boolean => a.repository === b.repository && a.branch === b.branch;

/** Whether something is to be shown where `thread` alone is. */
export const isIn = (thread: CardKey | null, about: CardKey | undefined): boolean =>
  thread === null || (about !== undefined && sameCard(about, thread));

/** What is known of what is to be shown. */
function shownOf({ room, thread }: Paged): readonly Entry[] {
  const known = room?.entries ?? [];
  return thread === null ? known : known.filter((entry) => 'about' in entry && isIn(thread, entry.about));
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
  const known = shownOf(state);
  const end = endIndex(known, state.end);
  const from = Math.max(0, end - windowRows);
  return { entries: known.slice(from, end), older: from, newer: known.length - end };
}

const endIndex = (known: readonly Entry[], end: number | undefined): number =>
  end === undefined ? known.length : known.findLastIndex((entry) => entry.offset <= end) + 1;

/** The window after a turn within what is known. */
export function page<S extends Paged>(state: S, towards: PageTurn): S {
  const known = shownOf(state);
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
  const shown = shownOf(grown);
  const end = endIndex(shown, state.end) - older;
  return { ...grown, end: shown[end - 1]?.offset };
}

/** Forgets the oldest while the newest are shown, so that a panel that stays open for weeks does not grow. */
export function trim<S extends Paged>(state: S): S {
  const { room } = state;
  const which = state.thread === null ? 'all' : 'thread';
  if (!room || state.end !== undefined || room.entries.length <= mostKept[which]) return state;
  return { ...state, room: { ...room, entries: room.entries.slice(-kept[which]), more: true } };
}
