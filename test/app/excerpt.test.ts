import { describe, expect, it } from 'vitest';
import { amend } from '../../bridge/app/feed/amend.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { Message } from '../../protocol/model/message.ts';
import type { Shown } from '../../protocol/model/excerpt.ts';
import type { Mid } from '../../protocol/model/ids.ts';
import { key, person, repository, room, sha } from '../support/samples.ts';
import { openManualWorld } from '../support/world.ts';

const mid = (number: number) => `00000000-0000-7000-9000-${String(number).padStart(12, '0')}` as Mid;
const shown = (part: Partial<Shown['of']> = {}, text = 'const a = 1;\nconst b = 2;'): Shown => ({
  of: {
    repository,
    branch: key('feat/login').branch,
    commit: sha(),
    path: 'src/a.ts',
    line: 12,
    endLine: 13,
    before: ['// before'],
    after: [],
    ...part,
  },
  text,
  language: 'typescript',
});
const token = `ghp_${'a1B2'.repeat(9)}`;

async function opened() {
  const { world } = await openManualWorld();
  const ana = person('Ana');
  const entries = async () => (await world.store.feed(room, { after: 0 }, 100))?.entries ?? [];
  return {
    world,
    entries,
    tell: (number: number, excerpt?: Shown, text = 'look at this') =>
      say(world, ana, { mid: mid(number), room, text, excerpt }),
    change: (number: number, offset: number, text: string | null) =>
      amend(world, ana, { mid: mid(number), room, offset, text }),
  };
}

describe('lines of code', () => {
  it('[M11] stand in the message as a block, and in plain words by their place', async () => {
    const { tell, entries } = await opened();
    expect(await tell(1, shown())).toMatchObject({ ok: true, value: { offset: 1 } });
    const [entry] = await entries();
    const message = Message.parse(entry?.type === 'said' ? entry.message : undefined);
    expect(message.text).toBe('look at this\nsrc/a.ts:12–13');
    expect(message.blocks.at(-1)).toEqual({
      type: 'code',
      text: 'const a = 1;\nconst b = 2;',
      language: 'typescript',
      excerpt: shown().of,
    });
  });

  it.each([
    ['excerpt.of.repository', shown({ repository: 'example.com/other' as never })],
    ['excerpt.of.endLine', shown({ line: 14 })],
    ['excerpt.of.path', shown({ path: '../outside.ts' })],
    ['excerpt.of.path', shown({ path: '/etc/passwd' })],
    ['excerpt.of.path', shown({ path: 'a\u0000b' })],
    ['excerpt.of.before', shown({ before: ['two\nlines'] })],
  ])('[M11] are refused by %s where that is none of the room’s', async (field, excerpt) => {
    const { tell, entries } = await opened();
    expect(await tell(1, excerpt)).toMatchObject({ ok: false, refusal: { field } });
    expect(await entries()).toEqual([]);
  });

  it('[M11] with a known token are refused, by its line and kind, and nothing of it is kept', async () => {
    const { world, tell, entries } = await opened();
    const refused = await tell(1, shown({}, `const a = 1;\nconst key = '${token}';`));
    expect(refused).toMatchObject({ ok: false, refusal: { slug: 'secret_found', field: 'excerpt.text' } });
    const words = JSON.stringify(refused);
    expect(words).toContain('line 13');
    expect([words, JSON.stringify(world.log.lines)].join()).not.toContain(token);
    expect(await tell(2, shown({ before: [`key: ${token}`] }))).toMatchObject({
      refusal: { message: expect.stringContaining('line 11') },
    });
    expect(await tell(3, shown({ path: `keys/${token}` }))).toMatchObject({ refusal: { slug: 'secret_found' } });
    expect(await entries()).toEqual([]);
  });

  it('are a part of what a mid stands for', async () => {
    const { tell } = await opened();
    await tell(1, shown());
    expect(await tell(1, shown())).toMatchObject({ value: { dup: true } });
    expect(await tell(1, shown({ line: 11 }))).toMatchObject({ refusal: { slug: 'idempotency_conflict' } });
    expect(await tell(1)).toMatchObject({ refusal: { slug: 'idempotency_conflict' } });
  });

  it('stay with their message where its words are changed, and their place is not said twice', async () => {
    const { tell, change, entries } = await opened();
    await tell(1, shown());
    await change(2, 1, 'look there\nsrc/a.ts:12–13');
    const [entry] = await entries();
    expect(entry).toMatchObject({ message: { text: 'look there\nsrc/a.ts:12–13' } });
    expect(entry?.type === 'said' && entry.message.blocks).toMatchObject([
      { children: [{ text: 'look there' }] },
      { type: 'code', excerpt: { line: 12 } },
    ]);
  });
});
