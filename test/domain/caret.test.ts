import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../bridge/app/commands/catalog.ts';
import { caretIn } from '../../bridge/domain/caret.ts';
import { quote, scan, split, written, writtenPair } from '../../bridge/domain/line-words.ts';

const specs = catalog.map((each) => each.spec);
/** What is wanted at the bar. */
const at = (text: string) => {
  const caret = text.indexOf('|');
  const found = caretIn(text.replace('|', ''), caret, specs);
  if (!found) return undefined;
  const { from, to, begun, type } = found;
  const wants = found.type === 'word' ? (found.value?.name ?? found.argument?.name) : undefined;
  return { type, from, to, begun, ...(found.type === 'word' ? { command: found.command.name, wants } : {}) };
};

describe('the caret', () => {
  it.each([
    ['/|', { type: 'command', begun: '', from: 0, to: 1 }],
    ['/ci|', { type: 'command', begun: 'ci', from: 0, to: 3 }],
    ['/ci |', { type: 'command', begun: 'ci ', from: 0 }],
    ['/CI   ru|', { type: 'command', begun: 'ci ru' }],
    ['/ci run |', { type: 'word', command: 'ci run', wants: 'branch|sha', begun: '', from: 8, to: 8 }],
    ['/ci run fe|at/x --here', { begun: 'fe', from: 8, to: 15 }],
    ['/ci run main --workflow |', { wants: 'workflow' }],
    ['/ci run --workflow tests ma|', { wants: 'branch|sha' }],
    ['/ci run main --debug |', { wants: undefined }],
    ['/ci log --job "unit te|', { wants: 'job', begun: 'unit te', from: 14, to: 22 }],
    ['/ci log --job "unit te|sts" --here', { wants: 'job', begun: 'unit te', from: 14, to: 27 }],
    ['/ci run main --input "name=a b|', { wants: 'input', begun: 'name=a b' }],
    ['/ci run main --input name="a b|', { wants: 'input', begun: 'name=a b', from: 21 }],
    ['/ci run main —he|', { begun: '--he' }],
    ['say @an|', { type: 'mention', begun: 'an', from: 4, to: 7 }],
    ['@|', { type: 'mention', begun: '' }],
  ])('in “%s” is read as the parser reads', (text, expected) => {
    expect(at(text)).toMatchObject(expected);
  });

  it.each(['|/ci', 'hello |', 'mail@an|', '/ci ru| main', '/ci log --job "unit"|', ''])(
    'in “%s” wants nothing',
    (text) => {
      expect(at(text)).toBeUndefined();
    },
  );

  it('is read in any text at any place, and what it replaces is around it', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom('/', 'ci', ' ', 'run', '--', 'input', '"', '“', '=', 'x', '@'), maxLength: 20 })
        .map((rest) => `/${rest}`),
    );
    fc.assert(
      fc.property(text, fc.nat(80), (typed, place) => {
        const caret = Math.min(place, typed.length);
        const found = caretIn(typed, caret, specs);
        if (!found) return;
        expect(found.from).toBeLessThanOrEqual(caret);
        expect(found.to).toBeGreaterThanOrEqual(caret);
        expect(found.to).toBeLessThanOrEqual(typed.length);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a word', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom('"', "'", '“', '’', '-', '–', '—', ' ', '=', 'a', '@'), maxLength: 12 }),
  );

  it('is written so that it is read as itself, or not at all', () => {
    fc.assert(
      fc.property(word, (meant) => {
        const line = written(meant);
        if (line === undefined) return;
        const words = split(line);
        expect(words).toMatchObject([{ text: meant }]);
        expect(scan(`${line} x`).words).toMatchObject([{ text: meant }, { text: 'x' }]);
      }),
      { numRuns: 2_000 },
    );
    expect([written('main'), written('a b'), written('--x'), written(`"'`)]).toEqual([
      'main',
      '"a b"',
      '"--x"',
      `“"'”`,
    ]);
    expect(quote(`"'”’`)).toBeUndefined();
  });

  it('of a name and its value is too', () => {
    fc.assert(
      fc.property(fc.constantFrom('name', 'a.b-c', 'two words', 'ü'), word, (name, value) => {
        const line = writtenPair(name, value);
        fc.pre(line !== undefined);
        expect(split(line ?? '')).toMatchObject([{ text: `${name}=${value}` }]);
      }),
    );
    expect(writtenPair('name', 'two words')).toBe('name="two words"');
  });
});
