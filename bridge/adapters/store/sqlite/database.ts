import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { integer, text } from './columns.ts';
import { damaged, openingFailed, StoreRefused, unwritable } from './failure.ts';
import { migrations } from './migrations.ts';

const schemaOf = (db: DatabaseSync): number => integer(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version');

function migrate(db: DatabaseSync, file: string): void {
  db.exec('BEGIN IMMEDIATE');
  const schema = schemaOf(db);
  if (schema > migrations.length)
    throw new StoreRefused('newer', `${file} was made by a newer Shiproom. Upgrade, or restore a backup.`);
  for (const migration of migrations.slice(schema)) db.exec(migration);
  db.exec(`PRAGMA user_version = ${migrations.length}`);
  db.exec('COMMIT');
}

function prepare(db: DatabaseSync, file: string): void {
  db.exec('PRAGMA busy_timeout = 500');
  const checked = text(db.prepare('PRAGMA quick_check(1)').get() ?? {}, 'quick_check');
  if (checked !== 'ok') throw damaged(file, checked.replaceAll(/\s+/g, ' '));
  const mode = text(db.prepare('PRAGMA journal_mode = WAL').get() ?? {}, 'journal_mode');
  if (mode !== 'wal') throw unwritable(file, new Error(`its file system has no shared memory for SQLite's log`));
  // Words that were taken back are not to be found in the file either.
  db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON');
  migrate(db, file);
}

/** The file with its rights set before SQLite writes anything: its log and its index take them over. */
function touch(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw unwritable(file, error);
  }
}

/**
 * Opens or makes the file, checks it whole and brings its schema up to date; a StoreRefused says why that cannot be.
 * A commit on it is on the disk when it returns.
 */
export function openDatabase(file: string): DatabaseSync {
  touch(file);
  const db = new DatabaseSync(file);
  try {
    prepare(db, file);
  } catch (error) {
    db.close();
    throw openingFailed(file, error) ?? error;
  }
  return db;
}
