import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { openDatabase } from '../../../bridge/adapters/store/sqlite/database.ts';
import { openSqliteStore, storeOn } from '../../../bridge/adapters/store/sqlite/index.ts';
import { StoreUnavailable } from '../../../bridge/ports/store.ts';
import {
  commit,
  countingEpochs,
  feedWords,
  message,
  putPerson,
  putRoom,
  roomA,
  said,
} from '../../contract/store-samples.ts';
import { folders } from './folder.ts';

const folder = folders();

async function opened() {
  const file = join(await folder(), 'room.db');
  const db = openDatabase(file);
  const store = storeOn(db, { epoch: countingEpochs() });
  await commit(store, { puts: [putRoom(roomA)] });
  return { file, db, store };
}

it('[E1] runs with a write-ahead log that every commit syncs', async () => {
  const { db, store } = await opened();
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(db.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
  await store.close();
});

it('commits what waits at once in one transaction, and a storm in a few', async () => {
  const { db, store } = await opened();
  const exec = vi.spyOn(db, 'exec');
  const commits = () => exec.mock.calls.filter(([statement]) => statement === 'COMMIT').length;
  const say = (text: string) => store.commit({ at: 1, entries: [{ room: roomA, entry: said(text) }] });
  await Promise.all(Array.from({ length: 64 }, (_, nth) => say(`${nth}`)));
  expect(commits()).toBe(1);
  await Promise.all(Array.from({ length: 1000 }, (_, nth) => say(`${nth}`)));
  expect(commits()).toBeLessThanOrEqual(5);
  await store.close();
});

it('[E1] answers nobody before the commit is on the disk', async () => {
  const { file, store } = await opened();
  const other = new DatabaseSync(file, { readOnly: true });
  const seen = other.prepare('SELECT count(*) AS count FROM entry');
  const counts = await Promise.all(
    Array.from({ length: 8 }, async () => {
      await commit(store, { entries: [{ room: roomA, entry: said('x') }] });
      return seen.get();
    }),
  );
  expect(counts).toEqual(Array.from({ length: 8 }, () => ({ count: 8 })));
  other.close();
  await store.close();
});

it('is unavailable while another program writes, and goes on after it', async () => {
  const { file, store } = await opened();
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = store.commit({ at: 1, puts: [putPerson('ada', 0)] });
  await expect(refused).rejects.toThrow(StoreUnavailable);
  expect(await feedWords(store, roomA)).toEqual([]);
  other.exec('ROLLBACK');
  other.close();
  await commit(store, { puts: [putPerson('ada', 0)] });
  await store.close();
});

it('takes the offsets and versions from the file, so that two of them on one file agree', async () => {
  const { file, store } = await opened();
  const other = await openSqliteStore({ file, epoch: countingEpochs() });
  const both = [store, other, store, other];
  const offsets: number[] = [];
  for (const one of both) offsets.push(...(await commit(one, { entries: [{ room: roomA, entry: said('x') }] })));
  expect(offsets).toEqual([1, 2, 3, 4]);
  await commit(store, { puts: [putPerson('ada', 0)], deliveries: [message('d')] });
  expect(await other.commit({ at: 1, puts: [putPerson('ada', 0)] })).toMatchObject({ state: 'conflict' });
  expect(await other.due(0, 100, 1)).toMatchObject([{ id: 'd' }]);
  expect(await store.due(0, 100, 1)).toEqual([]);
  await Promise.all([store.close(), other.close()]);
});
