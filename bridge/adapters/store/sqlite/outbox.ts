import type { DatabaseSync } from 'node:sqlite';
import type { Offset } from '../../../../protocol/model/ids.ts';
import type { Delivery, NewDelivery, Settled, Traced } from '../../../ports/store.ts';
import { asked, lapsed, leased, type Row as Kept, settledRow } from '../row.ts';
import { integer, type Row } from './columns.ts';
import { cardName, columnNames, columnsOf, keptRow } from './outbox-row.ts';

export interface OutboxTable {
  /** `entry` is the offset of what it tells of. */
  ask(wish: NewDelivery, entry: Offset | undefined): void;
  settle(settled: Settled, at: number): void;
  due(now: number, leaseMs: number, limit: number, fits?: (delivery: Delivery) => boolean): Delivery[];
  /** Those of a trace, and `others` by their ids. */
  trace(of: Traced, others: readonly string[]): Delivery[];
  /** Ends all leases, for whoever held them is dead. */
  release(): void;
  /** Drops messages that ended before `before`. What is edited in place stays: it knows the message to edit. */
  prune(before: number): void;
}

const open = `state IN ('waiting', 'unsure')`;
const mostMessages = 200;

/**
 * Of each lane with open rows, found by leaps over the index, the one whose turn it is: none while any is under lease; past a calm one that
 * stands already; and a calm one that does not, once another comes after it.
 */
const heads = `
  WITH RECURSIVE lanes (lane) AS (
    SELECT min(lane) FROM delivery WHERE ${open}
    UNION ALL
    SELECT (SELECT min(lane) FROM delivery WHERE ${open} AND lane > lanes.lane) FROM lanes WHERE lane IS NOT NULL
  )
  SELECT delivery.* FROM lanes JOIN delivery ON delivery.seq = (
    SELECT seq FROM delivery AS row WHERE ${open} AND row.lane = lanes.lane
      AND (row.posted IS NULL OR coalesce(row.calm_until, 0) <= :now)
    ORDER BY row.seq LIMIT 1)
  WHERE lanes.lane IS NOT NULL AND delivery.not_before <= :now
    AND (coalesce(delivery.calm_until, 0) <= :now
      OR EXISTS (SELECT 1 FROM delivery AS other WHERE ${open} AND other.lane = lanes.lane AND other.seq != delivery.seq))
    AND NOT EXISTS (SELECT 1 FROM delivery AS held WHERE held.leased_until > :now AND held.lane = lanes.lane)
  ORDER BY delivery.queued_at, delivery.seq`;

const names = columnNames.join(', ');
const values = columnNames.map((name) => `:${name}`).join(', ');
const sets = columnNames.filter((name) => name !== 'id').map((name) => `${name} = :${name}`);

function statements(db: DatabaseSync) {
  return {
    one: db.prepare('SELECT * FROM delivery WHERE id = ?'),
    insert: db.prepare(`INSERT INTO delivery (${names}) VALUES (${values})`),
    update: db.prepare(`UPDATE delivery SET ${sets.join(', ')} WHERE id = :id`),
    heads: db.prepare(heads),
    release: db.prepare(
      `UPDATE delivery SET state = 'unsure', attempts = 0, leased_until = NULL WHERE leased_until IS NOT NULL`,
    ),
    ofCard: db.prepare(
      `SELECT * FROM delivery WHERE about = :about AND room = :room AND (task ->> 'type' != 'message' OR seq IN (
         SELECT seq FROM delivery WHERE about = :about AND room = :room AND task ->> 'type' = 'message'
         ORDER BY seq DESC LIMIT ${mostMessages}))`,
    ),
    ofEntry: db.prepare('SELECT * FROM delivery WHERE entry = ? AND room = ?'),
    prune: db.prepare(
      `DELETE FROM delivery WHERE state IN ('sent', 'dead', 'superseded') AND settled_at < ? AND task ->> 'type' = 'message'`,
    ),
  };
}

/** The outbox. `seq` is the order of a lane. */
export function outboxTable(db: DatabaseSync): OutboxTable {
  const { one, insert, update, heads: turns, release, ofCard, ofEntry, prune } = statements(db);

  const keep = (row: Kept) => update.run(columnsOf(row));

  function byIds(ids: readonly string[]): Row[] {
    const rows = ids.map((id) => one.get(id));
    return rows.filter((row) => row !== undefined);
  }

  function read(of: Traced): Row[] {
    if ('delivery' in of) return byIds([of.delivery]);
    return 'card' in of ? ofCard.all({ about: cardName(of.card), room: of.room }) : ofEntry.all(of.entry, of.room);
  }

  return {
    ask(wish, entry) {
      const kept = one.get(wish.id);
      const row = asked(kept && keptRow(kept), wish, entry);
      if (kept) keep(row);
      else insert.run(columnsOf(row));
    },
    settle(settled, at) {
      const kept = one.get(settled.id);
      if (!kept) throw new Error(`There is no delivery ${settled.id} to settle.`);
      keep(settledRow(keptRow(kept), settled, at));
    },
    due(now, leaseMs, limit, fits = () => true) {
      const given: Delivery[] = [];
      if (limit <= 0) return given;
      for (const turn of turns.all({ now })) {
        const row = keptRow(turn);
        if (!fits(lapsed(row).delivery)) continue;
        const taken = leased(row, now + leaseMs);
        keep(taken);
        given.push(taken.delivery);
        if (given.length >= limit) break;
      }
      return given;
    },
    trace(of, others) {
      const rows = [...read(of), ...byIds(others)];
      const ordered = new Map(rows.map((row) => [integer(row, 'seq'), row]));
      return [...ordered].toSorted(([a], [b]) => a - b).map(([, row]) => keptRow(row).delivery);
    },
    release() {
      release.run();
    },
    prune(before) {
      prune.run(before);
    },
  };
}
