import type { Entry } from '../../../../protocol/model/entry.ts';
import type { Epoch, Offset, RoomId } from '../../../../protocol/model/ids.ts';
import type { NewEntry, Stretch } from '../../../ports/store.ts';
import { copy } from './things.ts';

interface Feed {
  readonly epoch: Epoch;
  /** Entry `offset` stands at `offset - oldest`. */
  oldest: Offset;
  readonly entries: Entry[];
}

/** A stretch asked for: after an offset, or before one. */
export type Part = { readonly after: Offset } | { readonly before: Offset };

export interface Feeds {
  has(room: RoomId): boolean;
  begin(room: RoomId): void;
  append(room: RoomId, entry: NewEntry): { room: RoomId; epoch: Epoch; entry: Entry };
  stretch(room: RoomId, part: Part, limit: number): Stretch | undefined;
  /** Drops a feed's oldest entries, as long as they are older than `before` and not among its newest `keep`. */
  prune(before: number, keep: number): void;
}

/** The rooms' feeds, in memory. */
export function createFeeds(mintEpoch: () => Epoch): Feeds {
  const feeds = new Map<RoomId, Feed>();

  return {
    has: (room) => feeds.has(room),
    begin(room) {
      if (!feeds.has(room)) feeds.set(room, { epoch: mintEpoch(), oldest: 1, entries: [] });
    },
    append(room, entry) {
      const feed = feeds.get(room);
      if (!feed) throw new Error(`There is no room ${room} to add an entry to.`);
      const placed: Entry = { ...copy(entry), offset: feed.oldest + feed.entries.length };
      feed.entries.push(placed);
      return { room, epoch: feed.epoch, entry: copy(placed) };
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
