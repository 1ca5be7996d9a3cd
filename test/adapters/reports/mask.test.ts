import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOf } from '../../../bridge/adapters/reports/mask.ts';

const masked = (secrets: readonly string[], pieces: readonly string[]): string => {
  const mask = maskOf(secrets);
  return [...pieces.map((piece) => mask.push(piece)), mask.flush()].join('');
};

describe('maskOf', () => {
  it.each([
    [['hunter22'], ['my hunter22, hunter22hunter22'], 'my ***, ***'],
    [['hunter22'], ['my hun', 'ter', '22 and hunt', 'er'], 'my *** and hunter'],
    [['abcdef', 'abcdefgh'], ['xabcdef', 'ghx'], 'x***x'],
    [['abcdef', 'defghi'], ['abcdefghi'], '***'],
    [['abcabcabc'], ['abcabcabcabc', 'abcab'], '***ab'],
    [['line one\nline two'], ['line one', '\r\n', 'line two'], '***\r\n***'],
    [['bbbaab', 'bbbbaaba'], ['bbbbaab'], 'b***'],
    [['bbabbb', 'aaaaaa'], ['bbabbbabb', ''], '***abb'],
    [['1', 'true', 'short'], ['1 true short'], '1 true short'],
    [[], ['anything'], 'anything'],
  ])('hides %j in %j', (secrets, pieces, wanted) => {
    expect(masked(secrets, pieces)).toBe(wanted);
  });

  it('gives at once what cannot be the beginning of a secret', () => {
    const mask = maskOf(['hunter22']);
    expect(mask.push('all is well')).toBe('all is well');
    expect(mask.push('all is hunt')).toBe('all is ');
    expect(mask.push('ed')).toBe('hunted');
  });

  it('[T15] leaves no secret, however the text is cut', () => {
    const letters = fc.constantFrom('a', 'b');
    const secret = fc.string({ unit: letters, minLength: 6, maxLength: 9 });
    const pieces = fc.array(fc.oneof(fc.string({ unit: letters, maxLength: 6 }), secret), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), pieces, (secrets, parts) => {
        const text = parts.join('');
        const out = masked(secrets, parts);
        expect(out).toBe(masked(secrets, [text]));
        for (const each of secrets) expect(out).not.toContain(each);
        // What is no part of an occurrence stays.
        const hidden = new Set<number>();
        for (const each of secrets) {
          for (let at = text.indexOf(each); at >= 0; at = text.indexOf(each, at + 1)) {
            for (let index = at; index < at + each.length; index += 1) hidden.add(index);
          }
        }
        const kept = text
          .split('')
          .filter((_, index) => !hidden.has(index))
          .join('');
        expect(out.replaceAll('*', '')).toBe(kept);
      }),
      { numRuns: 5000 },
    );
  });
});
