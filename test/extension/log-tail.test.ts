import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../client/session.ts';
import type { Result } from '../../protocol/wire/methods.ts';
import { createTail } from '../../extension/views/log/tail.ts';
import { manualClock } from '../support/clock.ts';

/** A log that grows as the test says, read in pieces of at most `piece` characters. */
function open(piece = 64) {
  const clock = manualClock();
  const texts: string[] = [];
  const log: { text: string; ended: boolean; refused: boolean; reads: number; note?: string } = {
    text: '',
    ended: false,
    refused: false,
    reads: 0,
  };
  const tail = createTail({
    after: clock.after,
    changed: (text) => void texts.push(text),
    async read(from): Promise<Outcome<Result<'run/log'>>> {
      log.reads += 1;
      if (log.refused) return { ok: false, slug: 'not_connected', message: 'No bridge is connected.' };
      const text = log.text.slice(from, from + piece);
      const next = from + text.length;
      return { ok: true, value: { text, next, ended: log.ended && next === log.text.length, note: log.note } };
    },
  });
  return { clock, texts, log, tail };
}

describe('a log that is followed', () => {
  it('is read to its present end, and then once a second while the run goes on', async () => {
    const { clock, texts, log, tail } = open(4);
    log.text = 'one two three';
    tail.look();
    await clock.advance(0);
    expect(texts.at(-1)).toBe('one two three');
    log.text += ' four';
    await clock.advance(999);
    expect(texts.at(-1)).toBe('one two three');
    await clock.advance(1);
    expect(texts.at(-1)).toBe('one two three four');
  });

  it('is read no more once it has ended', async () => {
    const { clock, texts, log, tail } = open();
    log.text = 'all';
    log.ended = true;
    tail.look();
    await clock.advance(0);
    const { reads } = log;
    tail.look();
    await clock.advance(10_000);
    expect([texts.at(-1), log.reads]).toEqual(['all', reads]);
  });

  it('is read at once when something has happened, and never twice at a time', async () => {
    const { clock, texts, log, tail } = open();
    log.text = 'one';
    tail.look();
    log.text = 'one two';
    tail.look();
    await clock.advance(0);
    expect(texts).toEqual(['one', 'one two']);
    log.text = 'one two three';
    tail.look();
    await clock.advance(0);
    expect(texts.at(-1)).toBe('one two three');
  });

  it('is read to its end where the job ends while it is being read, though its engine gives no more before', async () => {
    const { clock, texts, log, tail } = open();
    log.note = 'The log comes once the job has ended.';
    tail.look();
    await clock.advance(0);
    tail.look();
    // The read that is under way was answered before this.
    Object.assign(log, { text: 'all', ended: true, note: undefined });
    tail.look();
    await clock.advance(0);
    expect(texts.at(-1)).toBe('all');
  });

  it('is asked for once more where it was refused and the bridge was there again meanwhile', async () => {
    const { clock, texts, log, tail } = open();
    log.refused = true;
    tail.look();
    Object.assign(log, { text: 'all', refused: false });
    tail.look();
    await clock.advance(0);
    expect(texts.at(-1)).toBe('all');
  });

  it('says why it cannot be read, keeps what it has, and waits to be asked again', async () => {
    const { clock, texts, log, tail } = open();
    log.text = 'one';
    tail.look();
    await clock.advance(0);
    log.refused = true;
    await clock.advance(1_000);
    expect(texts.at(-1)).toBe('one\n(No bridge is connected.)\n');
    const { reads } = log;
    await clock.advance(60_000);
    expect(log.reads).toBe(reads);
    log.refused = false;
    log.text = 'one two';
    tail.look();
    await clock.advance(0);
    expect(texts.at(-1)).toBe('one two');
  });

  it('is read no more once it is closed', async () => {
    const { clock, texts, log, tail } = open();
    log.text = 'one';
    tail.look();
    await clock.advance(0);
    tail.close();
    log.text = 'one two';
    await clock.advance(10_000);
    tail.look();
    await clock.advance(0);
    expect(texts).toEqual(['one']);
  });

  it('shows the end of a long log, from the beginning of a line, and says so', async () => {
    const { clock, texts, log, tail } = open(65_536);
    const line = `${'x'.repeat(99)}\n`;
    log.text = line.repeat(15_000);
    log.ended = true;
    tail.look();
    await clock.advance(0);
    const [first, ...rest] = texts.at(-1)?.split('\n') ?? [];
    expect(first).toBe('(The beginning of this log is left out.)');
    expect(new Set(rest.slice(0, -1).map((each) => each.length))).toEqual(new Set([99]));
    expect(texts.at(-1)?.length).toBeLessThan(1_000_100);
  });
});
