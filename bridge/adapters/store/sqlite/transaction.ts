import type { DatabaseSync } from 'node:sqlite';
import type { StoreUnavailable } from '../../../ports/store.ts';
import { isLasting, unavailable } from './failure.ts';

/** Does `work` in a transaction of its own and returns what it gave, once that is on the disk; else throws, and nothing was kept. */
export type Transact = <T>(work: () => T) => T;

/**
 * Transactions that write. A disk that fails, or is full, gives StoreUnavailable, and may be tried again; after a failed fsync nothing
 * is ever written any more, for a second fsync would call lost pages saved. `onBroken` is told that, once.
 */
export function transactOn(db: DatabaseSync, onBroken: (error: StoreUnavailable) => void): Transact {
  let broken: StoreUnavailable | undefined;

  return (work) => {
    if (broken) throw broken;
    try {
      db.exec('BEGIN IMMEDIATE');
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      const failure = unavailable(error);
      // SQLite has ended the transaction by itself after most failures of the disk.
      if (db.isTransaction) db.exec('ROLLBACK');
      if (failure && isLasting(error)) {
        broken = failure;
        onBroken(failure);
      }
      throw failure ?? error;
    }
  };
}
