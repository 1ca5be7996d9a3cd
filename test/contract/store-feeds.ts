import { describe, expect, it } from 'vitest';
import { commit, putRoom, roomA, roomB, said, type StoreBench } from './store-samples.ts';

/** Feeds: each room its own, offsets from 1 without a hole. */
export function describeFeeds(bench: () => Promise<StoreBench>): void {
  async function withEntries(count: number) {
    const opened = await bench();
    const entries = Array.from({ length: count }, (_, nth) => ({ room: roomA, entry: said(`${nth + 1}`) }));
    await commit(opened.store, { puts: [putRoom(roomA)], entries });
    return opened;
  }

  describe('feeds', () => {
    it('are not there before their room', async () => {
      const { store } = await bench();
      expect(await store.feed(roomA, { after: 0 }, 10)).toBeUndefined();
    });

    it('begin empty, with the room', async () => {
      const { store } = await withEntries(0);
      for (const part of [{ after: 0 }, { after: 5 }, { before: 1 }])
        expect(await store.feed(roomA, part, 10)).toMatchObject({ top: 0, oldest: 1, entries: [] });
    });

    it('[B7] keep one epoch for good, each room its own', async () => {
      const { store, reopen } = await withEntries(0);
      await commit(store, { puts: [putRoom(roomB)] });
      const epochs = async (of = store) =>
        Promise.all([roomA, roomB].map(async (room) => (await of.feed(room, { after: 0 }, 1))?.epoch));
      const first = await epochs();
      expect(first[0]).toMatch(/^[0-9a-f]{32}$/);
      expect(first[1]).not.toBe(first[0]);
      await commit(store, { puts: [putRoom(roomA, 1), putRoom(roomB, 1)] });
      expect(await epochs()).toEqual(first);
      expect(await epochs(await reopen?.())).toEqual(first);
    });

    it('[B1] count from 1 without a hole, each room for itself, also after a restart', async () => {
      const { store, reopen } = await withEntries(2);
      await commit(store, { puts: [putRoom(roomB)] });
      const both = [roomB, roomA, roomB].map((room) => ({ room, entry: said('more') }));
      expect(await commit(store, { entries: both })).toEqual([1, 3, 2]);
      const again = (await reopen?.()) ?? store;
      expect(await commit(again, { entries: both })).toEqual([3, 4, 4]);
      const offsets = (await again.feed(roomA, { after: 0 }, 10))?.entries.map(({ offset }) => offset);
      expect(offsets).toEqual([1, 2, 3, 4]);
    });

    it('[B2] are read after an offset or before one, the nearest first to be taken, oldest first', async () => {
      const { store } = await withEntries(5);
      const read = async (part: { after: number } | { before: number }, limit: number) => {
        const stretch = await store.feed(roomA, part, limit);
        expect(stretch).toMatchObject({ top: 5, oldest: 1 });
        return stretch?.entries.map(({ offset }) => offset);
      };
      expect(await read({ after: 0 }, 10)).toEqual([1, 2, 3, 4, 5]);
      expect(await read({ after: 1 }, 2)).toEqual([2, 3]);
      expect(await read({ after: 4 }, 2)).toEqual([5]);
      expect(await read({ after: 5 }, 2)).toEqual([]);
      expect(await read({ after: 99 }, 2)).toEqual([]);
      expect(await read({ before: 6 }, 2)).toEqual([4, 5]);
      expect(await read({ before: 99 }, 2)).toEqual([4, 5]);
      expect(await read({ before: 3 }, 10)).toEqual([1, 2]);
      expect(await read({ before: 1 }, 10)).toEqual([]);
      expect(await read({ before: 0 }, 10)).toEqual([]);
      expect(await read({ after: 0 }, 0)).toEqual([]);
      expect(await read({ before: 6 }, 0)).toEqual([]);
    });

    it('give entries back as they were said, the callers own', async () => {
      const { store } = await bench();
      const entry = said('“ü” \u0000 \u2028 😀 </script>', 7);
      const result = await store.commit({ at: 1, puts: [putRoom(roomA)], entries: [{ room: roomA, entry }] });
      const first = await store.feed(roomA, { after: 0 }, 1);
      expect(first?.entries).toStrictEqual([{ ...entry, offset: 1 }]);
      Object.assign(first?.entries[0] ?? {}, { at: 0 });
      if (result.state === 'committed') Object.assign(result.entries[0]?.entry ?? {}, { at: 0 });
      expect((await store.feed(roomA, { after: 0 }, 1))?.entries).toStrictEqual([{ ...entry, offset: 1 }]);
    });
  });
}
