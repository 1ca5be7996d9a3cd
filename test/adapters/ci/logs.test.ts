import { appendFile, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addLine, endOfLog, logFile, pruneLogs } from '../../../bridge/adapters/ci/local/log-files.ts';
import { createLogReader } from '../../../bridge/adapters/ci/local/log-reader.ts';
import { lastLines } from '../../../reports/error-lines.ts';
import { openLog } from '../../../bridge/adapters/ci/local/log-writer.ts';
import { RunId } from '../../../protocol/model/ids.ts';

let logs: string;
beforeEach(async () => {
  logs = await mkdtemp(join(tmpdir(), 'shiproom-logs-'));
});
afterEach(async () => {
  await rm(logs, { recursive: true });
});
const reader = createLogReader();
const readPiece = async (path: string, from: number) => reader(path, from, 'plain');
const file = () => join(logs, 'run.log');

async function write(secrets: readonly string[], pieces: readonly (Uint8Array | string)[]): Promise<string> {
  const log = await openLog(file(), secrets);
  for (const piece of pieces) await (typeof piece === 'string' ? log.line(piece) : log.output(piece));
  await log.close();
  return readFile(file(), 'utf8');
}
const bytes = (text: string) => Buffer.from(text);

describe('the file of a log', () => {
  it('is in its folder, whatever the run is called, and another for another run', () => {
    const ids = ['a', '..', '.', '../../x', 'a/b', 'a:b', `${'/'.repeat(119)}a`, `${'/'.repeat(119)}b`];
    const files = ids.map((each) => logFile(logs, RunId.parse(each)));
    expect(new Set(files).size).toBe(ids.length);
    for (const each of files) {
      expect(dirname(each)).toBe(logs);
      expect(Buffer.byteLength(basename(each))).toBeLessThan(256);
    }
  });

  it('is among the newest two hundred, or it goes', async () => {
    for (let index = 0; index < 205; index += 1) {
      await writeFile(join(logs, `run-${index}.log`), '');
      await utimes(join(logs, `run-${index}.log`), 1_000 + index, 1_000 + index);
    }
    await writeFile(join(logs, 'other.txt'), '');
    await pruneLogs(logs);
    const left = await readdir(logs);
    expect(left).toHaveLength(201);
    expect(left).toContain('run-5.log');
    expect(left).not.toContain('run-4.log');
  });
});

describe('a log', () => {
  it('holds our lines on lines of their own', async () => {
    const log = await write(
      [],
      ['$ one', bytes('no end of line'), 'exit code 0', '$ two', bytes('a\n'), 'exit code 1'],
    );
    expect(log).toBe('$ one\nno end of line\nexit code 0\n$ two\na\nexit code 1\n');
  });

  it('[T14] [T15] is plain text without the secrets, whatever the pieces that it comes in', async () => {
    const unit = fc.constantFrom(
      'hunter22',
      'hun',
      'ter22',
      '\u001b[1m',
      '\u001b',
      '[',
      'm',
      '€',
      '🚀',
      '\r',
      '\n',
      'x',
      '\u202e',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 6 }), async (units, cuts) => {
        const whole = Buffer.from(units.join(''));
        const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted((a, b) => a - b);
        const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        const log = await write(['hunter22'], pieces);
        expect(log).toBe(await write(['hunter22'], [whole]));
        // oxlint-disable-next-line no-control-regex -- it is what may be there
        const text = log.replaceAll(/\u001b\[[\d;]*m/g, '');
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]|hunter22/u);
      }),
      { numRuns: 60 },
    );
  });

  it('takes bytes that are no text, and is not misled by what a step left unended', async () => {
    const log = await write(
      [],
      ['$ one', Buffer.from([0x61, 0xff, 0xfe, 0xe2, 0x82]), '$ two', bytes('\u001b]0;title'), '$ three'],
    );
    expect(log).toBe('$ one\na\ufffd\ufffd\ufffd\n$ two\n$ three\n');
  });

  it('grows to a size, and then keeps its end', async () => {
    const log = await openLog(file(), [], 1);
    const line = bytes(`${'x'.repeat(999)}\n`);
    for (let index = 0; index < 1_500; index += 1) await log.output(line);
    expect((await stat(file())).size).toBeLessThanOrEqual(1024 * 1024);
    await log.output(bytes('the last words\n'));
    await log.line('exit code 1');
    await log.close();
    const text = await readFile(file(), 'utf8');
    expect(text.length).toBeLessThan(1024 * 1024 + 16_384);
    expect(text).toMatch(/\n\[This log is longer than 1 MiB\. .*\n[^]*\nthe last words\nexit code 1\n$/);
    expect(lastLines(await endOfLog(file()))).toHaveLength(20);
  });

  it('that cannot be written stops nobody', async () => {
    const log = await openLog(join(logs, 'no', 'such', 'folder.log'), []);
    await log.line('$ one');
    await log.output(bytes('x'));
    await log.close();
    expect(await readPiece(join(logs, 'no', 'such', 'folder.log'), 0)).toBeUndefined();
    await addLine(join(logs, 'nor-this.log'), 'x');
    expect(await readdir(logs)).toEqual([]);
  });
});

describe('reading a log', () => {
  it('from anywhere gives whole characters, and all of them', async () => {
    const text = 'a€🚀ü\n'.repeat(30_000);
    await writeFile(file(), text);
    let read = '';
    let from = 0;
    for (;;) {
      const piece = await readPiece(file(), from);
      if (!piece) throw new Error('no piece');
      expect(Buffer.byteLength(piece.text)).toBe(piece.next - from);
      expect(piece.next - from).toBeLessThanOrEqual(64 * 1024);
      read += piece.text;
      from = piece.next;
      if (piece.ended) break;
    }
    expect(read).toBe(text);
    for (let at = 0; at < 11; at += 1) expect((await readPiece(file(), at))?.text).not.toContain('\ufffd');
    expect(await readPiece(file(), 1e9)).toEqual({ text: '', next: Buffer.byteLength(text), ended: true });
  });

  it('with colours or without, from anywhere, gives the same log, and cuts no colour', async () => {
    const unit = fc.constantFrom('\u001b[1;31m', '\u001b[0m', 'a', '€', '🚀', 'z\n', '[x');
    const units = fc.array(unit, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(units, fc.integer({ min: 1, max: 40_000 }), fc.nat(), async (parts, times, at) => {
        const coloured = parts.join('').repeat(Math.ceil(times / parts.length));
        // oxlint-disable-next-line no-control-regex -- it is what is left out
        const plain = coloured.replaceAll(/\u001b\[[\d;]*m/g, '');
        await rm(file(), { force: true });
        await writeFile(file(), coloured);
        for (const [style, whole] of Object.entries({ sgr: coloured, plain })) {
          const size = Buffer.byteLength(whole);
          const read = async (from: number) => {
            const piece = await reader(file(), from, style as 'sgr');
            if (!piece) throw new Error('no piece');
            return piece;
          };
          let text = '';
          for (let from = 0; from < size; ) {
            const piece = await read(from);
            expect(Buffer.byteLength(piece.text)).toBe(piece.next - from);
            text += piece.text;
            from = piece.next;
          }
          expect(text === whole).toBe(true);
          const from = at % (size + 1);
          const { text: later, next } = await read(from);
          expect(Buffer.from(whole).subarray(from, next).toString().endsWith(later)).toBe(true);
          expect(later).not.toMatch(/^[\d;]*m|\ufffd/);
          // oxlint-disable-next-line no-control-regex -- it is what may be there, whole
          expect(later).not.toMatch(/\u001b(?!\[[\d;]*m)/);
          expect(await read(size + 7)).toEqual({ text: '', next: size, ended: true });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds colours over the borders of what it reads at once', async () => {
    for (let back = 0; back < 8; back += 1) {
      await rm(file(), { force: true });
      await writeFile(file(), `${'x'.repeat(256 * 1024 - back)}\u001b[1;31mred`);
      expect((await readPiece(file(), 256 * 1024 - back - 1))?.text).toBe('xred');
    }
  });

  it('forgets what it knows of a log that is written anew', async () => {
    await writeFile(file(), `${'x'.repeat(3 * 1024 * 1024)}end`);
    expect((await readPiece(file(), 3 * 1024 * 1024))?.text).toBe('end');
    await rm(file());
    await writeFile(file(), `${'\u001b[0mx'.repeat(3 * 1024 * 1024)}end`);
    expect((await readPiece(file(), 3 * 1024 * 1024))?.text).toBe('end');
  });

  it('goes on where it was, while the log grows', async () => {
    await writeFile(file(), 'one\n');
    const first = await readPiece(file(), 0);
    await appendFile(file(), 'two\n');
    expect(await readPiece(file(), first?.next ?? 0)).toEqual({ text: 'two\n', next: 8, ended: true });
  });

  it('gives its last lines, of which none is empty or too long', async () => {
    await writeFile(file(), `${'old\n'.repeat(10_000)}\n  \n${'€'.repeat(700)}\nlast\n\n`);
    const lines = lastLines(await endOfLog(file()));
    expect(lines).toHaveLength(20);
    expect(lines.slice(-2)).toEqual(['€'.repeat(500), 'last']);
    expect(lastLines(await endOfLog(join(logs, 'none.log')))).toEqual([]);
  });
});
