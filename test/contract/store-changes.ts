import { describe, expect, it } from 'vitest';
import { type Change, StoreUnavailable } from '../../bridge/ports/store.ts';
import {
  audited,
  commit,
  deliveryOf,
  feedWords,
  message,
  outcomeOf,
  putPerson,
  putRoom,
  roomA,
  roomB,
  said,
  settled,
  type StoreBench,
} from './store-samples.ts';

const keyed = (id: string, hash = 'h'): Change => ({
  at: 1,
  key: { id, hash },
  outcome: { reply: id },
  puts: [],
  entries: [{ room: roomA, entry: said(id) }],
});

const say = (text: string, more: Partial<Change> = {}): Change => ({
  at: 1,
  entries: [{ room: roomA, entry: said(text) }],
  ...more,
});

/** Changes: whole or not at all, once under their key, each for itself. */
export function describeChanges(bench: () => Promise<StoreBench>): void {
  async function withRoom() {
    const opened = await bench();
    await commit(opened.store, { puts: [putRoom(roomA)] });
    return opened;
  }

  describe('changes', () => {
    it('[E1] hold message, key, thing and delivery together, also after a restart', async () => {
      const { store, reopen } = await withRoom();
      const change: Change = {
        ...keyed('k'),
        puts: [putPerson('ada', 0)],
        deliveries: [message('d')],
        audit: [audited('say')],
      };
      const result = await store.commit(change);
      const again = (await reopen?.()) ?? store;
      const stretch = await again.feed(roomA, { after: 0 }, 10);
      expect(result).toEqual({
        state: 'committed',
        entries: [{ room: roomA, epoch: stretch?.epoch, entry: stretch?.entries[0] }],
      });
      expect(await again.get('person', 'ada')).toMatchObject({ version: 1 });
      expect(await deliveryOf(again, 'd')).toMatchObject({ state: 'waiting' });
      expect(await again.commit(change)).toEqual({ state: 'duplicate', outcome: { reply: 'k' }, offsets: [1] });
    });

    it('[E2] happen once under a key, and a repeat gets the same answer', async () => {
      const { store } = await withRoom();
      await commit(store, keyed('k'));
      await commit(store, { entries: [{ room: roomA, entry: said('between') }] });
      const repeat = await store.commit({ ...keyed('k'), outcome: 'another', deliveries: [message('d')] });
      expect(repeat).toEqual({ state: 'duplicate', outcome: { reply: 'k' }, offsets: [1] });
      expect(await feedWords(store, roomA)).toEqual(['k', 'between']);
      expect(await deliveryOf(store, 'd')).toBeUndefined();
    });

    it('[E2] are refused where a key comes with another hash', async () => {
      const { store } = await withRoom();
      await commit(store, keyed('k', 'one'));
      expect(await store.commit(keyed('k', 'two'))).toEqual({ state: 'misused' });
      expect(await feedWords(store, roomA)).toEqual(['k']);
    });

    it('[E2] are told as repeats before they are told as conflicts', async () => {
      const { store } = await withRoom();
      const change: Change = { ...keyed('k'), puts: [putPerson('ada', 0)] };
      await store.commit(change);
      expect(await store.commit(change)).toMatchObject({ state: 'duplicate' });
    });

    it('[E2] of one key happen once, however many come at once', async () => {
      const { store } = await withRoom();
      const results = await Promise.all(Array.from({ length: 64 }, () => store.commit(keyed('k'))));
      expect(results.map(({ state }) => state)).toEqual([
        'committed',
        ...Array.from({ length: 63 }, () => 'duplicate'),
      ]);
      expect(await feedWords(store, roomA)).toEqual(['k']);
    });

    it('[E2] leave their key free where they were not kept', async () => {
      const { store } = await withRoom();
      const conflict = await store.commit({ ...keyed('k'), puts: [putPerson('ada', 7)] });
      expect(conflict).toMatchObject({ state: 'conflict' });
      await expect(store.commit({ ...keyed('k'), entries: [{ room: roomB, entry: said('lost') }] })).rejects.toThrow(
        'no room',
      );
      expect(await commit(store, keyed('k'))).toEqual([1]);
    });

    it('[E5] may have their answer replaced, once its result is known', async () => {
      const { store } = await withRoom();
      await commit(store, { ...keyed('k'), outcome: 'under way' });
      const kept = await store.get('outcome', 'k');
      const value = { hash: 'h', at: 1, outcome: 'under way', offsets: [1] };
      expect(kept).toEqual({ kind: 'outcome', id: 'k', version: 1, value });
      await commit(store, { puts: [{ kind: 'outcome', id: 'k', after: 1, value: { ...value, outcome: 'done' } }] });
      expect(await store.commit(keyed('k'))).toEqual({ state: 'duplicate', outcome: 'done', offsets: [1] });
    });

    it('may have no answer', async () => {
      const { store } = await withRoom();
      const change: Change = { at: 1, key: { id: 'k', hash: 'h' } };
      await commit(store, change);
      expect(await store.commit(change)).toEqual({ state: 'duplicate', outcome: undefined, offsets: [] });
    });

    it('that name a room or a delivery that is not there fail as bugs, whole', async () => {
      const { store } = await withRoom();
      const lost: Partial<Change>[] = [
        { entries: [{ room: roomB, entry: said('lost') }] },
        { settled: [settled('nobody', 'sent')] },
      ];
      for (const part of lost) {
        const change = { at: 1, puts: [putPerson('ada', 0)], deliveries: [message('d')], ...part };
        const failure: unknown = await store.commit(change).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(StoreUnavailable);
      }
      expect(await store.get('person', 'ada')).toBeUndefined();
      expect(await deliveryOf(store, 'd')).toBeUndefined();
    });

    it('[B1] that come at once fail each for itself, and leave no hole', async () => {
      const { store } = await withRoom();
      const results = await Promise.all(
        [
          say('one'),
          say('stale', { puts: [putPerson('ada', 3)] }),
          say('two', { puts: [putPerson('ada', 0)] }),
          say('bug', { settled: [settled('nobody', 'dead')] }),
          say('late', { puts: [putPerson('ada', 0)] }),
          say('three'),
        ].map((change) => outcomeOf(store.commit(change))),
      );
      expect(results.map(({ state }) => state)).toEqual([
        'committed',
        'conflict',
        'committed',
        'threw',
        'conflict',
        'committed',
      ]);
      expect(await feedWords(store, roomA)).toEqual(['one', 'two', 'three']);
      expect(await commit(store, say('four'))).toEqual([4]);
    });

    it('[E4] come in the order in which they were handed over', async () => {
      const { store } = await withRoom();
      const names = Array.from({ length: 600 }, (_, nth) => `said ${nth}`);
      await Promise.all(names.map((name) => store.commit(keyed(name))));
      expect(await feedWords(store, roomA)).toEqual(names);
    });

    it('[E1] handed over before the end are kept; later ones are refused as unavailable', async () => {
      const { store, reopen } = await withRoom();
      const results = Promise.all(['one', 'two'].map((id) => store.commit(keyed(id))));
      await store.close();
      expect((await results).map(({ state }) => state)).toEqual(['committed', 'committed']);
      await expect(store.commit(keyed('three'))).rejects.toThrow(StoreUnavailable);
      await store.close();
      const again = await reopen?.();
      expect(again && (await feedWords(again, roomA))).toEqual(again && ['one', 'two']);
    });
  });
}
