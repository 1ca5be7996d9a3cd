import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { Epoch } from '../../../../protocol/model/ids.ts';
import type { Change, CommitResult, Store, StoreUnavailable } from '../../../ports/store.ts';
import { auditTable } from './audit.ts';
import { applyChange, type Tables } from './change.ts';
import { openDatabase } from './database.ts';
import { feedTable } from './feeds.ts';
import { groupCommit } from './group-commit.ts';
import { ledgerTable } from './ledger.ts';
import { outboxTable } from './outbox.ts';
import { thingTable } from './things.ts';
import { transactOn } from './transaction.ts';

const dayMs = 86_400_000;
const sweepEvery = 500;
const entriesKept = 5000;

interface SqliteOptions {
  /** Mints 32 hex digits. */
  readonly epoch: () => string;
  /** Told, once, that an fsync has failed: from now on nothing can be committed, and only a restart helps. */
  readonly onBroken?: (error: StoreUnavailable) => void;
}

/** Drops what is older than the port promises to keep. */
function sweep({ feeds, things, outbox, ledger }: Tables, at: number): void {
  feeds.prune(at - dayMs, entriesKept);
  things.pruneOutcomes(at - 8 * dayMs);
  outbox.prune(at - 7 * dayMs);
  ledger.prune(at - 14 * dayMs);
}

/** A store on an open database, which it closes. Deliveries that were under lease when its last user died are unsure now. */
export function storeOn(db: DatabaseSync, { epoch, onBroken = () => {} }: SqliteOptions): Store {
  const transact = transactOn(db, onBroken);
  const things = thingTable(db);
  const feeds = feedTable(db, () => z.parse(Epoch, epoch()));
  const outbox = outboxTable(db);
  const ledger = ledgerTable(db);
  const tables = { things, feeds, outbox, ledger, audit: auditTable(db) };
  let committed = 0;

  function apply(change: Change): CommitResult {
    const result = applyChange(tables, change);
    if (result.state === 'committed') committed += 1;
    if (result.state === 'committed' && committed % sweepEvery === 0) sweep(tables, change.at);
    return result;
  }

  const group = groupCommit(db, transact, apply);
  transact(() => outbox.release());
  return {
    commit: (change) => group.commit(change),
    get: async (kind, id) => things.get(kind, id),
    list: async (kind, room) => things.list(kind, room),
    feed: async (room, part, limit) => feeds.stretch(room, part, limit),
    due: async (now, leaseMs, limit, fits) => transact(() => outbox.due(now, leaseMs, limit, fits)),
    async trace(of) {
      const rows = ledger.trace(of);
      return { rows, deliveries: outbox.trace(of, [...new Set(rows.flatMap(({ delivery }) => delivery ?? []))]) };
    },
    async close() {
      group.end();
      if (db.isOpen) db.close();
    },
  };
}

/**
 * The store in one SQLite file, made where it is not there; for one process at a time. Fails with StoreRefused where the file
 * cannot be written, is damaged, or was made by a newer Shiproom.
 */
export async function openSqliteStore({ file, ...options }: SqliteOptions & { readonly file: string }): Promise<Store> {
  const db = openDatabase(file);
  try {
    return storeOn(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}
