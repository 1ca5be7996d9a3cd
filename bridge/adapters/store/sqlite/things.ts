import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { RoomId } from '../../../../protocol/model/ids.ts';
import type { Kept, Kind, Put } from '../../../ports/store.ts';
import type { Things } from '../../../ports/things.ts';
import { integer, type Row, text } from './columns.ts';

/**
 * The value as it was put. It is not validated again: only this file's `put` writes the column, from a value of that type, a
 * changed shape is a migration, and validating made a card four times as dear to read on each `session/hello`.
 */
function kept<K extends Kind>(kind: K, row: Row): Kept<K> {
  const value: Things[K] = JSON.parse(text(row, 'value'));
  const room = row['room'] === null ? {} : { room: z.parse(RoomId, row['room']) };
  return { kind, id: text(row, 'id'), ...room, version: integer(row, 'version'), value };
}

export interface ThingTable {
  get<K extends Kind>(kind: K, id: string): Kept<K> | undefined;
  version(kind: Kind, id: string): number;
  list<K extends Kind>(kind: K, room?: RoomId): Kept<K>[];
  /** Puts where the kept version is still `after`; false where it is not. */
  put(put: Put): boolean;
  pruneOutcomes(before: number): void;
}

/** Things by kind and id. */
export function thingTable(db: DatabaseSync): ThingTable {
  const one = db.prepare('SELECT id, room, version, value FROM thing WHERE kind = ? AND id = ?');
  const version = db.prepare('SELECT version FROM thing WHERE kind = ? AND id = ?');
  const all = db.prepare('SELECT id, room, version, value FROM thing WHERE kind = ? ORDER BY id');
  const ofRoom = db.prepare('SELECT id, room, version, value FROM thing WHERE kind = ? AND room = ? ORDER BY id');
  const insert = db.prepare('INSERT INTO thing VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING');
  const update = db.prepare(
    'UPDATE thing SET room = ?, value = ?, version = version + 1 WHERE kind = ? AND id = ? AND version = ?',
  );
  // Without being told so, SQLite takes the primary key's index, and reads every outcome that there is.
  const prune = db.prepare(`DELETE FROM thing INDEXED BY outcome_age WHERE kind = 'outcome' AND value ->> 'at' < ?`);

  return {
    get(kind, id) {
      const row = one.get(kind, id);
      return row && kept(kind, row);
    },
    version(kind, id) {
      const row = version.get(kind, id);
      return row ? integer(row, 'version') : 0;
    },
    list(kind, room) {
      const rows = room === undefined ? all.all(kind) : ofRoom.all(kind, room);
      return rows.map((row) => kept(kind, row));
    },
    put({ kind, id, room = null, after, value }) {
      const json = JSON.stringify(value);
      const done = after === 0 ? insert.run(kind, id, room, json) : update.run(room, json, kind, id, after);
      return done.changes === 1;
    },
    pruneOutcomes(before) {
      prune.run(before);
    },
  };
}
