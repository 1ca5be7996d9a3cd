import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { Change, NewEntry } from '../../bridge/ports/store.ts';
import { commit, putRoom, roomA, roomB, said, type StoreBench, words } from './store-samples.ts';

const turned: NewEntry = {
  type: 'answered',
  at: 1,
  by: { id: 'ada' as PersonId, name: 'Ada' },
  line: 'status',
  message: words('green'),
};

/** What somebody said, changed or taken back by whoever said it. */
export function describeAmendments(bench: () => Promise<StoreBench>): void {
  async function withWords(...entries: NewEntry[]) {
    const opened = await bench();
    await commit(opened.store, { puts: [putRoom(roomA)], entries: entries.map((entry) => ({ room: roomA, entry })) });
    const read = async () => (await opened.store.feed(roomA, { after: 0 }, 100))?.entries;
    return { ...opened, read };
  }
  const amend = (offset: number, text?: string): Partial<Change> => ({
    amendments: [{ room: roomA, offset, ...(text === undefined ? {} : { message: words(text) }) }],
  });

  describe('amendments', () => {
    it('rewrite what is kept, and append one entry that tells of it', async () => {
      const { store, read } = await withWords(said('frist'), said('other'));
      const result = await store.commit({ at: 9, ...amend(1, 'first') });
      const amended = { type: 'amended', at: 9, of: 1, message: words('first'), offset: 3 };
      expect(result).toMatchObject({ state: 'committed', entries: [{ room: roomA, entry: amended }] });
      expect(await read()).toStrictEqual([
        { ...said('first'), offset: 1, edited: 9 },
        { ...said('other'), offset: 2 },
        amended,
      ]);
    });

    it('leave nothing of what was taken back', async () => {
      const { store, read } = await withWords(said('secret'));
      await commit(store, { at: 5, ...amend(1, 'less secret') });
      await commit(store, { at: 6, ...amend(1) });
      expect(await read()).toStrictEqual([
        { ...said(''), message: { text: '', blocks: [] }, offset: 1, edited: 5, removed: true },
        { type: 'skip', offset: 2, at: 5 },
        { type: 'amended', at: 6, of: 1, offset: 3 },
      ]);
      expect(JSON.stringify(await read())).not.toContain('secret');
    });

    it('turn earlier ones of the same entry into skips, and of no other', async () => {
      const { store, read } = await withWords(said('one'), said('two'));
      for (const [offset, text] of [
        [1, 'a'],
        [2, 'b'],
        [1, 'c'],
      ] as const)
        await commit(store, amend(offset, text));
      expect((await read())?.map(({ type }) => type)).toEqual(['said', 'said', 'skip', 'amended', 'amended']);
    });

    it('come after the entries of their change, which they may be of', async () => {
      const { store, read } = await withWords(said('one'));
      const change = { entries: [{ room: roomA, entry: said('two') }], ...amend(2, 'too') };
      expect(await commit(store, change)).toEqual([2, 3]);
      expect(await read()).toMatchObject([{}, { message: words('too') }, { type: 'amended', of: 2 }]);
    });

    it('are for those only who could read what was said', async () => {
      const { store, read } = await withWords({ ...said('psst'), to: 'bob' as PersonId } as NewEntry);
      await commit(store, amend(1, 'hush'));
      expect(await read()).toMatchObject([{ to: 'bob' }, { type: 'amended', to: 'bob' }]);
    });

    it('make nothing of what nobody said, what is not there, and what was taken back', async () => {
      const { store, read } = await withWords(said('gone'), turned);
      await commit(store, amend(1));
      const before = await read();
      for (const offset of [0, 1, 2, 3, 4]) expect(await commit(store, amend(offset, 'again'))).toEqual([]);
      expect(await commit(store, { amendments: [{ room: roomB, offset: 1 }] })).toEqual([]);
      expect(await read()).toStrictEqual(before);
    });

    it('[E2] happen once under a key', async () => {
      const { store, read } = await withWords(said('one'));
      const change: Change = { at: 1, key: { id: 'k', hash: 'h' }, ...amend(1, 'two') };
      await store.commit(change);
      expect(await store.commit(change)).toMatchObject({ state: 'duplicate', offsets: [2] });
      expect(await read()).toHaveLength(2);
    });
  });
}
