import type { LedgerRow, Traced } from '../../../ports/store.ts';
import { copy } from './things.ts';

const mostRows = 200;

export interface Ledger {
  /** `entry` is the offset of what it tells of. */
  add(row: LedgerRow, entry: number | undefined): void;
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
    add(row, entry) {
      const { entry: index, ...kept } = copy(row);
      rows.push(entry === undefined || index === undefined ? kept : { ...kept, entry });
    },
    trace: (of) => copy(rows.filter((row) => isOf(row, of)).slice(-mostRows)),
    prune(before) {
      rows = rows.filter(({ at }) => at >= before);
    },
  };
}
