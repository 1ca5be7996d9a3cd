import type { Entry } from '../../../../protocol/model/entry.ts';
import type { Epoch, Offset, RoomId } from '../../../../protocol/model/ids.ts';
import type { Amendment, NewEntry, Stretch } from '../../../ports/store.ts';
import { amendable, amendedEntry, rewritten, skipped } from '../amended.ts';
import { copy } from './things.ts';

interface Feed {
  readonly epoch: Epoch;
  /** Entry `offset` stands at `offset - oldest`. */
  oldest: Offset;
  readonly entries: Entry[];
}

/** A stretch asked for: after an offset, or before one. */
export type Part = { readonly after: Offset } | { readonly before: Offset };

interface Placed {
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly entry: Entry;
}

export interface Feeds {
  has(room: RoomId): boolean;
  begin(room: RoomId): void;
  append(room: RoomId, entry: NewEntry): Placed;
  /** Undefined where there is nothing to amend. */
  amend(amendment: Amendment, at: number): Placed | undefined;
  stretch(room: RoomId, part: Part, limit: number): Stretch | undefined;
  /** Drops a feed's oldest entries, as long as they are older than `before` and not among its newest `keep`. */
  prune(before: number, keep: number): void;
}

/** The rooms' feeds, in memory. */
export function createFeeds(mintEpoch: () => Epoch): Feeds {
  const feeds = new Map<RoomId, Feed>();

  function append(room: RoomId, entry: NewEntry): Placed {
    const feed = feeds.get(room);
    if (!feed) throw new Error(`There is no room ${room} to add an entry to.`);
    const placed: Entry = { ...copy(entry), offset: feed.oldest + feed.entries.length };
    feed.entries.push(placed);
    return { room, epoch: feed.epoch, entry: copy(placed) };
  }

  return {
    append,
    amend(amendment, at) {
      const { room, offset } = amendment;
      const { entries = [], oldest = 1 } = feeds.get(room) ?? {};
      const said = amendable(entries[offset - oldest]);
      if (!said) return undefined;
      entries[offset - oldest] = copy(rewritten(said, amendment, at));
      for (const [index, entry] of entries.entries())
        if (entry.type === 'amended' && entry.of === offset) entries[index] = skipped(entry);
      return append(room, amendedEntry(said, amendment, at));
    },
    has: (room) => feeds.has(room),
    begin(room) {
      if (!feeds.has(room)) feeds.set(room, { epoch: mintEpoch(), oldest: 1, entries: [] });
    },
    stretch(room, part, limit) {
      const feed = feeds.get(room);
      if (!feed) return undefined;
      const { epoch, oldest, entries } = feed;
      const at = (offset: Offset): number => Math.min(Math.max(offset - oldest, 0), entries.length);
      const from = 'after' in part ? at(part.after + 1) : Math.max(at(part.before) - limit, 0);
      const to = 'after' in part ? from + limit : at(part.before);
      return { epoch, top: oldest + entries.length - 1, oldest, entries: copy(entries.slice(from, to)) };
    },
    prune(before, keep) {
      for (const feed of feeds.values()) {
        const young = feed.entries.findIndex(({ at }) => at >= before);
        const old = Math.min(young < 0 ? feed.entries.length : young, feed.entries.length - keep);
        if (old > 0) feed.oldest += feed.entries.splice(0, old).length;
      }
    },
  };
}
