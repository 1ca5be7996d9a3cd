// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { feedRows, type Row } from '../../media/rows.ts';
import { type Aside, type PanelState, start } from '../../media/state.ts';
import { createCalendar } from '../../media/time.ts';
import { key, person } from '../support/samples.ts';
import { minute, now, plain, roomView, said, saidFrom } from './samples.ts';

const calendar = createCalendar('en-GB', 'UTC');
const state = (part: Partial<PanelState> = {}): PanelState => ({ ...start, room: roomView({ entries: [] }), ...part });
const aside = (after: number, outcome: Aside['outcome'], part: Partial<Aside> = {}): Aside => ({
  ask: `a${after}`,
  kind: 'run',
  text: 'status',
  at: now,
  after,
  outcome,
  ...part,
});
const brief = (rows: readonly Row[]) =>
  rows.map((row) => (row.type === 'day' ? row.label : row.type === 'entry' ? row.entry.offset : row.type));
const of = (part: Partial<PanelState>) => feedRows(state(part), now, calendar);

describe('rows of the feed', () => {
  it('puts days between entries', () => {
    const entries = [
      said(1, { at: now - 48 * 60 * minute }),
      said(2, { at: now - 24 * 60 * minute }),
      said(3, { at: now }),
    ];
    expect(brief(of({ room: roomView({ entries }) }))).toEqual([
      'Wednesday 18 November',
      1,
      'Yesterday',
      2,
      'Today',
      3,
    ]);
  });

  it('leaves out what the reader may not see', () => {
    const entries = [said(1), { type: 'skip' as const, offset: 2, at: now }, said(3)];
    expect(brief(of({ room: roomView({ entries }) })).filter((row) => typeof row === 'number')).toEqual([1, 3]);
  });

  it('joins what one author says in one go, and nothing else', () => {
    const entries = [
      said(1),
      said(2),
      said(3, { by: { type: 'person', person: person('Cy') } }),
      said(4, { by: { type: 'person', person: person('Cy') }, about: key() }),
      said(5, { by: { type: 'bot', name: 'deploy' } }),
      said(6, { by: { type: 'bot', name: 'deploy' } }),
      said(9),
      said(20),
    ];
    const joined = of({ room: roomView({ entries }) }).flatMap((row) =>
      row.type === 'entry' && row.joined ? [row.entry.offset] : [],
    );
    expect(joined).toEqual([2]);
  });

  it('marks the place where history was loaded anew', () => {
    expect(brief(of({ room: roomView({ entries: saidFrom(7, 8) }), reloadedAt: 7 })).slice(0, 1)).toEqual(['reloaded']);
  });

  it('puts private rows after the entry that was the newest then', () => {
    const waiting = { type: 'waiting' } as const;
    const asides = [aside(0, waiting), aside(2, waiting), aside(3, waiting)];
    expect(
      brief(of({ room: roomView({ entries: saidFrom(1, 3) }), asides })).filter((row) => row !== 'Yesterday'),
    ).toEqual(expect.arrayContaining(['aside', 1, 2, 'aside', 3, 'aside']));
    expect(brief(of({ asides: [aside(0, waiting)] }))).toEqual(['aside']);
  });

  it('shows a reply once: privately until the feed has it', () => {
    const reply = { type: 'reply', message: plain('started'), offset: 4 } as const;
    const before = of({ room: roomView({ entries: saidFrom(1, 3) }), asides: [aside(3, reply)] });
    expect(before.filter((row) => row.type === 'aside')).toHaveLength(1);
    const after = of({ room: roomView({ entries: saidFrom(1, 4) }), asides: [aside(3, reply)] });
    expect(after.filter((row) => row.type === 'aside')).toHaveLength(0);
  });

  it('does not show a message twice while it is on its way', () => {
    const rows = of({
      asides: [aside(0, { type: 'waiting' }, { kind: 'say', text: 'hello' })],
      pending: [{ mid: 'm1', text: 'hello' }],
    });
    expect(brief(rows)).toEqual(['pending']);
  });

  it('keeps private and pending rows out of a window of older entries', () => {
    const entries = saidFrom(1, 700);
    const pending = [{ mid: 'm1', text: 'hello' }];
    const asides = [aside(100, { type: 'waiting' }), aside(350, { type: 'waiting' }), aside(700, { type: 'waiting' })];
    const rows = of({ room: roomView({ entries }), end: 600, asides, pending });
    expect(rows.filter((row) => row.type === 'aside').map((row) => row.key)).toEqual(['a350']);
    expect(rows.filter((row) => row.type === 'pending')).toEqual([]);
  });

  it('gives each row a key of its own', () => {
    const rows = of({ room: roomView({ entries: saidFrom(1, 50) }), asides: [aside(3, { type: 'waiting' })] });
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });
});
