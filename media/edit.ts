import type { Entry } from '../protocol/model/entry.ts';
import type { PersonId } from '../protocol/model/ids.ts';
import type { RoomView } from '../protocol/wire/panel.ts';
import type { Memory } from './memory.ts';

type Said = Extract<Entry, { type: 'said' }>;

/** Whether its reader may change a message or take it back: it is theirs, was said here, and still stands. */
export const isOwn = (entry: Entry, me: PersonId | undefined): entry is Said =>
  entry.type === 'said' &&
  entry.by.type === 'person' &&
  entry.by.person.id === me &&
  !entry.origin &&
  entry.to === undefined &&
  !entry.removed;

/** Begins to change a message: the one at `offset`, else the reader's newest. The draft waits meanwhile. */
export function beginEdit(memory: Memory, room: RoomView | undefined, offset: number | undefined): Memory {
  const meant = (entry: Entry): entry is Said =>
    isOwn(entry, room?.me.id) && (offset === undefined || entry.offset === offset);
  const entry = room?.entries.findLast(meant);
  return entry ? { ...memory, edit: { offset: entry.offset, at: entry.at, text: entry.message.text } } : memory;
}

export const endEdit = ({ draft, about, open, thread }: Memory): Memory => ({ draft, about, open, thread });

/** Of a message that was taken back meanwhile no word is kept; nor is an edit where its offset means another message now. */
export function keepEdit(memory: Memory, room: RoomView | undefined): Memory {
  const { edit } = memory;
  if (!edit || !room) return memory;
  const entry = room.entries.find((each) => each.offset === edit.offset);
  const stands = entry ? entry.at === edit.at && isOwn(entry, room.me.id) : room.more && !room.reloaded;
  return stands ? memory : endEdit(memory);
}

/** Whether a message reads so already. */
export function saysSo(room: RoomView | undefined, offset: number, text: string | null): boolean {
  const entry = room?.entries.find((each) => each.offset === offset);
  return entry?.type === 'said' && entry.message.text === text;
}
