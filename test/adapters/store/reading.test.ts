import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../bridge/adapters/store/sqlite/index.ts';
import { readSqliteStore } from '../../../bridge/adapters/store/sqlite/reading.ts';
import { room } from '../../support/samples.ts';

let folder: string;
const file = () => join(folder, 'shiproom.db');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiproom-reading-'));
});
afterEach(() => rm(folder, { recursive: true }));

const open = () => openSqliteStore({ file: file(), epoch: () => 'a'.repeat(32) });
const place = { platform: 'memory', channel: 'general' };

describe('a store that is only read', () => {
  it('shows what is there, and changes none of it: a delivery under lease stays so', async () => {
    const store = await open();
    const message = { text: 'hi', blocks: [] };
    await store.commit({
      at: 1,
      puts: [{ kind: 'room', id: room, room, after: 0, value: { id: room, name: 'Web', repositories: [] } }],
      deliveries: [{ id: 'd', room, lane: 'l', task: { type: 'message', ...place, message }, queuedAt: 1, wanted: 1 }],
    });
    await store.due(2, 1_000, 10);
    const reading = readSqliteStore(file());
    expect((await reading?.list('room'))?.map(({ id }) => id)).toEqual([room]);
    expect(await reading?.trace({ delivery: 'd' })).toMatchObject({ deliveries: [{ id: 'd', state: 'waiting' }] });
    await reading?.close();
    expect(await store.trace({ delivery: 'd' })).toMatchObject({ deliveries: [{ state: 'waiting' }] });
    await store.close();
  });

  it('is none where there is no file, and refused where it is of another version', async () => {
    expect(readSqliteStore(file())).toBeUndefined();
    await (await open()).close();
    for (const version of [1, 999]) {
      const db = new DatabaseSync(file());
      db.exec(`PRAGMA user_version = ${version}`);
      db.close();
      expect(() => readSqliteStore(file())).toThrow('is of another version of Shiproom');
    }
  });
});
