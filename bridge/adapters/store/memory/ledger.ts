import type { LedgerRow, Traced } from '../../../ports/store.ts';
import { copy } from './things.ts';

const mostRows = 200;

export interface Ledger {
  /** `entry` of the row is an offset. */
  add(row: LedgerRow): void;
  /** Oldest first, the newest 200. */
  trace(of: Traced): LedgerRow[];
  prune(before: number): void;
}

function isOf(row: LedgerRow, of: Traced): boolean {
  if ('delivery' in of) return row.delivery === of.delivery;
  if (row.room !== of.room) return false;
  if ('entry' in of) return row.entry === of.entry;
  return row.about?.repository === of.card.repository && row.about.branch === of.card.branch;
}

/** The ledger in memory. */
export function createLedger(): Ledger {
  let rows: LedgerRow[] = [];
  return {
    add: (row) => void rows.push(copy(row)),
    trace: (of) => copy(rows.filter((row) => isOf(row, of)).slice(-mostRows)),
    prune(before) {
      rows = rows.filter(({ at }) => at >= before);
    },
  };
}
