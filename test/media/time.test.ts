// @vitest-environment node

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, asOf, createCalendar, localeBeside, span } from '../../media/time.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('times', () => {
  it('says how long ago something was', () => {
    const ago = (ms: number) => age(10 * day - ms, 10 * day);
    expect([0, minute - 1, minute, 59 * minute, 60 * minute, day - 1, day, 3 * day].map(ago)).toEqual([
      'just now',
      'just now',
      '1 min ago',
      '59 min ago',
      '1 h ago',
      '23 h ago',
      '1 day ago',
      '3 days ago',
    ]);
  });

  it('never says that something lies in the future, whatever the clocks', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (at, now) => {
        expect(age(at, now)).toMatch(/^(just now|\d+ (min|h|days?) ago)$/);
      }),
    );
  });

  it('says of what is stale as of when it was true', () => {
    expect(asOf(0, 3 * minute)).toBe('as of 3 min ago');
    expect(asOf(0, 10)).toBe('as of a moment ago');
  });

  it('says how long something took', () => {
    expect([400, 48_000, 60_000, 125_000, 3_600_000, 3_780_000, -5].map(span)).toEqual([
      '0 s',
      '48 s',
      '1 min',
      '2 min 5 s',
      '1 h',
      '1 h 3 min',
      '0 s',
    ]);
  });

  it('names days by the reader’s own midnight', () => {
    const berlin = createCalendar('en-GB', 'Europe/Berlin');
    const now = Date.UTC(2026, 10, 20, 12);
    expect(berlin.day(Date.UTC(2026, 10, 19, 23, 30), now)).toBe('Today');
    expect(berlin.day(Date.UTC(2026, 10, 19, 22, 30), now)).toBe('Yesterday');
    expect(berlin.day(Date.UTC(2026, 10, 9, 12), now)).toBe('Monday 9 November');
    expect(berlin.clock(now)).toBe('13:00');
    const boston = createCalendar('en-US', 'America/New_York');
    expect(boston.clock(now)).toMatch(/^7:00\sAM$/);
    expect([boston.brief(now), berlin.brief(now)]).toEqual(['7:00', '13:00']);
    const night = createCalendar('de', 'Europe/Berlin');
    const early = Date.UTC(2026, 10, 20, 0, 7);
    expect([night.clock(early), night.brief(early)]).toEqual(['01:07', '01:07']);
  });

  it('are in the language of the words around them', () => {
    expect(localeBeside('de', 'en-US')).toBe('de');
    expect(localeBeside('de', 'de-AT')).toBeUndefined();
    expect(localeBeside('en', 'de-DE')).toBeUndefined();
    expect(createCalendar(localeBeside('de', 'en-US'), 'UTC').day(0, 9e11)).toBe('Donnerstag, 1. Januar');
  });
});
