import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readableLog } from '../../extension/views/log/lines.ts';
import { candidatesOf, placesIn } from '../../protocol/model/places.ts';
import { createTerminalText, textAndColours } from '../../extension/views/log/terminal-text.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const log = [
  'queued',
  '##[step passed] Set up job',
  '##[group] Operating System',
  'Debian',
  '##[endgroup]',
  '##[step failed] npm test',
  '##[group] one',
  'a',
  '##[group] two',
  'b',
  '##[error] expected 1 to be 2',
  '##[step skipped] Upload',
  '##[step passed] Done',
  'bye',
  '',
].join('\n');

describe('a log for reading', () => {
  it('says its marks in words, line by line, and folds by step and by group', () => {
    const { text, folds } = readableLog(log, ['(Not all yet.)']);
    expect(text.split('\n')).toEqual([
      '(Not all yet.)',
      'queued',
      '━━ Set up job · passed ━━',
      '── Operating System',
      'Debian',
      '',
      '━━ npm test · failed ━━',
      '── one',
      'a',
      '── two',
      'b',
      'Error: expected 1 to be 2',
      '━━ Upload · skipped ━━',
      '━━ Done · passed ━━',
      'bye',
      '',
    ]);
    expect(folds.map(({ kind, start, end, failing }) => `${kind} ${start}-${end}${failing ? ' failing' : ''}`)).toEqual(
      ['step 2-5', 'group 3-5', 'step 6-11 failing', 'group 7-8', 'group 9-11', 'step 13-14'],
    );
  });

  it('has as many lines as the log, and folds that lie within it and within each other, whatever it is', () => {
    const line = fc.constantFrom(
      'a',
      '',
      '##[step failed] x',
      '##[step passed] y',
      '##[group] g',
      '##[endgroup]',
      '##[error] e',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const { text, folds } = readableLog(lines.join('\n'));
        const count = text.split('\n').length;
        expect(count).toBe(Math.max(1, lines.length));
        for (const one of folds) {
          expect(one.start).toBeLessThan(one.end);
          expect(one.end).toBeLessThan(count);
          for (const other of folds)
            expect(other.start > one.start && other.start <= one.end && other.end > one.end).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

const escape = '\u001b';
/** What a terminal would do something about, beside colours, line ends and tabs. */
function live(given: string): string[] {
  const [first = '', ...sequences] = given.replaceAll('\r\n', '').replaceAll('\t', '').split(escape);
  const texts = [first, ...sequences.map((each) => each.replace(/^\[[\d;:]*m/, ''))];
  const odd = sequences.filter((each) => !/^\[[\d;:]*m/.test(each));
  return [...odd, ...texts.filter((text) => /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(text))];
}

describe('what a terminal is given', () => {
  it.each([
    ['plain', 'plain'],
    [`${escape}[1;31mred${escape}[0m`, `${escape}[1;31mred${escape}[0m`],
    [`${escape}[38:2:1:2:3mx`, `${escape}[38:2:1:2:3mx`],
    [`a${escape}[2Jb${escape}[10;10Hc${escape}[?25ld`, 'abcd'],
    [`a${escape}]8;;http://evil\u0007link${escape}]8;;${escape}\\b`, 'alinkb'],
    [`a${escape}]52;c;c2VjcmV0${escape}\\b`, 'ab'],
    [`a${escape}P+q544e${escape}\\b${escape}cd${escape}(0e`, 'abde'],
    [`a${escape}[>4;2mb${escape}[!pc`, 'abc'],
    ['a\u009b31mb\u0007\u0008\u0000c\rd\te', 'a31mbcd\te'],
    ['a\u202eb\u2066c\u200fd', 'abcd'],
    [`a${escape}]never ends`, 'a'],
    [`a${escape}`, 'a'],
    [`${escape}[${'1;'.repeat(30)}1mx`, 'x'],
  ])('[T14] is text and colours alone: %j', (text, expected) => {
    expect(textAndColours(text)).toBe(expected);
  });

  it('[T14] holds no live sequence, whatever the log is and however it is cut', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(escape, '[', ']', '31m', '\n', '\u0007', '\\', '2J', ';', '##[error] x', '\u009d', 'P', 'm'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(60), (pieces, cut) => {
        const whole = pieces.join('');
        const terminal = createTerminalText();
        const given = terminal.more(whole.slice(0, cut)) + terminal.more(whole.slice(cut)) + terminal.rest();
        expect(live(given)).toEqual([]);
        const once = createTerminalText();
        expect(once.more(whole) + once.rest()).toBe(given);
      }),
      { numRuns: 5_000 },
    );
  });

  it('ends its lines as a terminal does, colours its marks, and shows an open line once the log has ended', () => {
    const terminal = createTerminalText();
    expect(terminal.more('one\ntw')).toBe('one\r\n');
    expect(terminal.more('o\n##[step failed] npm test\nth')).toBe(
      `two\r\n${escape}[1;31m━━ npm test · failed ━━${escape}[0m\r\n`,
    );
    expect(terminal.rest()).toBe('th');
    expect(terminal.rest()).toBe('');
  });

  it('takes a hostile megabyte in linear time', () => {
    for (const unit of [`${escape}[`, `${escape}]`, `${escape}[1;`, `${escape}P${escape}`, 'a.b/']) {
      const text = unit.repeat(1_000_000 / unit.length);
      const before = performance.now();
      textAndColours(text);
      placesIn(text);
      expect(performance.now() - before).toBeLessThan(2_000);
    }
  });
});

describe('a place that a log names', () => {
  it.each([
    ['  at run (src/a.ts:12:3)', ['src/a.ts', 12, 3]],
    ['/home/runner/work/web/web/src/a.ts:7: error', ['/home/runner/work/web/web/src/a.ts', 7, 1]],
    ['./b.test.mjs:1', ['./b.test.mjs', 1, 1]],
  ])('is found: %j', (line, expected) => {
    const [place] = placesIn(line);
    expect([place?.file, place?.line, place?.column]).toEqual(expected);
    expect(line.slice(place?.start, (place?.start ?? 0) + (place?.length ?? 0))).toMatch(/^[./\w]+:\d+(:\d+)?$/);
  });

  it.each(['12:30:45', 'http://a.example:80/x', '127.0.0.1:8080', 'no place', 'a:b', `${'x'.repeat(600)}.ts:1`])(
    'is none: %j',
    (line) => {
      expect(placesIn(line)).toEqual([]);
    },
  );

  it('is looked for below the root alone', () => {
    expect(candidatesOf('/home/w/src/a.ts')).toEqual(['home/w/src/a.ts', 'w/src/a.ts', 'src/a.ts', 'a.ts']);
    expect(candidatesOf('../../etc/passwd')).toEqual(['etc/passwd', 'passwd']);
    expect(candidatesOf('a\\b.ts')).toEqual([]);
  });
});
