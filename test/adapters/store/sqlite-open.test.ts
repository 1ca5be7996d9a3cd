import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { StoreRefused } from '../../../bridge/adapters/store/sqlite/failure.ts';
import { openSqliteStore } from '../../../bridge/adapters/store/sqlite/index.ts';
import { commit, countingEpochs, putPerson, putRoom, roomA, said } from '../../contract/store-samples.ts';
import { folders } from './folder.ts';

const folder = folders();
const isRoot = process.getuid?.() === 0;
const newFile = async () => join(await folder(), 'room.db');
const open = (file: string) => openSqliteStore({ file, epoch: countingEpochs() });

/** A store with some pages of content, closed. */
async function filled(): Promise<string> {
  const file = await newFile();
  const store = await open(file);
  const entries = Array.from({ length: 400 }, (_, nth) => ({ room: roomA, entry: said(`entry ${nth}`) }));
  await commit(store, { puts: [putRoom(roomA)], entries });
  await store.close();
  return file;
}

async function refusalOf(file: string): Promise<StoreRefused> {
  const failure: unknown = await open(file).then(
    (store) => store.close(),
    (error: unknown) => error,
  );
  if (failure instanceof StoreRefused) return failure;
  throw new Error(`expected a StoreRefused, got ${String(failure)}`);
}

it('makes the file, for its owner alone', async () => {
  const file = await newFile();
  const store = await open(file);
  await commit(store, { puts: [putPerson('ada', 0)] });
  const modes = await Promise.all(
    [file, `${file}-wal`, `${file}-shm`].map(async (path) => (await stat(path)).mode % 0o1000),
  );
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  await store.close();
});

it('[F6] refuses a schema newer than its own, and leaves it as it is', async () => {
  const file = await filled();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA user_version = 999');
  db.close();
  const before = await readFile(file);
  const refusal = await refusalOf(file);
  expect(refusal.reason).toBe('newer');
  expect(refusal.message).toBe(`${file} was made by a newer Shiproom. Upgrade, or restore a backup.`);
  expect(await readFile(file)).toEqual(before);
});

it('[B7] refuses a file whose pages are damaged', async () => {
  const file = await filled();
  const bytes = await readFile(file);
  bytes.fill(0xee, 4096 * 4, 4096 * 8);
  await writeFile(file, bytes);
  const refusal = await refusalOf(file);
  expect(refusal.reason).toBe('damaged');
  expect(refusal.message).toMatch(/room\.db is damaged: .+ Move it away and restore a backup\.$/);
});

it('refuses a file that is no database', async () => {
  const file = await newFile();
  await writeFile(file, 'This is not a database, whatever it is called. '.repeat(100));
  expect((await refusalOf(file)).reason).toBe('damaged');
});

it('refuses a folder that is not there, or that is itself the file', async () => {
  const file = await newFile();
  const missing = await refusalOf(join(file, 'deeper.db'));
  expect(missing.reason).toBe('unwritable');
  expect(missing.message).toMatch(/deeper\.db cannot be written: .+ Give a folder that is there/);
  await mkdir(file);
  expect((await refusalOf(file)).reason).toBe('unwritable');
});

it.skipIf(isRoot)('refuses a folder that may not be written', async () => {
  const path = await folder();
  await chmod(path, 0o500);
  expect((await refusalOf(join(path, 'room.db'))).reason).toBe('unwritable');
});

it('refuses a file that another program keeps locked', { timeout: 10_000 }, async () => {
  const file = await filled();
  const other = new DatabaseSync(file);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE mine (a)');
  const refusal = await refusalOf(file);
  other.close();
  expect(refusal.reason).toBe('busy');
  await (await open(file)).close();
});

it('refuses an epoch that is not 32 hex digits, and keeps nothing of the change', async () => {
  const store = await openSqliteStore({ file: await newFile(), epoch: () => 'short' });
  await expect(store.commit({ at: 1, puts: [putRoom(roomA)] })).rejects.toThrow('Invalid');
  expect(await store.get('room', roomA)).toBeUndefined();
  await store.close();
});
