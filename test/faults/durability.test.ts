import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../bridge/adapters/store/sqlite/database.ts';
import { storeOn } from '../../bridge/adapters/store/sqlite/index.ts';
import { StoreUnavailable } from '../../bridge/ports/store.ts';
import { folders } from '../adapters/store/folder.ts';
import { commit, countingEpochs, feedWords, outcomeOf, putRoom, roomA, said } from '../contract/store-samples.ts';
import { expectKept, write } from './durability-run.ts';

const folder = folders();
const newFile = async () => join(await folder(), 'room.db');

describe('kill -9', () => {
  const rounds = Number(process.env['F1_ROUNDS'] ?? 6);

  it(`[F1] loses nothing acknowledged and leaves no hole, ${rounds} times over`, {
    timeout: 5_000 + rounds * 2_000,
  }, async () => {
    const file = await newFile();
    const acked = new Map<number, number>();
    for (let round = 0; round < rounds; round++) {
      // Everybody sends again what was not acknowledged, and goes on.
      let first = 0;
      while (acked.has(first)) first += 1;
      const run = await write(file, { first, killAfter: 1 + ((round * 331) % 997) });
      for (const [n, offset] of run.acked) {
        expect(acked.get(n) ?? offset).toBe(offset);
        acked.set(n, offset);
      }
    }
    expect(acked.size).toBeGreaterThan(rounds * 10);
    await expectKept(file, acked);
  });
});

describe('a full disk', () => {
  it('[F4] refuses what does not fit, loses nothing, and goes on once there is room', async () => {
    const file = await newFile();
    const db = openDatabase(file);
    const store = storeOn(db, { epoch: countingEpochs() });
    await commit(store, { puts: [putRoom(roomA)], entries: [{ room: roomA, entry: said('first') }] });
    const say = (nth: number) =>
      outcomeOf(store.commit({ at: 1, entries: [{ room: roomA, entry: said(`${nth} ${'x'.repeat(2000)}`) }] }));
    db.exec(`PRAGMA max_page_count = ${Number(db.prepare('PRAGMA page_count').get()?.['page_count']) + 20}`);
    const states: string[] = [];
    for (let nth = 0; nth < 30; nth++)
      states.push(...(await Promise.all([say(nth), say(nth)])).map(({ state }) => state));
    const kept = states.filter((state) => state === 'committed').length;
    expect(kept).toBeGreaterThan(10);
    expect(states.slice(-10)).toEqual(Array.from({ length: 10 }, () => 'threw'));
    await expect(store.commit({ at: 1, entries: [{ room: roomA, entry: said('x'.repeat(8000)) }] })).rejects.toThrow(
      StoreUnavailable,
    );
    expect(await feedWords(store, roomA)).toHaveLength(1 + kept);
    db.exec('PRAGMA max_page_count = 1000000');
    expect(await say(99)).toMatchObject({ state: 'committed', entries: [{ entry: { offset: kept + 2 } }] });
    expect(await feedWords(store, roomA)).toHaveLength(2 + kept);
    await store.close();
  });
});
