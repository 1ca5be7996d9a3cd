import { describe, expect, it } from 'vitest';
import { feedRows } from '../../media/rows.ts';
import { type PanelState, reduce, start } from '../../media/state.ts';
import { createCalendar } from '../../media/time.ts';
import { windowRows } from '../../media/pages.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { key } from '../support/samples.ts';
import { bench, counted } from './bench.ts';
import { all, writing } from './dom.ts';
import { card, inRoom, now, online, said, saidFrom } from './samples.ts';

const many = 10_000;
const calendar = createCalendar('en-GB', 'UTC');
const about = (entries: readonly Entry[]) => entries.map((entry) => ({ ...entry, about: key() }));

/** A panel in a room with so many entries, of which it has been told at once or page by page. */
const inFull = async (size: number) => {
  const at = await bench();
  await at.tell(online, inRoom({ entries: about(saidFrom(1, size)), cards: [card(), card('main')] }));
  return at;
};

describe('10,000 entries', () => {
  it('make no more rows than a few hundred do, whatever is read, and are let go of', async () => {
    const at = await inFull(many);
    const rows = () => all(at.panel, 'shiproom-entry').length;
    expect(rows()).toBe(windowRows);
    expect(at.panel.state.room?.entries.length).toBeLessThanOrEqual(900);
    for (let first = many - 300; first > many - 700; first -= 100) {
      await at.wish({ type: 'page', towards: 'older' });
      await at.tell({ type: 'earlier', entries: about(saidFrom(first - 100, first - 1)), more: true });
      await at.answer('earlier', { type: 'done' });
    }
    expect(rows()).toBe(windowRows);
    await at.wish({ type: 'page', towards: 'newest' });
    expect(at.panel.state.room?.entries.length).toBeLessThanOrEqual(900);
  });

  it.each([
    [
      'a new entry',
      (at: Awaited<ReturnType<typeof inFull>>) => at.tell({ type: 'entries', entries: [said(many + 1)] }),
      8,
    ],
    [
      'a change of a card',
      (at: Awaited<ReturnType<typeof inFull>>) => at.tell({ type: 'card', card: card('main', { version: 2 }) }),
      12,
    ],
    ['a letter that is typed', (at: Awaited<ReturnType<typeof inFull>>) => at.wish({ type: 'draft', text: 'h' }), 4],
  ])('draw for %s as few elements anew as 100 do', async (_, act, most) => {
    const drawn: number[] = [];
    for (const size of [100, many]) {
      const at = await inFull(size);
      drawn.push(await counted(at.panel, () => act(at)));
    }
    // The window is full with the one and not with the other: a new entry pushes an older one out.
    expect(drawn[1]).toBeLessThanOrEqual((drawn[0] ?? 0) + 2);
    expect(drawn[1]).toBeLessThanOrEqual(most);
  });

  it('touch no more of what is known for a new one than its end', () => {
    let state: PanelState = reduce(reduce(start, online, now), inRoom({ entries: saidFrom(1, many) }), now);
    for (let page = 0; page < 20; page += 1) {
      const first = state.room?.entries[0]?.offset ?? 0;
      state = reduce(state, { type: 'paged', towards: 'older' }, now);
      state = reduce(state, { type: 'earlier', entries: saidFrom(first - 100, first - 1), more: true }, now);
    }
    const before = feedRows(state, now, calendar);
    const after = reduce(state, { type: 'entries', entries: [said(many + 1)] }, now);
    // Nobody who reads older entries is moved by a new one, and each that is shown stays the very same.
    expect(feedRows(after, now, calendar).map(({ key: name }) => name)).toEqual(before.map(({ key: name }) => name));
    const known = new Set(state.room?.entries);
    expect(after.room?.entries.filter((entry) => !known.has(entry))).toHaveLength(1);
  });

  it('keep no more of what only their reader sees than fifty', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    for (let time = 0; time < 60; time += 1) await at.wish({ type: 'run', line: 'help' });
    expect(at.panel.state.asides).toHaveLength(50);
    expect(writing(at.panel).value).toBe('');
  });
});
