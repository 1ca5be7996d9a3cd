import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carry, linesOf } from '../../../extension/testing/carry-line.ts';
import { matchLines } from '../../../extension/testing/line-match.ts';
import { edited, edits } from './edits.ts';

const text = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('a line in another version of its text', () => {
  it('is found where it is today, and a deleted one is gone, whatever was edited', () => {
    fc.assert(
      fc.property(edits, (script) => {
        const { old, now, places } = edited(script);
        const lines = carry(text(...old), text(...now));
        for (const [index, place] of places.entries()) {
          const there = place === undefined ? { state: 'gone' } : { state: 'kept', line: place + 1 };
          expect(lines.of(index + 1)).toMatchObject(there);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('pairs only lines that say the same, in their order, whatever the texts', () => {
    const lines = fc.array(fc.constantFrom('', '}', 'a', 'b', 'c', 'd'), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (old, now) => {
        const pairs = [...matchLines(old, now)].flatMap((to, from) => (to < 0 ? [] : [[from, to] as const]));
        for (const [from, to] of pairs) expect(now[to]).toBe(old[from]);
        const targets = pairs.map(([, to]) => to);
        expect(targets).toEqual([...new Set(targets)].toSorted((a, b) => a - b));
      }),
    );
  });

  it('is the same with another indentation, and changed with a few other characters', () => {
    const old = text('test("a", () => {', '  expect(sum(1, 2)).toBe(3);', '});');
    const now = text(
      'describe("all", () => {',
      '  test("a", () => {',
      '    expect(sum(1, 2)).toBe(4);',
      '  });',
      '});',
    );
    expect(carry(old, now).of(1)).toEqual({ state: 'kept', line: 2 });
    expect(carry(old, now).of(2)).toEqual({ state: 'changed', line: 3 });
  });

  it('is gone where something else stands in its place, which is told', () => {
    const old = text('one();', 'expect(sum(1, 2)).toBe(3);', 'three();');
    expect(carry(old, text('one();', 'return [];', 'three();')).of(2)).toEqual({ state: 'gone', line: 2 });
    expect(carry(old, text('one();', 'three();')).of(2)).toEqual({ state: 'gone', line: 2 });
    expect(carry(old, '').of(2)).toEqual({ state: 'gone', line: 1 });
  });

  it('does not mind how lines end', () => {
    expect(carry('a\nb\nc\n', '\uFEFFx\r\na\r\nb\r\nc').of(3)).toEqual({ state: 'kept', line: 4 });
    expect(linesOf('a\rb\r\nc\n')).toEqual(['a', 'b', 'c']);
  });

  it('is none where the old text is shorter', () => {
    expect(carry('a\n', 'a\n').of(2)).toBeUndefined();
  });

  it('takes little time with long texts that have nothing in common, or nothing alone of its kind', () => {
    const many = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, at) => line(at));
    const [ones, others] = [many(20_000, (at) => `a ${at % 7}`), many(20_000, (at) => `a ${(at * 3) % 7}`)];
    const began = process.cpuUsage();
    matchLines(ones, others);
    matchLines(
      many(20_000, (at) => `x ${at}`),
      many(20_000, (at) => `y ${at}`),
    );
    matchLines(
      many(20_000, (at) => `x ${at}`),
      many(20_000, (at) => `x ${19_999 - at}`),
    );
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000);
  });
});
