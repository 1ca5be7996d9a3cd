import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded, list, message, paragraph, pre, table, typed } from '../../bridge/domain/prose.ts';
import { Message } from '../../protocol/model/message.ts';

describe('what a person typed', () => {
  it('keeps the language of a fence, and takes none for a fence that goes on in its line', () => {
    const blocks = (text: string) => typed(text).blocks;
    expect(blocks('```ts\nlet a;\n```\nand\n``` c++ \nint a;\n```')).toEqual([
      { type: 'code', text: 'let a;', language: 'ts' },
      { type: 'paragraph', children: [{ type: 'text', text: 'and' }] },
      { type: 'code', text: 'int a;', language: 'c++' },
    ]);
    expect(blocks('```see the second line\na\n```\n```')).toEqual([{ type: 'code', text: 'a' }]);
    expect(blocks(`\`\`\`${'x'.repeat(41)}\na`)).toEqual([{ type: 'code', text: 'a' }]);
    const oneLine: string = JSON.stringify(blocks('```npm test```'));
    expect(oneLine).toContain('npm test');
  });

  it('reads code, fences and web addresses, and leaves the rest as it is', () => {
    expect(typed('see `npm test` at https://ci.example.com/1.\n\n```\na\n  b\n```\n*not* bold').blocks).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'see ' },
          { type: 'code', text: 'npm test' },
          { type: 'text', text: ' at ' },
          { type: 'link', text: 'https://ci.example.com/1', href: 'https://ci.example.com/1' },
          { type: 'text', text: '.' },
        ],
      },
      { type: 'code', text: 'a\n  b' },
      { type: 'paragraph', children: [{ type: 'text', text: '*not* bold' }] },
    ]);
  });

  it('[T13] makes any text a message, with its words kept and no link but http', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const read = typed(text);
        expect(read.text).toBe(text);
        expect(Message.safeParse(read).success).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a message of any length', () => {
  it('is shortened to plain words where it is too long, and else left alone', () => {
    const short = typed('hello');
    expect(bounded(short)).toBe(short);
    const long = message(...Array.from({ length: 100 }, () => paragraph('😀'.repeat(4000))));
    const cut = bounded(long);
    expect(Message.safeParse(cut).success).toBe(true);
    expect(JSON.stringify(cut).length).toBeLessThan(32_000);
    expect(cut.text.isWellFormed()).toBe(true);
    expect(cut.text.endsWith('…')).toBe(true);
  });

  it.each([
    ['one word', message(paragraph('x'.repeat(8001)))],
    ['code', message(pre('x'.repeat(8001)))],
    ['its blocks', message(...Array.from({ length: 101 }, () => paragraph('x')))],
    ['a line', message(paragraph(Array.from({ length: 501 }, () => 'x')))],
    ['a list', message(list(Array.from({ length: 201 }, () => 'x')))],
    ['a cell', message(table(['a'], [['x'.repeat(8001)]]))],
    [
      'the rows',
      message(
        table(
          ['a'],
          Array.from({ length: 201 }, () => ['x']),
        ),
      ),
    ],
    ['a header', message(table(['x'.repeat(8001)], []))],
    [
      'the columns',
      message(
        table(
          Array.from({ length: 21 }, () => 'x'),
          [],
        ),
      ),
    ],
  ])('is one that a client can read, also where only %s is too long', (_, said) => {
    expect(Message.safeParse(said).success).toBe(false);
    expect(Message.safeParse(bounded(said)).success).toBe(true);
  });
});

describe('what the bot says', () => {
  it('has plain words for whoever cannot show the tree', () => {
    const said = message(paragraph('Runs'), list(['one', 'two']), table(['Run', 'State'], [['r1', 'passed']]));
    expect(said.text).toBe('Runs\n• one\n• two\nRun · State\nr1 · passed');
  });
});
