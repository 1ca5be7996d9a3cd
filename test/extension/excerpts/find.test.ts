import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLines, type Found, type Wanted } from '../../../extension/excerpts/find.ts';

const same = { changed: 0, added: 0, blanks: false };

/** A file of lines that are all different, and tell something. */
const file = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `const value${at} = compute(${(at * 7919) % 1009}, '${(at * 104_729).toString(36)}');`,
  );

/** As the sharing side takes it: lines from `line` to `endLine`. */
function wanted(lines: readonly string[], line: number, endLine: number): Wanted {
  return {
    block: lines.slice(line - 1, endLine),
    before: lines.slice(Math.max(0, line - 4), line - 1),
    after: lines.slice(endLine, endLine + 3),
    line,
  };
}

const place = fc.record({ at: fc.nat(), size: fc.integer({ min: 1, max: 8 }) }).map(({ at, size }) => {
  const line = 1 + (at % (60 - size));
  return { line, endLine: line + size - 1 };
});

describe('lines that somebody showed', () => {
  it('are found where they are, and where they have moved to', () => {
    const lines = file(40);
    const of = wanted(lines, 20, 24);
    expect(findLines(lines, of)).toEqual({ line: 20, endLine: 24, ...same });
    expect(findLines(['// new', '', ...lines], of)).toEqual({ line: 22, endLine: 26, ...same });
    expect(findLines(lines.slice(12), of)).toEqual({ line: 8, endLine: 12, ...same });
  });

  it('are found exactly, whatever lines were added or deleted outside of them', () => {
    const noise = fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.stringMatching(/^[a-z ]{0,12}$/)), { maxLength: 40 });
    fc.assert(
      fc.property(place, noise, ({ line, endLine }, changes) => {
        const before = file(60);
        const of = wanted(before, line, endLine);
        const lines: [string, boolean][] = before.map((text, at) => [text, at >= line - 1 && at < endLine]);
        for (const [where, add, text] of changes) {
          const at = where % lines.length;
          const inside = lines[at]?.[1] === true;
          if (!add && !inside) lines.splice(at, 1);
          if (add && !(inside && lines[at - 1]?.[1])) lines.splice(at, 0, [text, false]);
        }
        const expected = lines.findIndex(([, ours]) => ours) + 1;
        const found = findLines(
          lines.map(([text]) => text),
          of,
        );
        expect(found).toEqual({ line: expected, endLine: expected + endLine - line, ...same });
      }),
      { numRuns: 2_000 },
    );
  });

  it('are not found in a file that has the same lines in another order', () => {
    const order = fc.shuffledSubarray(
      Array.from({ length: 200 }, (_, at) => at),
      { minLength: 200 },
    );
    fc.assert(
      fc.property(order, fc.integer({ min: 10, max: 180 }), fc.integer({ min: 5, max: 9 }), (numbers, line, size) => {
        const lines = Array.from(
          { length: 200 },
          (_, at) => `${(at * 2_654_435_761).toString(16)}${(at * 40_503).toString(36)}`,
        );
        const of = wanted(lines, line, line + size - 1);
        const shuffled = numbers.map((at) => lines[at] ?? '');
        const found = findLines(shuffled, of);
        // By chance most of them may have stayed together: then it is no mistake.
        expect(found ? size - found.changed : size).toBeGreaterThanOrEqual(size * 0.4);
      }),
      { numRuns: 300 },
    );
    // Less than half of it in one place is not it.
    const lines = file(80).map((text, at) => (at >= 30 && at < 34 ? `${at * 7}${text.slice(0, 3)}!!` : text));
    const part = ['a();', 'b(1);', '// c', ...lines.slice(31, 34), 'return e;'];
    expect(findLines(lines, { block: part, before: [], after: [], line: 30 })).toBeUndefined();
    const reversed = file(80).toReversed();
    expect(findLines(reversed, wanted(file(80), 30, 36))).toBeUndefined();
  });

  it('are found though some of them have changed, and it is told how many', () => {
    const lines = file(40);
    const of = wanted(lines, 20, 24);
    const edited = lines
      .toSpliced(20, 1, '  totally(other);')
      .toSpliced(22, 1, lines[22]?.replace('compute', 'measure') ?? '');
    expect(findLines(['', '', ...edited], of)).toEqual({ line: 22, endLine: 26, changed: 2, added: 0, blanks: false });
    const longer = lines.toSpliced(21, 0, '// why', '// how');
    expect(findLines(longer, of)).toEqual({ line: 20, endLine: 26, changed: 0, added: 2, blanks: false });
  });

  it('that are one line are found though it has changed, beside what stood around it', () => {
    const lines = file(40);
    const of = wanted(lines, 20, 20);
    const edited = lines.toSpliced(19, 1, lines[19]?.replace('const', 'let  ') ?? '');
    expect(findLines(['', ...edited], of)).toMatchObject({ line: 21, endLine: 21, changed: 1 });
    expect(findLines(lines.toSpliced(19, 1), of)).toBeUndefined();
    const elsewhere = ['import x', 'a', 'b', edited[19] ?? '', 'c', 'd'];
    expect(findLines(elsewhere, of)).toBeUndefined();
  });

  it('are found with other blanks, and it is told that nothing else differs', () => {
    const lines = file(20);
    const deeper = lines.map((line) => `    ${line}\r`);
    expect(findLines(deeper, wanted(lines, 5, 7))).toEqual({ line: 5, endLine: 7, changed: 0, added: 0, blanks: true });
  });

  it('that say little are found by what stands around them, and not at all without it', () => {
    const lines = ['function a() {', '  one();', '}', '', 'function b() {', '  two();', '}', ''];
    const of = wanted(lines, 7, 7);
    expect(findLines(['// new', ...lines], of)).toMatchObject({ line: 8, changed: 0 });
    expect(findLines(['x {', '  y', '}'], of)).toBeUndefined();
  });

  it('of several copies are the one with the same surroundings, then the nearest', () => {
    const block = ['  save(everything);', '  close(everything);'];
    const lines = ['first {', ...block, '}', 'second {', ...block, '}', 'third {', ...block, '}'];
    for (const line of [2, 6, 10]) {
      expect(findLines(['', ...lines], wanted(lines, line, line + 1))).toMatchObject({ line: line + 1 });
    }
    const bare: Wanted = { block, before: [], after: [], line: 7 };
    expect(findLines(lines, bare)).toMatchObject<Partial<Found>>({ line: 6 });
  });

  it('are looked for in bounded time, whatever the file is', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => (at % 2 === 0 ? 'the same line again' : 'and another one'));
    const of: Wanted = { block: lines.slice(0, 100).map((line) => `${line}!`), before: [], after: [], line: 1 };
    const begun = performance.now();
    findLines(lines, of);
    const huge = Array.from({ length: 4_000 }, (_, at) => `${at % 7}`);
    expect(findLines(lines, { ...of, block: huge })).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('take no longer to find than they are long, whoever made them and the file', () => {
    const hostile = Array.from({ length: 300 }, (_, at) => `${(at * 7_654_321).toString(36)} of these many words`);
    const likely = Array.from({ length: 5_000 }, (_, at) =>
      at % 17 === 0 ? (hostile[at % 300] ?? '') : `${(at * 1_234_567).toString(36)} of those many words`,
    );
    const blank = Array.from({ length: 400_000 }, () => '');
    const begun = performance.now();
    findLines(likely, { block: hostile, before: [], after: [], line: 1_000 });
    findLines(blank, { block: [...blank.slice(0, 7_999), 'x'], before: [], after: [], line: 1 });
    const many = { block: [...blank.slice(0, 200).map(() => 'the same'), 'x'], before: [], after: [], line: 1 };
    findLines(
      Array.from({ length: 120_000 }, () => 'the same'),
      many,
    );
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('are found at each place where they stand, those that overlap too', () => {
    const words = fc.array(fc.constantFrom('return one;', 'return two;'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), ([...lines], from, size) => {
        const line = 1 + (from % lines.length);
        const of = wanted(lines, line, Math.min(lines.length, line + (size % 6)));
        expect(findLines(lines, of)).toMatchObject({ line, ...same });
      }),
      { numRuns: 500 },
    );
  });
});
