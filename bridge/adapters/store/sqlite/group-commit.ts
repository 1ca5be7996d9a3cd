import type { DatabaseSync } from 'node:sqlite';
import { type Change, type CommitResult, StoreUnavailable } from '../../../ports/store.ts';
import { unavailable } from './failure.ts';
import type { Transact } from './transaction.ts';

type Apply = (change: Change) => CommitResult;
type Answer = () => void;

interface Waiting {
  readonly change: Change;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: unknown) => void;
}

/** A bound on how long one transaction keeps the process from everything else. */
const batchSize = 256;

export interface GroupCommit {
  commit(change: Change): Promise<CommitResult>;
  /** Commits what waits, and refuses all that comes later. */
  end(): void;
}

/** Applies one change under a savepoint, and takes it back unless it is a commit. Throws where the whole transaction has failed. */
function attempt(db: DatabaseSync, apply: Apply, { change, resolve, reject }: Waiting): Answer {
  db.exec('SAVEPOINT change');
  try {
    const result = apply(change);
    if (result.state !== 'committed') db.exec('ROLLBACK TO change');
    db.exec('RELEASE change');
    return () => resolve(result);
  } catch (error) {
    if (unavailable(error)) throw error;
    db.exec('ROLLBACK TO change; RELEASE change');
    return () => reject(error);
  }
}

/**
 * Commits changes in the order in which they were handed over; those that wait at once share a transaction and its fsync, each
 * under a savepoint. Nobody is answered before COMMIT has returned, and where it fails, everybody in it is refused.
 */
export function groupCommit(db: DatabaseSync, transact: Transact, apply: Apply): GroupCommit {
  const waiting: Waiting[] = [];
  let ended = false;

  function commitTogether(batch: readonly Waiting[]): Answer[] {
    try {
      return transact(() => batch.map((one) => attempt(db, apply, one)));
    } catch (error) {
      return batch.map(({ reject }) => reject.bind(undefined, error));
    }
  }

  function flush(): void {
    const batch = waiting.splice(0, batchSize);
    if (batch.length === 0) return;
    if (waiting.length > 0) setImmediate(flush);
    for (const answer of commitTogether(batch)) answer();
  }

  return {
    commit(change) {
      if (ended) return Promise.reject(new StoreUnavailable('The store is closed.'));
      // After the poll phase: by then every socket that had something to read has handed over its change.
      if (waiting.length === 0) setImmediate(flush);
      return new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
      });
    },
    end() {
      ended = true;
      while (waiting.length > 0) flush();
    },
  };
}
