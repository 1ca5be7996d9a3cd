import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../ports/store.ts';
import { integer } from './columns.ts';
import { openingFailed, StoreRefused } from './failure.ts';
import { feedTable } from './feeds.ts';
import { ledgerTable } from './ledger.ts';
import { migrations } from './migrations.ts';
import { outboxTable } from './outbox.ts';
import { thingTable } from './things.ts';

export type StoreReading = Pick<Store, 'get' | 'list' | 'feed' | 'trace' | 'close'>;

/**
 * Opens a store's file to look things up in it, and changes nothing. Undefined where there is none. Fails with StoreRefused where it was
 * made by another version, or cannot be read.
 */
export function readSqliteStore(file: string): StoreReading | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readingOn(new DatabaseSync(file, { readOnly: true }), file);
  } catch (error) {
    throw openingFailed(file, error) ?? error;
  }
}

function readingOn(db: DatabaseSync, file: string): StoreReading {
  try {
    const schema = integer(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
    if (schema !== migrations.length)
      throw new StoreRefused('newer', `${file} is of another version of Shiproom: start the bridge, then ask it.`);
    const things = thingTable(db);
    const feeds = feedTable(db, () => {
      throw new Error('nothing is written here');
    });
    const outbox = outboxTable(db);
    const ledger = ledgerTable(db);
    return {
      get: async (kind, id) => things.get(kind, id),
      list: async (kind, room) => things.list(kind, room),
      feed: async (room, part, limit) => feeds.stretch(room, part, limit),
      async trace(of) {
        const rows = ledger.trace(of);
        return { rows, deliveries: outbox.trace(of, [...new Set(rows.flatMap(({ delivery }) => delivery ?? []))]) };
      },
      close: async () => db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
