import { describe, expect, it } from 'vitest';
import { noReader, type Reader } from '../../media/reader.ts';
import { sorted, worthOf } from '../../media/sorting.ts';
import { isDiff } from '../../media/unified-diff.ts';
import type { Excerpt } from '../../protocol/model/excerpt.ts';
import type { Block } from '../../protocol/model/message.ts';
import { key, sha } from '../support/samples.ts';
import { all, button, mount, nameOf, one, settled, wishes, words } from './dom.ts';

const text = (value: string) => ({ type: 'text' as const, text: value });
const editor: Reader = { ...noReader, place: 'editor' };
const shown = (block: Block, reader: Reader = editor) =>
  mount('shiproom-message', { message: { text: '', blocks: [block] }, reader });
const table = (header: string[], ...rows: string[][]): Block & { type: 'table' } => ({
  type: 'table',
  header,
  rows: rows.map((row) => row.map((cell) => [text(cell)])),
});

describe('a table', () => {
  const jobs = table(['Job', 'Took'], ['unit', '2 min 5 s'], ['lint', '48 s'], ['e2e', '1 h 3 min'], ['docs', '']);
  const column = (root: ParentNode, at: number) => all(root, 'tbody tr').map((row) => words(row.children[at] ?? row));

  it('is sorted by a column: rising, falling, and as it came', async () => {
    const element = await shown(jobs);
    const [, took] = all(element, 'th');
    const seen: unknown[] = [];
    for (let time = 0; time < 3; time += 1) {
      button(element, 'Took').click();
      await settled();
      seen.push([took?.getAttribute('aria-sort'), column(element, 0)]);
    }
    expect(seen).toEqual([
      ['ascending', ['lint', 'unit', 'e2e', 'docs']],
      ['descending', ['e2e', 'unit', 'lint', 'docs']],
      ['none', ['unit', 'lint', 'e2e', 'docs']],
    ]);
    button(element, 'Job').click();
    await settled();
    expect(column(element, 0)).toEqual(['docs', 'e2e', 'lint', 'unit']);
    expect(all(element, 'th').map((each) => each.getAttribute('aria-sort'))).toEqual(['ascending', 'none']);
  });

  it('has no buttons where there is nothing to sort', async () => {
    expect(all(await shown(table(['Job'], ['unit'])), 'th button')).toEqual([]);
  });

  it('keeps the order of equals, and takes words where not all are numbers', () => {
    const { rows } = table(['a', 'b'], ['x', '1'], ['y', '1'], ['z', '0']);
    const order = (by: Parameters<typeof sorted>[1]) => sorted(rows, by).map(([first]) => first?.[0]?.text);
    expect(order({ column: 1, order: 'ascending' })).toEqual(['z', 'x', 'y']);
    expect(order({ column: 1, order: 'descending' })).toEqual(['x', 'y', 'z']);
    const mixed = table(['a'], ['run 10'], ['run 9'], ['none']);
    expect(sorted(mixed.rows, { column: 0, order: 'ascending' }).map(([cell]) => cell?.[0]?.text)).toEqual([
      'none',
      'run 9',
      'run 10',
    ]);
  });

  it('knows what numbers and durations are worth', () => {
    const worth = ['1,204', '-3', '−3', '12 %', '#41', '850 ms', '1.5 s', '2 min 5 s', '1h3m', '3 h ago', 'just now'];
    expect(worth.map(worthOf)).toEqual([1204, -3, -3, 12, 41, 850, 1500, 125_000, 3_780_000, 10_800_000, 0]);
    expect(['', 'main', '3 apples', 'v1.2', '1.2.3', 'abc1234'].map(worthOf)).toEqual(Array(6).fill(undefined));
  });
});

describe('places in files', () => {
  const everywhere: Block[] = [
    { type: 'paragraph', children: [text('see src/a.ts:12:3, please')] },
    { type: 'paragraph', children: [{ type: 'code', text: 'src/a.ts:12:3' }] },
    { type: 'code', text: 'at sum (src/a.ts:12:3)' },
    { type: 'table', header: ['Where'], rows: [[[text('src/a.ts:12:3')]]] },
    { type: 'list', ordered: false, items: [[{ ...text('src/a.ts:12:3'), style: 'strong' }]] },
  ];

  it.each(everywhere)('open in an editor, wherever they stand: $type', async (block) => {
    const element = await shown(block);
    const wished = wishes(element);
    button(element, 'src/a.ts:12:3').click();
    expect(wished).toEqual([{ type: 'open-place', file: 'src/a.ts', line: 12, column: 3 }]);
    const page = await shown(block, noReader);
    expect(all(page, '.place')).toEqual([]);
    expect(words(page).replaceAll(' ', '')).toBe(words(element).replaceAll(' ', ''));
  });

  it('stand in a message without a tree too', async () => {
    const element = await mount('shiproom-message', {
      message: { text: 'a.ts:1 and b.go:2', blocks: [] },
      reader: editor,
    });
    expect(all(element, '.place').map(words)).toEqual(['a.ts:1', 'b.go:2']);
    expect(one(element, 'p').textContent).toBe('a.ts:1 and b.go:2');
  });
});

describe('code', () => {
  const diff = '--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-a\n+b\n';
  const excerpt: Excerpt = {
    repository: key().repository,
    branch: key('feat/cart').branch,
    commit: sha('b'),
    path: 'src/cart.ts',
    line: 12,
    endLine: 18,
    before: [],
    after: [],
  };

  it('that is a diff opens as one, in an editor', async () => {
    const element = await shown({ type: 'code', text: diff });
    const wished = wishes(element);
    button(element, 'Open diff').click();
    expect(wished).toEqual([{ type: 'open-diff', text: diff }]);
    expect(all(await shown({ type: 'code', text: diff }, noReader), 'button').map(nameOf)).toEqual(['Copy']);
    expect([isDiff('a', 'diff'), isDiff('a', 'ts'), isDiff('', 'diff'), isDiff('--- a\n+++ b\n', undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('from a file says where it was, and is found on one’s own branch', async () => {
    const block: Block = { type: 'code', text: 'x', excerpt };
    const element = await shown(block);
    expect(words(one(element, '.from'))).toBe('src/cart.ts:12–18 · feat/cart');
    const wished = wishes(element);
    button(element, 'Open on your branch').click();
    expect(wished).toEqual([{ type: 'open-excerpt', of: excerpt, text: 'x' }]);
    const { branch: _, ...nowhere } = { ...excerpt, endLine: 12 };
    const page = await shown({ ...block, excerpt: nowhere }, noReader);
    expect(words(one(page, '.from'))).toBe('src/cart.ts:12 · bbbbbbb');
    expect(all(page, 'button').map(nameOf)).toEqual(['Copy']);
  });
});
