import type { RoomView } from '../../protocol/wire/panel.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { PersonId, RoomId } from '../../protocol/model/ids.ts';

/** Where it is kept how far somebody has read, over restarts of the editor too. */
export interface SeenKeep {
  seen(room: RoomId): number | undefined;
  keepSeen(room: RoomId, offset: number): Promise<void>;
}

/** How far this window's user has read in the room, and how much is unread. */
export interface Reading {
  /** The newest entry that they have seen; of a room that is new to them, all of it. */
  seen(room: RoomView): number;
  /** They have had this entry before them. */
  read(room: RoomView, offset: number): void;
  /** How many entries since are news to them. */
  unread(room: RoomView): number;
}

/** What cannot be kept is known for as long as the window lives. */
export function createReading(keep: SeenKeep): Reading {
  const known = new Map<RoomId, number>();
  const put = (room: RoomId, offset: number): void => {
    known.set(room, offset);
    keep.keepSeen(room, offset).catch(() => undefined);
  };
  const seen = ({ room, entries }: RoomView): number => {
    const newest = entries.at(-1)?.offset ?? 0;
    const last = known.get(room) ?? keep.seen(room);
    // Offsets begin anew where the history did: what was seen of another says nothing of this one.
    if (last === undefined || last > newest) put(room, newest);
    return Math.min(last ?? newest, newest);
  };
  return {
    seen,
    read: ({ room }, offset) => put(room, offset),
    unread: (room) => unread(after(room.entries, seen(room)), room.me.id),
  };
}

const after = (entries: readonly Entry[], offset: number): readonly Entry[] =>
  entries.slice(entries.findLastIndex((entry) => entry.offset <= offset) + 1);

/** How many of these entries are news to somebody: all but their own, but what they may not see, and but what changes an older one. */
export function unread(entries: readonly Entry[], me: PersonId | undefined): number {
  return entries.filter((entry) => entry.type !== 'skip' && entry.type !== 'amended' && !isBy(entry, me)).length;
}

function isBy(entry: Entry, me: PersonId | undefined): boolean {
  if (me === undefined) return false;
  if (entry.type === 'answered') return entry.by.id === me;
  return entry.type === 'said' && entry.by.type === 'person' && entry.by.person.id === me;
}
