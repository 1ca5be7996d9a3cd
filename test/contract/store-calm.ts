import { describe, expect, it } from 'vitest';
import type { Delivery, Store } from '../../bridge/ports/store.ts';
import { commit, deliveryOf, message, mirror, settled, type StoreBench } from './store-samples.ts';

const ids = (due: readonly Delivery[]): string[] => due.map(({ id }) => id);
const progress = (wanted: number, queuedAt: number, calmMs = 60) => ({ ...mirror('m', wanted), queuedAt, calmMs });
const at = (wanted: number, queuedAt: number) => ({ ...mirror('m', wanted), queuedAt });

/** Progress, which may wait, and what may not. */
export function describeCalm(bench: () => Promise<StoreBench>): void {
  async function withSent(sentAt: number): Promise<Store> {
    const { store } = await bench();
    await commit(store, { deliveries: [mirror('m', 1)] });
    await commit(store, { at: sentAt, settled: [settled('m', 'sent', { sent: 1, posted: '1.5' })] });
    return store;
  }
  const dueAt = async (store: Store, now: number) => ids(await store.due(now, 1_000, 10));

  describe('calm deliveries', () => {
    it('[C2] are due so long after they are asked for, and after they were last sent', async () => {
      const store = await withSent(100);
      await commit(store, { deliveries: [progress(2, 110)] });
      expect(await deliveryOf(store, 'm')).toMatchObject({ state: 'waiting', calmUntil: 170, sentAt: 100 });
      expect(await dueAt(store, 169)).toEqual([]);
      expect(await dueAt(store, 170)).toEqual(['m']);
    });

    it('[C2] are not put off by a stream of news', async () => {
      const store = await withSent(0);
      for (const nth of [2, 3, 4, 5]) await commit(store, { deliveries: [progress(nth, nth * 20)] });
      expect(await store.due(100, 1_000, 10)).toMatchObject([{ id: 'm', wanted: 5 }]);
    });

    it('[C2] hurry once something urgent is asked for, and nothing calmer holds them then', async () => {
      const store = await withSent(0);
      await commit(store, { deliveries: [progress(2, 10), at(3, 20), progress(4, 30)] });
      expect(await deliveryOf(store, 'm')).not.toHaveProperty('calmUntil');
      expect(await dueAt(store, 30)).toEqual(['m']);
    });

    it('[C2] wait from the end of a send for what was asked for meanwhile', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [mirror('m', 1)] });
      await store.due(0, 1_000, 1);
      await commit(store, { deliveries: [progress(2, 5)] });
      await commit(store, { at: 40, settled: [settled('m', 'sent', { sent: 1, posted: '1.5' })] });
      expect(await dueAt(store, 99)).toEqual([]);
      expect(await dueAt(store, 100)).toEqual(['m']);
    });

    it('[C2] do not wait for that where it hurries', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [mirror('m', 1)] });
      await store.due(0, 1_000, 1);
      await commit(store, { deliveries: [at(2, 5), progress(3, 6)] });
      await commit(store, { at: 40, settled: [settled('m', 'sent', { sent: 1, posted: '1.5' })] });
      expect(await dueAt(store, 40)).toEqual(['m']);
    });

    it('[C3] let the others of their lane pass where they stand, and one at a time all the same', async () => {
      const store = await withSent(0);
      await commit(store, { deliveries: [progress(2, 10), message('d')] });
      expect(await dueAt(store, 20)).toEqual(['d']);
      expect(await dueAt(store, 99)).toEqual([]);
      await commit(store, { settled: [settled('d', 'sent', { sent: 1 })] });
      expect(await dueAt(store, 99)).toEqual(['m']);
    });

    it('[C3] are first where they do not stand yet, as soon as others come after them', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [progress(1, 10)] });
      expect(await dueAt(store, 20)).toEqual([]);
      await commit(store, { deliveries: [message('d')] });
      expect(await dueAt(store, 20)).toEqual(['m']);
    });
  });

  describe('amended messages', () => {
    const two = (text: string) => ({ ...message('d'), wanted: 2, queuedAt: 7, task: message(text).task });

    it('say what is wanted now, before they are sent', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [message('d'), two('news'), message('d')] });
      expect(await store.due(0, 1_000, 10)).toMatchObject([{ id: 'd', wanted: 2, task: two('news').task }]);
    });

    it('wait again after they were sent', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [message('d')] });
      await commit(store, { at: 3, settled: [settled('d', 'sent', { sent: 1, posted: '1.5' })] });
      await commit(store, { deliveries: [two('news')] });
      const row = {
        state: 'waiting',
        wanted: 2,
        sent: 1,
        posted: '1.5',
        queuedAt: 7,
        sentAt: 3,
        task: two('news').task,
      };
      expect(await store.due(0, 1_000, 10)).toMatchObject([row]);
    });

    it.each(['dead', 'superseded'] as const)('stay %s, and nothing of what they said is kept', async (state) => {
      const { store } = await bench();
      await commit(store, { deliveries: [message('d')] });
      await commit(store, { settled: [settled('d', state)] });
      await commit(store, { deliveries: [two('news')] });
      expect(await deliveryOf(store, 'd')).toMatchObject({ state, task: two('news').task });
      expect(await store.due(0, 1_000, 10)).toEqual([]);
    });
  });
}
