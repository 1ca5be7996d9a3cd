import { describe, expect, it } from 'vitest';
import { commit, oneOfEach, putPerson, putRoom, roomA, roomB, type StoreBench } from './store-samples.ts';

const expects = (version: number, id = 'ada') => [{ kind: 'person', id, version }] as const;

/** Things: kept by kind and id, each with its version. */
export function describeThings(bench: () => Promise<StoreBench>): void {
  describe('things', () => {
    it('are read back as they were put, of every kind, also after a restart', async () => {
      const { store, reopen } = await bench();
      await commit(store, { puts: oneOfEach });
      const again = (await reopen?.()) ?? store;
      for (const { after, ...put } of oneOfEach) {
        const kept = { ...put, version: after + 1 };
        expect(await again.get(put.kind, put.id)).toStrictEqual(kept);
        expect(await again.list(put.kind)).toStrictEqual([kept]);
      }
    });

    it('are not there until they are put', async () => {
      const { store } = await bench();
      expect(await store.get('person', 'ada')).toBeUndefined();
      expect(await store.list('person')).toEqual([]);
      await commit(store, { puts: [putPerson('ada', 0)] });
      expect(await store.get('code', 'ada')).toBeUndefined();
    });

    it('rise by one version with each put, also within one change', async () => {
      const { store } = await bench();
      await commit(store, { puts: [putPerson('ada', 0, 'one')] });
      await commit(store, { puts: [putPerson('ada', 1, 'two'), putPerson('ada', 2, 'three')] });
      expect(await store.get('person', 'ada')).toMatchObject({ version: 3, value: { name: 'three' } });
    });

    it('are the callers own, before and after', async () => {
      const { store } = await bench();
      const put = putPerson('ada', 0);
      await commit(store, { puts: [put] });
      Object.assign(put.value, { name: 'changed' });
      const first = await store.get('person', 'ada');
      Object.assign(first?.value ?? {}, { name: 'changed' });
      Object.assign((await store.list('person'))[0]?.value ?? {}, { name: 'changed' });
      expect(await store.get('person', 'ada')).toMatchObject({ value: { name: 'ada' } });
    });

    it('are listed by room, in the order of their ids, by code point', async () => {
      const { store } = await bench();
      const ids = ['b', '\u{1f600}', 'a', '\uff5e', 'B', 'a!'];
      await commit(store, { puts: ids.map((id) => ({ ...putPerson(id, 0), room: id === 'b' ? roomB : roomA })) });
      const idsOf = async (room?: typeof roomA) => (await store.list('person', room)).map(({ id }) => id);
      expect(await idsOf()).toEqual(['B', 'a', 'a!', 'b', '\uff5e', '\u{1f600}']);
      expect(await idsOf(roomA)).toEqual(['B', 'a', 'a!', '\uff5e', '\u{1f600}']);
      expect(await idsOf(roomB)).toEqual(['b']);
    });

    it('are not put over a version that has moved: a conflict, and nothing of the change is kept', async () => {
      const { store } = await bench();
      await commit(store, { puts: [putRoom(roomA), putPerson('ada', 0)] });
      for (const after of [0, 2])
        expect(await store.commit({ at: 1, puts: [putPerson('bob', 0), putPerson('ada', after)] })).toEqual({
          state: 'conflict',
          kind: 'person',
          id: 'ada',
        });
      expect(await store.commit({ at: 1, puts: [putPerson('bob', 1)] })).toMatchObject({
        state: 'conflict',
        id: 'bob',
      });
      expect(await store.get('person', 'bob')).toBeUndefined();
      expect(await store.get('person', 'ada')).toMatchObject({ version: 1 });
    });

    it('may be expected to stand still without being put', async () => {
      const { store } = await bench();
      await commit(store, { puts: [putPerson('ada', 0)] });
      await commit(store, { expects: expects(1), puts: [putPerson('bob', 0)] });
      await commit(store, { expects: expects(0, 'cleo'), puts: [putPerson('bob', 1)] });
      const moved = await store.commit({ at: 1, expects: expects(0), puts: [putPerson('bob', 2)] });
      expect(moved).toEqual({ state: 'conflict', kind: 'person', id: 'ada' });
      expect(await store.get('person', 'bob')).toMatchObject({ version: 2 });
    });
  });
}
