import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import type { Entry } from '../../../../protocol/model/entry.ts';
import { Epoch, type Offset, type RoomId } from '../../../../protocol/model/ids.ts';
import type { Amendment, NewEntry, Stretch } from '../../../ports/store.ts';
import { amendable, amendedEntry, rewritten, skipped } from '../amended.ts';
import { integer, type Row, text } from './columns.ts';

/** As it was appended, and not validated again: see `kept` in things.ts. Feeds are read by everybody at once after a restart. */
function entryOf(row: Row): Entry {
  const entry: Entry = JSON.parse(text(row, 'value'));
  return entry;
}

interface Placed {
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly entry: Entry;
}

export interface FeedTable {
  begin(room: RoomId): void;
  append(room: RoomId, entry: NewEntry): Placed;
  /** Undefined where there is nothing to amend. */
  amend(amendment: Amendment, at: number): Placed | undefined;
  stretch(
    room: RoomId,
    part: { readonly after: Offset } | { readonly before: Offset },
    limit: number,
  ): Stretch | undefined;
  /** Drops a feed's oldest entries, as long as they are older than `before` and not among its newest `keep`. */
  prune(before: number, keep: number): void;
}

function statements(db: DatabaseSync) {
  return {
    begin: db.prepare('INSERT INTO feed VALUES (?, ?, 0)'),
    next: db.prepare('UPDATE feed SET top = top + 1 WHERE room = ? RETURNING top, epoch'),
    append: db.prepare('INSERT INTO entry VALUES (?, ?, ?, ?)'),
    head: db.prepare(
      `SELECT epoch, top, coalesce((SELECT min(place) FROM entry WHERE entry.room = feed.room), top + 1) AS oldest
     FROM feed WHERE room = ?`,
    ),
    after: db.prepare('SELECT value FROM entry WHERE room = ? AND place > ? ORDER BY place LIMIT ?'),
    before: db.prepare('SELECT value FROM entry WHERE room = ? AND place < ? ORDER BY place DESC LIMIT ?'),
    prune: db.prepare(
      `DELETE FROM entry WHERE room = :room AND place < coalesce(
       (SELECT place FROM entry WHERE room = :room AND place <= :last AND at >= :before ORDER BY place LIMIT 1),
       :last + 1)`,
    ),
    tops: db.prepare('SELECT room, top FROM feed'),
    one: db.prepare('SELECT value FROM entry WHERE room = ? AND place = ?'),
    amended: db.prepare(
      `SELECT value FROM entry WHERE value ->> 'type' = 'amended' AND room = ? AND value ->> 'of' = ?`,
    ),
    write: db.prepare('UPDATE entry SET value = ? WHERE room = ? AND place = ?'),
  };
}

/** The rooms' feeds. The top offset is a column, so that no offset comes twice even where its entry was dropped. */
export function feedTable(db: DatabaseSync, epoch: () => Epoch): FeedTable {
  const { begin, next, append, head, after, before, prune, tops, one, amended, write } = statements(db);

  const rewrite = (room: RoomId, entry: Entry) => write.run(JSON.stringify(entry), room, entry.offset);

  function add(room: RoomId, entry: NewEntry): Placed {
    const row = next.get(room);
    if (!row) throw new Error(`There is no room ${room} to add an entry to.`);
    const placed: Entry = { ...entry, offset: integer(row, 'top') };
    append.run(room, placed.offset, placed.at, JSON.stringify(placed));
    return { room, epoch: z.parse(Epoch, row['epoch']), entry: placed };
  }

  return {
    begin(room) {
      begin.run(room, epoch());
    },
    append: add,
    amend(amendment, at) {
      const { room, offset } = amendment;
      const row = one.get(room, offset);
      const said = amendable(row && entryOf(row));
      if (!said) return undefined;
      rewrite(room, rewritten(said, amendment, at));
      for (const earlier of amended.all(room, offset)) rewrite(room, skipped(entryOf(earlier)));
      return add(room, amendedEntry(said, amendment, at));
    },
    stretch(room, part, limit) {
      const row = head.get(room);
      if (!row) return undefined;
      const rows =
        'after' in part ? after.all(room, part.after, limit) : before.all(room, part.before, limit).toReversed();
      return {
        epoch: z.parse(Epoch, row['epoch']),
        top: integer(row, 'top'),
        oldest: integer(row, 'oldest'),
        entries: rows.map(entryOf),
      };
    },
    prune(young, keep) {
      for (const row of tops.all())
        prune.run({ room: text(row, 'room'), last: integer(row, 'top') - keep, before: young });
    },
  };
}
