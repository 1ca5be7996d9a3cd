import { describe, expect, it } from 'vitest';
import type { BranchName } from '../../protocol/model/ids.ts';
import type { LedgerRow } from '../../bridge/ports/store.ts';
import {
  cardKey,
  commit,
  message,
  mirror,
  putRoom,
  roomA,
  roomB,
  said,
  settled,
  type StoreBench,
} from './store-samples.ts';

const dayMs = 86_400_000;
const row = (event: string, more: Partial<LedgerRow> = {}): LedgerRow => ({
  at: 1,
  room: roomA,
  event,
  rule: 'by route 1',
  verdict: 'posted',
  ...more,
});
const card = { room: roomA, card: cardKey };
const other = { ...cardKey, branch: 'other' as BranchName };

/** Why something was or was not posted. */
export function describeLedger(bench: () => Promise<StoreBench>): void {
  async function withRooms() {
    const opened = await bench();
    await commit(opened.store, { puts: [putRoom(roomA), putRoom(roomB)] });
    return opened;
  }

  describe('the ledger', () => {
    it('[C1] is read back by card, by entry and by delivery, with the deliveries, also after a restart', async () => {
      const { store, reopen } = await withRooms();
      const rows = [
        row('CI failed', { about: cardKey, entry: 1, delivery: 'd' }),
        row('CI began', { about: cardKey, verdict: 'left' }),
        row('elsewhere', { about: other }),
        row('another room', { room: roomB, about: cardKey, entry: 0 }),
      ];
      await commit(store, {
        entries: [roomB, roomA].map((room) => ({ room, entry: said('x') })),
        deliveries: [mirror('m', 1), { ...message('d'), entry: 1 }],
        ledger: rows,
      });
      const again = (await reopen?.()) ?? store;
      const [failed, began] = rows.map((each, nth) => (nth === 0 || nth === 3 ? { ...each, entry: 1 } : each));
      const ids = async (of: Parameters<typeof again.trace>[0]) =>
        (await again.trace(of)).deliveries.map(({ id, entry }) => [id, entry]);
      expect((await again.trace(card)).rows).toStrictEqual([failed, began]);
      expect(await ids(card)).toEqual([
        ['m', undefined],
        ['d', 1],
      ]);
      expect((await again.trace({ room: roomA, entry: 1 })).rows).toStrictEqual([failed]);
      expect(await ids({ room: roomA, entry: 1 })).toEqual([['d', 1]]);
      expect(await ids({ room: roomB, entry: 1 })).toEqual([]);
      expect((await again.trace({ delivery: 'd' })).rows).toStrictEqual([failed]);
      expect(await ids({ delivery: 'm' })).toEqual([['m', undefined]]);
      expect(await again.trace({ delivery: 'nobody' })).toEqual({ rows: [], deliveries: [] });
    });

    it('tells of a delivery that is about something else too', async () => {
      const { store } = await withRooms();
      const digest = {
        ...message('q'),
        task: { type: 'digest', platform: 'chat', channel: 'C1', digest: 'x' },
      } as const;
      await commit(store, {
        deliveries: [digest],
        ledger: [row('held', { about: cardKey, delivery: 'q', verdict: 'later' })],
      });
      expect((await store.trace(card)).deliveries).toMatchObject([{ id: 'q', task: { type: 'digest' } }]);
    });

    it('keeps the newest 200 rows and messages of a card in sight, and its mirror', async () => {
      const { store } = await withRooms();
      const many = Array.from({ length: 250 }, (_, nth) => `${nth}`);
      await commit(store, {
        deliveries: [mirror('m', 1), ...many.map((nth) => message(`d${nth}`))],
        ledger: many.map((nth) => row(nth, { about: cardKey })),
      });
      const { rows, deliveries } = await store.trace(card);
      expect([rows.length, rows[0]?.event, rows.at(-1)?.event]).toEqual([200, '50', '249']);
      expect([deliveries.length, deliveries[0]?.id, deliveries[1]?.id]).toEqual([201, 'm', 'd50']);
    });

    it('is kept for fourteen days', async () => {
      const { store } = await withRooms();
      const now = 100 * dayMs;
      await commit(store, {
        ledger: [
          row('old', { at: now - 14 * dayMs - 1, about: cardKey }),
          row('young', { at: now - 14 * dayMs, about: cardKey }),
        ],
      });
      await Promise.all(Array.from({ length: 1000 }, () => store.commit({ at: now })));
      expect((await store.trace(card)).rows.map(({ event }) => event)).toEqual(['young']);
    });

    it('is not written where its change is not kept', async () => {
      const { store } = await withRooms();
      const change = {
        at: 1,
        ledger: [row('lost', { about: cardKey })],
        expects: [{ kind: 'person', id: 'ada', version: 3 }],
      } as const;
      expect(await store.commit(change)).toMatchObject({ state: 'conflict' });
      expect((await store.trace(card)).rows).toEqual([]);
    });

    it('asks before it leases, the oldest first, and leaves what does not fit as it was', async () => {
      const { store } = await withRooms();
      await commit(store, { deliveries: ['a', 'b', 'c'].map((lane, nth) => message(lane, lane, 5 - nth)) });
      const asked: string[] = [];
      const due = await store.due(0, 100, 1, ({ id }) => {
        asked.push(id);
        return id === 'b';
      });
      expect([asked, due.map(({ id }) => id)]).toEqual([['c', 'b'], ['b']]);
      expect(await store.due(0, 100, 10)).toMatchObject([
        { id: 'c', state: 'waiting' },
        { id: 'a', state: 'waiting' },
      ]);
      await commit(store, { settled: [settled('b', 'sent', { sent: 1 })] });
    });
  });
}
