import { describe, expect, it } from 'vitest';
import type { Change, Store } from '../../bridge/ports/store.ts';
import {
  commit,
  deliveryOf,
  message,
  mirror,
  putRoom,
  roomA,
  said,
  settled,
  type StoreBench,
} from './store-samples.ts';

const dayMs = 86_400_000;
const now = 100 * dayMs;

const keyed = (id: string, at: number): Change => ({ at, key: { id, hash: 'h' } });

/** Enough changes for the store to look for what may go. */
async function sweep(store: Store, at = now): Promise<void> {
  await Promise.all(Array.from({ length: 1000 }, () => store.commit({ at })));
}

async function fill(store: Store, ages: readonly (readonly [count: number, at: number])[]): Promise<void> {
  const entries = ages.flatMap(([count, at]) =>
    Array.from({ length: count }, () => ({ room: roomA, entry: said('x', at) })),
  );
  await commit(store, { at: now, puts: [putRoom(roomA)], entries });
}

/** What may be forgotten, and what may not. */
export function describeRetention(bench: () => Promise<StoreBench>): void {
  describe('retention', () => {
    it('[B9] drops entries older than a day, beyond the newest 5,000, and no offset comes twice', async () => {
      const { store } = await bench();
      await fill(store, [[5100, now - dayMs - 1]]);
      await sweep(store);
      const stretch = await store.feed(roomA, { after: 0 }, 2);
      expect(stretch).toMatchObject({ oldest: 101, top: 5100, entries: [{ offset: 101 }, { offset: 102 }] });
      expect(await store.feed(roomA, { before: 102 }, 5)).toMatchObject({ entries: [{ offset: 101 }] });
      expect(await store.feed(roomA, { before: 50 }, 5)).toMatchObject({ entries: [] });
      expect(await commit(store, { entries: [{ room: roomA, entry: said('next') }] })).toEqual([5101]);
    });

    it('[B9] keeps what is younger than a day, and all that came after it, so that no hole appears', async () => {
      const { store } = await bench();
      await fill(store, [
        [50, now - 2 * dayMs],
        [1, now - dayMs],
        [5100, now - 2 * dayMs],
      ]);
      await sweep(store);
      const stretch = await store.feed(roomA, { after: 0 }, 6000);
      expect(stretch).toMatchObject({ oldest: 51, top: 5151 });
      expect(stretch?.entries).toHaveLength(5101);
    });

    it('[B9] keeps the newest 5,000, however old', async () => {
      const { store } = await bench();
      await fill(store, [[5000, 1]]);
      await sweep(store);
      expect(await store.feed(roomA, { after: 0 }, 1)).toMatchObject({ oldest: 1, top: 5000 });
    });

    it('[E2] knows a key for eight days', async () => {
      const { store } = await bench();
      await commit(store, keyed('old', now - 8 * dayMs - 1));
      await commit(store, keyed('young', now - 8 * dayMs));
      await sweep(store);
      expect(await store.commit(keyed('young', now))).toMatchObject({ state: 'duplicate' });
      expect(await store.commit(keyed('old', now))).toMatchObject({ state: 'committed' });
    });

    it('[C1] forgets a message a week after its end, and a mirror never', async () => {
      const { store } = await bench();
      const old = ['sent', 'dead', 'open', 'young'].map((id) => message(id, id));
      await commit(store, { deliveries: [...old, mirror('mirror', 1)] });
      const ends = [settled('sent', 'sent', { sent: 1 }), settled('dead', 'dead'), settled('open', 'unsure')];
      await commit(store, { at: now - 7 * dayMs - 1, settled: [...ends, settled('mirror', 'sent', { sent: 1 })] });
      await commit(store, { at: now - 7 * dayMs, settled: [settled('young', 'sent', { sent: 1 })] });
      await sweep(store);
      const kept = await Promise.all(['sent', 'dead', 'open', 'young', 'mirror'].map((id) => deliveryOf(store, id)));
      expect(kept.map((row) => row?.id)).toEqual([undefined, undefined, 'open', 'young', 'mirror']);
    });
  });
}
