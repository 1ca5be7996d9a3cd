import type { Entry } from '../../protocol/model/entry.ts';
import type { Cursor, Epoch, Offset, PersonId } from '../../protocol/model/ids.ts';

/** At most this many missed entries are made up for; beyond it a client reads the tail anew. */
export const longestResume = 500;

/** How a feed stands. `oldest` is the oldest offset still kept. */
export interface Standing {
  readonly epoch: Epoch;
  readonly top: Offset;
  readonly oldest: Offset;
}

export type Resume =
  | { readonly recovered: true; readonly after: Offset }
  | { readonly recovered: false; readonly reason?: 'epoch' | 'expired' | 'too_many' | 'future' };

/** [B2] Whether a client may go on from its cursor, or has to read the tail anew, and why. Without a cursor there is no reason. */
export function resume(cursor: Pick<Cursor, 'epoch' | 'offset'> | undefined, feed: Standing): Resume {
  if (!cursor) return { recovered: false };
  if (cursor.epoch !== feed.epoch) return { recovered: false, reason: 'epoch' };
  if (cursor.offset > feed.top) return { recovered: false, reason: 'future' };
  if (cursor.offset + 1 < feed.oldest) return { recovered: false, reason: 'expired' };
  if (feed.top - cursor.offset > longestResume) return { recovered: false, reason: 'too_many' };
  return { recovered: true, after: cursor.offset };
}

/** [B5] An entry as somebody may read it: what is for somebody else takes its place, and tells nothing. */
export const seenBy = (entry: Entry, person: PersonId): Entry =>
  isOthers(entry, person) ? { type: 'skip', offset: entry.offset, at: entry.at } : entry;

/** Whether an entry is for somebody else alone. */
export const isOthers = (entry: Entry, person: PersonId): boolean =>
  (entry.type === 'said' || entry.type === 'amended') && entry.to !== undefined && entry.to !== person;
