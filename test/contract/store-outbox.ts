import { describe, expect, it } from 'vitest';
import type { Delivery, Store } from '../../bridge/ports/store.ts';
import { commit, deliveryOf, message, mirror, settled, type StoreBench } from './store-samples.ts';

const leaseMs = 100;
const ids = (due: readonly Delivery[]): string[] => due.map(({ id }) => id);

const rowsOf = (store: Store, names: readonly string[]) => Promise.all(names.map((id) => deliveryOf(store, id)));

/** The outbox: lanes in order, leases, and what is asked for again. */
export function describeOutbox(bench: () => Promise<StoreBench>): void {
  describe('the outbox', () => {
    it('holds a delivery as it was asked for', async () => {
      const { store } = await bench();
      const wish = message('d', 'lane', 3);
      await commit(store, { deliveries: [wish] });
      const row = { ...wish, state: 'waiting', notBefore: 0, attempts: 0, sent: 0 };
      expect(await deliveryOf(store, 'd')).toStrictEqual(row);
      expect(await store.due(0, leaseMs, 10)).toStrictEqual([row]);
      expect(await deliveryOf(store, 'e')).toBeUndefined();
    });

    it('[C3] gives out the oldest open delivery of each lane, and the next one when that has ended', async () => {
      const { store } = await bench();
      await commit(store, {
        deliveries: [message('z1', 'z'), message('a1', 'a'), message('z2', 'z'), message('a2', 'a')],
      });
      expect(ids(await store.due(0, leaseMs, 10))).toEqual(['z1', 'a1']);
      expect(ids(await store.due(0, leaseMs, 10))).toEqual([]);
      await commit(store, { settled: [settled('z1', 'dead', { reason: 'is_archived' }), settled('a1', 'unsure')] });
      expect(ids(await store.due(0, leaseMs, 10))).toEqual(['a1', 'z2']);
      await commit(store, {
        settled: [settled('a1', 'sent', { sent: 1, posted: '17.5' }), settled('z2', 'sent', { sent: 1 })],
      });
      expect(ids(await store.due(0, leaseMs, 10))).toEqual(['a2']);
      expect(await deliveryOf(store, 'a1')).toMatchObject({ state: 'sent', posted: '17.5', sent: 1, attempts: 1 });
      expect(await deliveryOf(store, 'z1')).toMatchObject({ state: 'dead', reason: 'is_archived' });
    });

    it('[C3] holds a lane up while its oldest waits for its time', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [message('d1'), message('d2'), message('e', 'other')] });
      await store.due(0, leaseMs, 10);
      await commit(store, { settled: [settled('d1', 'waiting', { notBefore: 50, attempts: 2 })] });
      expect(ids(await store.due(49, leaseMs, 10))).toEqual([]);
      expect(await store.due(50, leaseMs, 10)).toMatchObject([{ id: 'd1', state: 'waiting', attempts: 2 }]);
    });

    it('gives out no more than it was asked for, the oldest first', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: ['c', 'a', 'b'].map((lane) => message(lane, lane)) });
      expect(ids(await store.due(0, leaseMs, 2))).toEqual(['c', 'a']);
      expect(ids(await store.due(0, leaseMs, 2))).toEqual(['b']);
    });

    it('[C5] takes a lease that ran out for a send that may have happened', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [message('d')] });
      await store.due(0, leaseMs, 1);
      await commit(store, { settled: [settled('d', 'waiting', { attempts: 4 })] });
      expect(await store.due(1, leaseMs, 1)).toMatchObject([{ state: 'waiting', attempts: 4 }]);
      expect(await store.due(leaseMs, leaseMs, 1)).toEqual([]);
      expect(await store.due(1 + leaseMs, leaseMs, 1)).toMatchObject([{ id: 'd', state: 'unsure', attempts: 0 }]);
    });

    it('[C5] takes what was under lease when the process died for unsure, at once', async () => {
      const { store, reopen } = await bench();
      if (!reopen) return;
      await commit(store, { deliveries: [message('d1'), message('d2'), message('e', 'other')] });
      await store.due(0, leaseMs, 1);
      const again = await reopen();
      expect(await again.due(1, leaseMs, 10)).toMatchObject([
        { id: 'd1', state: 'unsure' },
        { id: 'e', state: 'waiting' },
      ]);
    });

    it('[C1] asks once for a message, however often it is asked for', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [message('d')] });
      for (const state of ['sent', 'dead'] as const) {
        await commit(store, { settled: [settled('d', state, { sent: 1 })] });
        await commit(store, { deliveries: [{ ...message('d'), queuedAt: 9 }] });
        expect(await deliveryOf(store, 'd')).toMatchObject({ state, queuedAt: 1 });
        expect(await store.due(99, leaseMs, 1)).toEqual([]);
      }
    });

    it('[C2] asks for the newest version only, and never for an older one', async () => {
      const { store } = await bench();
      for (const wanted of [1, 5, 3]) await commit(store, { deliveries: [mirror('m', wanted)] });
      expect(await store.due(0, leaseMs, 10)).toMatchObject([{ id: 'm', wanted: 5, sent: 0 }]);
    });

    it('[C2] lets a sent mirror wait again when more is wanted, and keeps its message', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [mirror('m', 1)] });
      await store.due(0, leaseMs, 1);
      await commit(store, { settled: [settled('m', 'sent', { sent: 2, posted: '17.5', notBefore: 9_000 })] });
      await commit(store, { deliveries: [mirror('m', 2)] });
      expect(await deliveryOf(store, 'm')).toMatchObject({ state: 'sent', wanted: 2 });
      await commit(store, { deliveries: [mirror('m', 3)] });
      expect(await store.due(1, leaseMs, 1)).toMatchObject([
        { id: 'm', state: 'waiting', wanted: 3, sent: 2, posted: '17.5', attempts: 0, notBefore: 0 },
      ]);
    });

    it('[C2] lets a mirror wait again of which more became wanted while it was sent', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [mirror('m', 1)] });
      await store.due(0, leaseMs, 1);
      await commit(store, { deliveries: [mirror('m', 2)] });
      expect(await store.due(1, leaseMs, 1)).toEqual([]);
      await commit(store, { settled: [settled('m', 'sent', { sent: 1, posted: '17.5', notBefore: 5 })] });
      expect(await store.due(4, leaseMs, 1)).toEqual([]);
      expect(await store.due(5, leaseMs, 1)).toMatchObject([{ state: 'waiting', wanted: 2, sent: 1, attempts: 0 }]);
    });

    it('[C1] tries a dead mirror again once a newer version is wanted', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [mirror('m', 4)] });
      const dead = settled('m', 'dead', { sent: 3, posted: '17.5', reason: 'is_archived', notBefore: 9_000 });
      await commit(store, { settled: [dead] });
      await commit(store, { deliveries: [mirror('m', 4)] });
      expect(await store.due(1, leaseMs, 1)).toEqual([]);
      await commit(store, { deliveries: [mirror('m', 5)] });
      const [due] = await store.due(1, leaseMs, 1);
      expect(due).toMatchObject({ state: 'waiting', wanted: 5, sent: 3, posted: '17.5', attempts: 0 });
      expect(due).not.toHaveProperty('reason');
    });

    it('forgets the message and the reason of a delivery that is settled without them', async () => {
      const { store } = await bench();
      await commit(store, { deliveries: [mirror('m', 1)] });
      await commit(store, { settled: [settled('m', 'waiting', { posted: '17.5', reason: 'resent' })] });
      expect(await deliveryOf(store, 'm')).toMatchObject({ posted: '17.5', reason: 'resent' });
      await commit(store, { settled: [settled('m', 'waiting')] });
      const row = await deliveryOf(store, 'm');
      expect(row).not.toHaveProperty('posted');
      expect(row).not.toHaveProperty('reason');
    });

    it('[C1] loses nothing by a restart, and keeps the order of its lanes', async () => {
      const { store, reopen } = await bench();
      await commit(store, { deliveries: [message('z'), message('a'), mirror('m', 3, 'other')] });
      await commit(store, { settled: [settled('z', 'sent', { sent: 1, posted: '1.1' })] });
      const before = await rowsOf(store, ['z', 'a', 'm']);
      const again = (await reopen?.()) ?? store;
      expect(await rowsOf(again, ['z', 'a', 'm'])).toStrictEqual(before);
      expect(ids(await again.due(1, leaseMs, 10))).toEqual(['a', 'm']);
    });
  });
}
