import type { DatabaseSync } from 'node:sqlite';
import type { Offset } from '../../../../protocol/model/ids.ts';
import type { LedgerRow, Traced } from '../../../ports/store.ts';
import { type Row, text } from './columns.ts';
import { cardName } from './outbox-row.ts';

const mostRows = 200;

export interface LedgerTable {
  /** `entry` is the offset of what it tells of. */
  add(row: LedgerRow, entry?: Offset): void;
  /** Oldest first, the newest 200. */
  trace(of: Traced): LedgerRow[];
  prune(before: number): void;
}

function rowOf(row: Row): LedgerRow {
  const kept: LedgerRow = JSON.parse(text(row, 'row'));
  return kept;
}

/** The ledger. What it is looked up by are columns, the rest is JSON. */
export function ledgerTable(db: DatabaseSync): LedgerTable {
  const insert = db.prepare(
    'INSERT INTO ledger (at, room, about, entry, delivery, row) VALUES (:at, :room, :about, :entry, :delivery, :row)',
  );
  const newest = (where: string) =>
    db.prepare(`SELECT row FROM ledger WHERE ${where} ORDER BY seq DESC LIMIT ${mostRows}`);
  const ofDelivery = newest('delivery = ?');
  const ofCard = newest('about = ? AND room = ?');
  const ofEntry = newest('entry = ? AND room = ?');
  const prune = db.prepare('DELETE FROM ledger WHERE at < ?');

  function read(of: Traced): Row[] {
    if ('delivery' in of) return ofDelivery.all(of.delivery);
    return 'card' in of ? ofCard.all(cardName(of.card), of.room) : ofEntry.all(of.entry, of.room);
  }

  return {
    add(row, offset) {
      const { at, room, delivery = null } = row;
      const entry = offset ?? null;
      const about = row.about ? cardName(row.about) : null;
      insert.run({ at, room, about, entry, delivery, row: JSON.stringify({ ...row, entry: offset }) });
    },
    trace: (of) => read(of).map(rowOf).toReversed(),
    prune(before) {
      prune.run(before);
    },
  };
}
