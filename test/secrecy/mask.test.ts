import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masked, maskOf } from '../../secrecy/mask.ts';

const inPieces = (secrets: readonly string[], pieces: readonly string[]): string => {
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
    expect(inPieces(secrets, pieces)).toBe(wanted);
  });

  it('gives at once what cannot be the beginning of a secret', () => {
    const mask = maskOf(['hunter22']);
    expect(mask.push('It works.\n')).toBe('It works.\n');
    expect(mask.push('all is hunt')).toBe('all is ');
    expect(mask.push('ing.\n')).toBe('hunting.\n');
  });

  it('[T15] leaves no secret, however the text is cut', () => {
    const letters = fc.constantFrom('a', 'b');
    const secret = fc.string({ unit: letters, minLength: 6, maxLength: 9 });
    const pieces = fc.array(fc.oneof(fc.string({ unit: letters, maxLength: 6 }), secret), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), pieces, (secrets, parts) => {
        const text = parts.join('');
        const out = inPieces(secrets, parts);
        expect(out).toBe(inPieces(secrets, [text]));
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

  it('hides a value in Base64 and in URLs too, wherever it stands in them', () => {
    const secret = 'p@ss word/ü?';
    for (const before of ['', 'a', 'ab', 'user:']) {
      const encoded = Buffer.from(`${before}${secret} and more`).toString('base64');
      const own = Buffer.from(secret).toString('base64').slice(4, 12);
      expect(masked(`x ${encoded}`, [secret])).toContain('***');
      expect(masked(`x ${encoded}`, [secret])).not.toContain(own);
    }
    for (const url of [encodeURIComponent(secret), new URLSearchParams({ secret }).toString().slice(7)]) {
      expect(masked(`http://x/?q=${url}&r=1`, [secret])).toBe('http://x/?q=***&r=1');
    }
    expect(masked(JSON.stringify({ a: 'two\nlines "quoted"' }), ['two\nlines "quoted"'])).toBe('{"a":"***"}');
  });

  it('is not misled by colours, and keeps them', () => {
    expect(masked('a \u001b[1mhun\u001b[31mter22\u001b[0m b', ['hunter22'])).toBe(
      'a \u001b[1m***\u001b[31m\u001b[0m b',
    );
    const token = `ghp_${'a1'.repeat(18)}`;
    expect(masked(`${token.slice(0, 9)}\u001b[0m${token.slice(9)} x`)).toBe('***\u001b[0m x');
  });
});
