import { openDatabase } from '../../bridge/adapters/store/sqlite/database.ts';
import { storeOn } from '../../bridge/adapters/store/sqlite/index.ts';
import { StoreUnavailable } from '../../bridge/ports/store.ts';
import { audited, countingEpochs, message, putRoom, roomA, said } from '../contract/store-samples.ts';

/**
 * A process that writes to a store as fast as it is answered, 64 changes in flight, and prints one line for each answer:
 * `acked N OFFSET`, or `refused N`, and then it sends it again, until its patience ends. `broken` ends it with code 1, but not at once.
 */
const [file = '', first = '0', most = 'Infinity', pragma = ''] = process.argv.slice(2);

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const db = openDatabase(file);
db.exec(pragma);
const store = storeOn(db, {
  epoch: countingEpochs(),
  onBroken() {
    print('broken');
    process.exitCode = 1;
  },
});
let next = Number(first);
let patience = 3000;

async function write(n: number): Promise<boolean> {
  const name = `n${n}`;
  try {
    const result = await store.commit({
      at: n,
      key: { id: name, hash: 'h' },
      entries: [{ room: roomA, entry: said(name, n) }],
      deliveries: [message(name, name)],
      audit: [audited(name)],
    });
    const offset = result.state === 'duplicate' ? result.offsets[0] : undefined;
    print(`acked ${n} ${result.state === 'committed' ? result.entries[0]?.entry.offset : offset}`);
    return true;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    print(`refused ${n}`);
    patience -= 1;
    return false;
  }
}

async function keepWriting(): Promise<void> {
  while (next < Number(most) && patience > 0) {
    const n = next++;
    while (patience > 0 && !(await write(n)));
  }
}

await store.commit({ at: 0, puts: [putRoom(roomA)] });
print('open');
await Promise.all(Array.from({ length: 64 }, keepWriting));
await store.close();
