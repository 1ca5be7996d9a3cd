import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { RoomId } from '../../../../protocol/model/ids.ts';
import type { Delivery, NewDelivery, Settled, Task } from '../../../ports/store.ts';
import { integer, type Row, text } from './columns.ts';

const State = z.enum(['waiting', 'unsure', 'sent', 'dead']);

/** The task is as it was asked for, and not validated again: see `kept` in things.ts. */
function deliveryOf(row: Row): Delivery {
  const task: Task = JSON.parse(text(row, 'task'));
  return {
    id: text(row, 'id'),
    room: z.parse(RoomId, row['room']),
    lane: text(row, 'lane'),
    task,
    state: z.parse(State, row['state']),
    queuedAt: integer(row, 'queued_at'),
    notBefore: integer(row, 'not_before'),
    attempts: integer(row, 'attempts'),
    wanted: integer(row, 'wanted'),
    sent: integer(row, 'sent'),
    ...(row['posted'] === null ? {} : { posted: text(row, 'posted') }),
    ...(row['reason'] === null ? {} : { reason: text(row, 'reason') }),
  };
}

export interface OutboxTable {
  ask(wish: NewDelivery): void;
  settle(settled: Settled, at: number): void;
  due(now: number, leaseMs: number, limit: number): Delivery[];
  get(id: string): Delivery | undefined;
  /** Ends all leases, for whoever held them is dead. */
  release(): void;
  /** Drops messages that ended before `before`. A mirror stays: it knows the message to edit. */
  prune(before: number): void;
}

/** A lease that nobody ended: what its holder had begun may have happened, and has to be looked for from the start ([C5]). */
const lapse = `
  state = iif(leased_until IS NULL, state, 'unsure'),
  attempts = iif(leased_until IS NULL, attempts, 0)`;

function statements(db: DatabaseSync) {
  return {
    revive: db.prepare(
      `UPDATE delivery SET state = 'waiting', not_before = 0, attempts = 0, reason = NULL WHERE id = :id AND (
         (state = 'sent' AND :wanted > sent) OR
         (state = 'dead' AND task ->> 'type' = 'mirror' AND :wanted > wanted))`,
    ),
    ask: db.prepare(
      `INSERT INTO delivery (id, room, lane, task, state, queued_at, not_before, attempts, wanted, sent)
       VALUES (?, ?, ?, ?, 'waiting', ?, 0, 0, ?, 0)
       ON CONFLICT (id) DO UPDATE SET wanted = max(wanted, excluded.wanted)`,
    ),
    settle: db.prepare(
      `UPDATE delivery SET state = ?, not_before = ?, attempts = ?, sent = ?, posted = ?, reason = ?,
         settled_at = ?, leased_until = NULL WHERE id = ?`,
    ),
    again: db.prepare(
      `UPDATE delivery SET state = 'waiting', attempts = 0 WHERE id = ? AND state = 'sent' AND wanted > sent`,
    ),
    due: db.prepare(
      `UPDATE delivery SET ${lapse}, leased_until = :now + :leaseMs WHERE seq IN (
         SELECT one.seq
         FROM (SELECT min(seq) AS seq FROM delivery WHERE state IN ('waiting', 'unsure') GROUP BY lane) AS head
         JOIN delivery AS one ON one.seq = head.seq
         WHERE one.not_before <= :now AND coalesce(one.leased_until, 0) <= :now
         ORDER BY one.seq LIMIT :limit)
       RETURNING *`,
    ),
    one: db.prepare('SELECT * FROM delivery WHERE id = ?'),
    release: db.prepare(`UPDATE delivery SET ${lapse}, leased_until = NULL WHERE leased_until IS NOT NULL`),
    prune: db.prepare(
      `DELETE FROM delivery WHERE state IN ('sent', 'dead') AND settled_at < ? AND task ->> 'type' = 'message'`,
    ),
  };
}

/** The outbox. `seq` is the order of a lane. */
export function outboxTable(db: DatabaseSync): OutboxTable {
  const { revive, ask, settle, again, due, one, release, prune } = statements(db);

  return {
    ask({ id, room, lane, task, queuedAt, wanted }) {
      revive.run({ id, wanted });
      ask.run(id, room, lane, JSON.stringify(task), queuedAt, wanted);
    },
    settle({ id, state, notBefore, attempts, sent, posted = null, reason = null }, at) {
      const { changes } = settle.run(state, notBefore, attempts, sent, posted, reason, at, id);
      if (changes === 0) throw new Error(`There is no delivery ${id} to settle.`);
      again.run(id);
    },
    due(now, leaseMs, limit) {
      // RETURNING promises no order.
      const rows = due.all({ now, leaseMs, limit }).toSorted((a, b) => integer(a, 'seq') - integer(b, 'seq'));
      return rows.map(deliveryOf);
    },
    get(id) {
      const row = one.get(id);
      return row && deliveryOf(row);
    },
    release() {
      release.run();
    },
    prune(before) {
      prune.run(before);
    },
  };
}
