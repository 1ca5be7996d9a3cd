// @vitest-environment node

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterEarlier, page, type Paged, trim, windowOf, windowRows } from '../../media/pages.ts';
import { roomView, saidFrom } from './samples.ts';

const state = (first: number, last: number, end?: number): Paged => ({
  room: roomView({ entries: saidFrom(first, last), more: true }),
  end,
  thread: null,
});
const shown = (paged: Paged) => {
  const { entries, older, newer } = windowOf(paged);
  return { first: entries[0]?.offset, last: entries.at(-1)?.offset, older, newer };
};

describe('window of rows', () => {
  it('shows the newest, at most 300', () => {
    expect(shown(state(1, 1000))).toEqual({ first: 701, last: 1000, older: 700, newer: 0 });
    expect(shown(state(1, 5))).toEqual({ first: 1, last: 5, older: 0, newer: 0 });
    expect(windowOf({ thread: null }).entries).toEqual([]);
  });

  it('turns to older and newer entries that are known, and back to the newest', () => {
    const back = page(state(1, 700), 'older');
    expect(shown(back)).toEqual({ first: 301, last: 600, older: 300, newer: 100 });
    expect(shown(page(back, 'newer'))).toEqual({ first: 401, last: 700, older: 400, newer: 0 });
    expect(page(page(back, 'older'), 'newest').end).toBeUndefined();
  });

  it('moves towards older entries that arrive, and lets go of the newest of a full window', () => {
    const full = afterEarlier(state(501, 800), saidFrom(451, 500), true);
    expect(shown(full)).toEqual({ first: 451, last: 750, older: 0, newer: 50 });
    const room = afterEarlier(state(501, 520), saidFrom(451, 500), true);
    expect(shown(room)).toEqual({ first: 451, last: 520, older: 0, newer: 0 });
  });

  it('forgets the oldest only while the newest are shown', () => {
    expect(trim(state(1, 900)).room?.entries).toHaveLength(900);
    const trimmed = trim(state(1, 901));
    expect(trimmed.room?.entries).toHaveLength(windowRows);
    expect(trimmed.room?.more).toBe(true);
    expect(trim(state(1, 901, 400)).room?.entries).toHaveLength(901);
  });

  it('is a run of known entries without a gap, and never too long, whatever was turned', () => {
    const turns = fc.array(fc.constantFrom('older' as const, 'newer' as const, 'newest' as const, 'earlier' as const));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 950 }), turns, (many, all) => {
        let now: Paged = state(2001, 2000 + many);
        for (const turn of all) {
          const first = now.room?.entries[0]?.offset ?? 2001;
          now = turn === 'earlier' ? afterEarlier(now, saidFrom(first - 70, first - 1), true) : page(now, turn);
          const { entries, older, newer } = windowOf(now);
          const known = now.room?.entries ?? [];
          expect(entries.length).toBeLessThanOrEqual(windowRows);
          expect(older + entries.length + newer).toBe(known.length);
          expect(entries).toEqual(known.slice(older, older + entries.length));
          expect(entries.length > 0).toBe(known.length > 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
