import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../../bridge/adapters/store/sqlite/index.ts';
import { migrations } from '../../../bridge/adapters/store/sqlite/migrations.ts';
import {
  cardKey,
  commit,
  countingEpochs,
  message,
  mirror,
  putRoom,
  roomA,
  said,
  words,
} from '../../contract/store-samples.ts';
import { folders } from './folder.ts';

const folder = folders();

/** A file of the first schema, with a card that was sent, a message that waits, and one that was under lease. */
async function ofTheFirst(): Promise<string> {
  const file = join(await folder(), 'room.db');
  const db = new DatabaseSync(file);
  db.exec(`${migrations[0] ?? ''}; PRAGMA user_version = 1`);
  const insert = db.prepare(
    `INSERT INTO delivery (id, room, lane, task, state, queued_at, not_before, attempts, wanted, sent, posted, leased_until, settled_at)
     VALUES (?, ?, ?, ?, ?, ?, 0, 0, 1, ?, ?, ?, ?)`,
  );
  const add = (wish: ReturnType<typeof message>, state: string, rest: (string | number | null)[]) =>
    insert.run(wish.id, wish.room, wish.lane, JSON.stringify(wish.task), state, wish.queuedAt, ...rest);
  add(mirror('m', 1), 'sent', [1, '17.5', null, 9]);
  add(message('d1'), 'waiting', [0, null, null, null]);
  add(message('d2', 'other'), 'waiting', [0, null, 99, null]);
  db.close();
  return file;
}

it('[F6] brings the outbox of an older version along, in its order', async () => {
  const store = await openSqliteStore({ file: await ofTheFirst(), epoch: countingEpochs() });
  const { deliveries } = await store.trace({ room: roomA, card: cardKey });
  expect(deliveries).toMatchObject([
    { id: 'm', state: 'sent', sentAt: 9, posted: '17.5' },
    { id: 'd1', state: 'waiting' },
    { id: 'd2', state: 'unsure' },
  ]);
  await commit(store, { deliveries: [{ ...mirror('m', 2), calmMs: 50, queuedAt: 10 }] });
  expect((await store.due(10, 100, 10)).map(({ id }) => id)).toEqual(['d1', 'd2']);
  await store.close();
});

it('leaves nothing in the file of what was changed or taken back', async () => {
  const file = join(await folder(), 'room.db');
  const store = await openSqliteStore({ file, epoch: countingEpochs() });
  // Longer than a page of the file: what is freed is not written over at once.
  const long = 'xyzzy-first '.repeat(1_000);
  const told = { ...message('d'), task: { ...message('d').task, message: words(long) } } as const;
  await commit(store, {
    puts: [putRoom(roomA)],
    entries: [{ room: roomA, entry: said(long) }],
    deliveries: [told],
  });
  const again = (text: string, wanted: number) => ({
    amendments: [{ room: roomA, offset: 1, message: words(text) }],
    deliveries: [{ ...told, wanted, task: { ...told.task, message: words(text) } }],
  });
  await commit(store, again('xyzzy-second', 2));
  await commit(store, again('fine', 3));
  await store.close();
  const bytes = await readFile(file, 'latin1');
  expect(bytes).toContain('fine');
  expect(bytes).not.toContain('xyzzy');
});
