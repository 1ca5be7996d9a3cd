import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLog, type LogStyle, plain } from '../../reports/clean-log.ts';

const controls = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** Text as programs print it, and as somebody may who means ill. */
const piece = fc.oneof(
  fc.constantFrom(
    '\u001b[31m',
    '\u001b]8;;http://evil/\u0007',
    '\u001b]0;title\u001b\\',
    '\u001b(B',
    '\u001bP',
    '\u001b',
    '\u009b1m',
  ),
  fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\b',
    '\u0007',
    '\u0018',
    '\u0085',
    '\u2028',
    '\u009d',
    '\u009c',
    '[',
    ']',
    '\\',
    '\u202e',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ maxLength: 8 }),
);
const printed = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** The same text in pieces, cut anywhere. */
function cut(text: string, at: readonly number[]): string[] {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
}

describe('cleanLog', () => {
  it.each([
    ['plain \t text\n', 'plain \t text\n'],
    ['\u001b[1;31mred\u001b[0m \u001b[38:2::1:2:3mrgb', 'red rgb'],
    ['\u001b]8;;http://evil\u0007link\u001b]8;;\u001b\\ end', 'link end'],
    ['\u001bP1$r0m\u001b\\a\u001b_apc\u001b\\b\u001b^pm\u001b\\c\u001bXsos\u001b\\d', 'abcd'],
    ['\u009b31mred \u009d0;title\u009cback', 'red back'],
    ['\u001b(Bcharset \u001b7saved \u001bcreset', 'charset saved reset'],
    ['10%\r20%\r\u001b[K30%\r\n', '10%\n20%\n30%\n'],
    ['a\r\nb\r\r\nc\n\rd', 'a\nb\nc\nd'],
    ['a\0b\bc\u0007d\u007fe', 'abcde'],
    ['a\u0085b\u2028c\u2029d', 'a\nb\nc\nd'],
    ['\u202eevil\u2066\u2069\u200f', 'evil'],
    ['👩‍👩‍👧 ok \ufeff', '👩‍👩‍👧 ok \ufeff'],
    ['\u001b[31\nno sequence goes beyond its line', '\nno sequence goes beyond its line'],
    ['\u001b]0;unended\nnext', '\nnext'],
    ['\u001bé', 'é'],
  ])('makes %j into %j', (text, wanted) => {
    expect(plain(text)).toBe(wanted);
  });

  it('cannot be made to swallow what follows a sequence that never ends', () => {
    for (const begin of ['\u001b]52;c;', '\u001b[', '\u009d', '\u001b ']) {
      for (const filling of ['1', '#']) expect(plain(`${begin}${filling.repeat(10_000)}The end`)).toMatch(/he end$/);
    }
    expect(plain(`\u001b[${'1'.repeat(10_000)}mThe end`)).toMatch(/1mThe end$/);
    expect(plain(`\u001b]${'1'.repeat(4_095)}The end`)).toBe('The end');
  });

  it('[T14] leaves no control character, however the text is cut', () => {
    fc.assert(
      fc.property(printed, fc.array(fc.nat()), (text, places) => {
        const stream = cleanLog('plain');
        const pieces = cut(text, places).map((each) => stream.push(each));
        expect(pieces.join('')).toBe(plain(text));
        expect(pieces.join('')).not.toMatch(controls);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps whole colours where they are asked for, and nothing else', () => {
    const sgr = (...pieces: string[]) => {
      const log = cleanLog('sgr');
      return pieces.map((each) => log.push(each)).join('');
    };
    expect(sgr('\u001b[1;31mred\u001b[m \u001b[38:2::1:2:3mrgb')).toBe(
      '\u001b[1;31mred\u001b[0m \u001b[38:2::1:2:3mrgb',
    );
    expect(sgr('\u009b3', '1mred\u001b', '[', '0', 'm!')).toBe('\u001b[31mred\u001b[0m!');
    expect(sgr('\u001b[2Ka\u001b[?25lb\u001b[>4mc\u001b[1 md\u001b]8;;x\u0007e\u001b[3\u001b[1mf')).toBe(
      'abcde\u001b[1mf',
    );
    expect(sgr(`\u001b[${'1;'.repeat(40)}1mlong`)).toBe('long');
    expect(sgr('10%\r\u001b[32m20%\r\n')).toBe('10%\u001b[32m\n20%\n');
  });

  it('[T14] leaves no control character of hostile bytes, and the same text in both styles', () => {
    const bytes = fc.oneof(
      printed.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each)),
      fc.constantFrom(Buffer.from([0xe2, 0x82]), Buffer.from([0xf0, 0x9f]), Buffer.from([0xff]), Buffer.from([0x1b])),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 8 }), (parts, places) => {
        const whole = Buffer.concat(parts);
        const at = [0, ...places.map((place) => place % (whole.length + 1)), whole.length].toSorted((a, b) => a - b);
        const read = (style: LogStyle, pieces: readonly Uint8Array[]) => {
          const log = cleanLog(style);
          return `${pieces.map((each) => log.push(each)).join('')}${log.end()}`;
        };
        const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        const text = read('plain', pieces);
        expect(text).toBe(read('plain', [whole]));
        expect(text).not.toMatch(controls);
        const coloured = read('sgr', pieces);
        expect(coloured).toBe(read('sgr', [whole]));
        // oxlint-disable-next-line no-control-regex -- it is what may be there
        expect(coloured.replaceAll(/\u001b\[[\d;:]{1,64}m/g, '')).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves text alone, however it is cut', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((each) => !controls.test(each));
    fc.assert(
      fc.property(text, (each) => {
        expect(plain(each)).toBe(each);
      }),
    );
  });

  it('takes time by length alone', () => {
    for (const text of ['\u001b', '\u001b]', '\u001b[', '\r', '\u001b[31mx', 'x', '\u202e']) {
      const long = text.repeat(2_000_000 / text.length);
      const began = performance.now();
      plain(long);
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });
});
