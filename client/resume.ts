import type { Entry } from '../protocol/model/entry.ts';
import type { Epoch, Offset } from '../protocol/model/ids.ts';
import type { RoomState } from '../protocol/wire/methods.ts';

/** Up to where a feed is known: to `offset` of the incarnation `epoch`, without a gap. */
export interface Position {
  readonly epoch: Epoch;
  readonly offset: Offset;
}

/** What a batch of news brought. With a hole, what came after it was not taken, and the feed has to be resumed. */
export interface Followed {
  readonly fresh: readonly Entry[];
  readonly at: Position;
  readonly hole: boolean;
}

/** Takes each entry that is the next one, drops those that are known, and stops at a hole ([B4]). */
export function follow(at: Position, epoch: Epoch, entries: readonly Entry[]): Followed {
  if (epoch !== at.epoch) return { fresh: [], at, hole: true };
  const fresh: Entry[] = [];
  let last = at.offset;
  for (const entry of entries) {
    if (entry.offset <= last) continue;
    if (entry.offset > last + 1) return { fresh, at: { epoch, offset: last }, hole: true };
    fresh.push(entry);
    last = entry.offset;
  }
  return { fresh, at: { epoch, offset: last }, hole: false };
}

/** Whether the feed has more than is known, or is another one. */
export const isBehind = (at: Position, feed: { readonly epoch: Epoch; readonly top: Offset }): boolean =>
  feed.epoch !== at.epoch || feed.top > at.offset;

/** How hello's room continues what was known at `from`. */
export type Resumed =
  | { readonly type: 'continued'; readonly fresh: readonly Entry[]; readonly at: Position }
  | { readonly type: 'anew'; readonly entries: readonly Entry[]; readonly at: Position }
  /** The bridge says that it resumed, and did not. */
  | { readonly type: 'unsound' };

/**
 * Reads hello's room: what was missed, from its beginning on, or the tail of the feed ([B2]). There is no third. What does not fit into
 * hello's frame follows as news, so that the position may be short of the top.
 */
export function resume(from: Position | undefined, state: RoomState): Resumed {
  const { epoch, top, entries } = state;
  if (!from || !state.recovered) return { type: 'anew', entries: tail(entries, top), at: { epoch, offset: top } };
  const { fresh, at, hole } = follow(from, epoch, entries);
  return hole || at.offset > top ? { type: 'unsound' } : { type: 'continued', fresh, at };
}

/** The longest stretch without a hole that ends at the top. */
function tail(entries: readonly Entry[], top: Offset): readonly Entry[] {
  let first = entries.length;
  while (first > 0 && entries[first - 1]?.offset === top - (entries.length - first)) first -= 1;
  return entries.slice(first);
}
