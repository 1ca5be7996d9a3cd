// @vitest-environment node

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, completed, completing, mayComplete, moveOf, offersAt } from '../../media/completing.ts';
import type { Completion } from '../../protocol/model/completion.ts';

const offer = (label: string, insert = `${label} `) => ({ label, detail: '', insert });
const runs: Completion = { from: 0, to: 5, offers: [offer('/ci run'), offer('/ci rerun')], picked: 0 };
const line = (text: string, caret = text.length) => ({ text, caret });
const shown = (text: string, caret?: number) => offersAt({ line: line('/ci r'), completion: runs }, line(text, caret));

describe('one question at a time', () => {
  const ask = (name: string, text: string) => ({ type: 'complete', ask: name, text, caret: text.length }) as const;

  it('takes the answer to the question that is out, and no other', () => {
    const out = completing({}, ask('a', '/c'));
    expect(completed(out, 'b', { type: 'completion', completion: runs })).toBe(out);
    expect(completed(out, 'a', { type: 'completion', completion: runs })).toEqual({
      offered: { line: line('/c'), completion: runs },
    });
  });

  it('takes a refusal for nothing to offer', () => {
    const after = completed(completing({}, ask('a', '/c')), 'a', { type: 'refused', slug: 'x', message: 'No.' });
    expect(offersAt(after.offered, line('/c'))).toBeUndefined();
    expect(after.out).toBeUndefined();
  });

  it('keeps what was offered until there is an answer', () => {
    const before = { offered: { line: line('/c'), completion: runs } };
    expect(completing(before, ask('b', '/ci')).offered).toBe(before.offered);
  });
});

describe('what is offered', () => {
  it('is said to be for this very line, or for what it was a moment ago', () => {
    expect(shown('/ci r')?.settled).toBe(true);
    expect(shown('/ci re')).toMatchObject({ from: 0, to: 6, settled: false, offers: [{ label: '/ci rerun' }] });
    expect(shown('/ci ')?.offers).toHaveLength(2);
    expect(shown('/ci x')).toBeUndefined();
  });

  it('goes when something else than its word has changed', () => {
    const main: Completion = { from: 8, to: 9, offers: [offer('main')], picked: 0 };
    const after = (text: string, caret?: number) =>
      offersAt({ line: line('/ci run m'), completion: main }, line(text, caret));
    expect(after('/ci run ma')?.offers).toHaveLength(1);
    expect(after('/ci rum m')).toBeUndefined();
    expect(after('/ci run m x')).toBeUndefined();
    expect(after('/ci run m', 3)).toBeUndefined();
  });

  it('is asked for where a line of the bot or a name begins', () => {
    const asks = (text: string, caret?: number) => mayComplete(line(text, caret));
    expect(['/', '/ci run', '@', 'ask @bo'].map((text) => asks(text))).toEqual([true, true, true, true]);
    expect(['', 'hello', 'a@b', 'ask @bo now'].map((text) => asks(text))).toEqual([false, false, false, false]);
    expect(asks('/ci', 0)).toBe(false);
    expect(['x'.repeat(3_996), 'x'.repeat(3_997)].map((text) => asks(`${text} @bo`))).toEqual([true, false]);
  });
});

it('replaces the word at the caret and nothing else, however the line has changed since', () => {
  const piece = fc.constantFrom('/', 'ci', ' ', 'run', '@', 'bo', '😀', '\n');
  const text = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''));
  const place = fc.tuple(text, text, fc.nat(20), fc.nat(20), fc.nat(20));
  fc.assert(
    fc.property(place, ([before, now, a, b, at]) => {
      const [from, to] = [Math.min(a, b, before.length), Math.min(Math.max(a, b), before.length)];
      const completion = { from, to, offers: [offer('x', 'INSERTED')], picked: 0 };
      const found = offersAt({ line: line(before), completion }, line(now, Math.min(at, now.length)));
      const [first] = found?.offers ?? [];
      if (!found || !first) return;
      const { text: made, caret } = accept(now, found, first);
      expect(found.from).toBeLessThanOrEqual(found.to);
      expect(made).toBe(`${before.slice(0, from)}INSERTED${before.slice(to)}`);
      expect(made.slice(0, caret).endsWith('INSERTED')).toBe(true);
    }),
  );
});

describe('the Tab key', () => {
  const who: Completion = { from: 0, to: 4, offers: [offer('/who', '/who')], picked: 0 };
  const tab = (text: string) => {
    const offers = offersAt({ line: line(text), completion: { ...who, to: text.length } }, line(text));
    return offers && moveOf('Tab', offers, 0, false, text);
  };

  it('takes what is offered, and goes on where all of that stands there already', () => {
    expect(tab('/wh')).toMatchObject({ type: 'take', offer: { insert: '/who' } });
    expect(tab('/who')).toBeUndefined();
  });
});
