import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../../bridge/adapters/store/sqlite/index.ts';
import { audited, commit, countingEpochs, putPerson } from '../../contract/store-samples.ts';
import { folders } from './folder.ts';

const folder = folders();

/** A store that was opened twice, with five rows of audit; answers its database. */
async function withRows(): Promise<DatabaseSync> {
  const file = join(await folder(), 'room.db');
  for (const acts of [
    ['one', 'two'],
    ['three', 'four', 'five'],
  ]) {
    const store = await openSqliteStore({ file, epoch: countingEpochs() });
    const results = acts.map((act) =>
      store.commit({ at: 1, audit: [audited(act, act === 'two' ? 'denied' : 'allowed')] }),
    );
    results.push(store.commit({ at: 1, puts: [putPerson('ada', 7)], audit: [audited('never')] }));
    await Promise.all(results);
    await commit(store, {});
    await store.close();
  }
  return new DatabaseSync(file);
}

/** The first row whose hash is not what the chain makes it; undefined where all are. */
function broken(db: DatabaseSync): unknown {
  let before = '';
  for (const { seq, row, hash } of db.prepare('SELECT seq, row, hash FROM audit ORDER BY seq').all()) {
    before = createHash('sha256')
      .update(`${before}${String(row)}`)
      .digest('hex');
    if (before !== hash) return seq;
  }
  return undefined;
}

it('[T19] chains the rows of what was committed, across restarts', async () => {
  const db = await withRows();
  const rows = db.prepare('SELECT row FROM audit ORDER BY seq').all();
  const read = rows.map(({ row }): unknown => JSON.parse(String(row)));
  expect(read).toEqual(
    ['one', 'two', 'three', 'four', 'five'].map((act) => audited(act, act === 'two' ? 'denied' : 'allowed')),
  );
  expect(broken(db)).toBeUndefined();
  db.close();
});

it.each([
  ['edited', `UPDATE audit SET row = replace(row, 'denied', 'allowed') WHERE seq = 2`, 2],
  ['taken out', 'DELETE FROM audit WHERE seq = 3', 4],
  ['turned round', 'UPDATE audit SET seq = -seq; UPDATE audit SET seq = 6 + seq', 1],
  [
    'swapped in their words',
    'UPDATE audit SET row = (SELECT row FROM audit AS other WHERE other.seq = 5 - audit.seq) WHERE seq IN (1, 4)',
    1,
  ],
])('[F51] shows that rows were %s', async (_how, tampering, seen) => {
  const db = await withRows();
  db.exec(tampering);
  expect(broken(db)).toBe(seen);
  db.close();
});
