import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWallClock } from '../../bridge/app/routes/wall-clock.ts';
import { digestDue, type Quiet, quietUntil } from '../../bridge/domain/quiet.ts';

const wall = createWallClock();
const minuteMs = 60_000;
const at = (text: string): number => Date.parse(text);
const shown = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());
const night: Quiet = { zone: 'Europe/Berlin', hours: { from: 19 * 60, to: 8 * 60 } };

describe('quiet hours', () => {
  it.each([
    ['2026-11-23T17:59:59Z', undefined],
    ['2026-11-23T18:00:00Z', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24T06:59:30Z', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24T07:00:00Z', undefined],
  ])('hold from evening to morning: %s', (now, until) => {
    expect(shown(quietUntil(night, at(now), wall))).toBe(until);
  });

  it.each([
    ['spring forward', '2026-03-28T22:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['fall back', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00.000Z'],
  ])('end by the clock on the wall where the clocks %s', (_, now, until) => {
    expect(shown(quietUntil(night, at(now), wall))).toBe(until);
  });

  it('end when the hour that the clocks leave out would have begun', () => {
    const early: Quiet = { zone: 'Europe/Berlin', hours: { from: 22 * 60, to: 2 * 60 + 30 } };
    expect(shown(quietUntil(early, at('2026-03-29T00:30:00Z'), wall))).toBe('2026-03-29T01:00:00.000Z');
  });

  it('hold on whole days, one after the other', () => {
    const weekend: Quiet = { ...night, days: [6, 0] };
    expect(shown(quietUntil(weekend, at('2026-11-20T20:00:00Z'), wall))).toBe('2026-11-23T07:00:00.000Z');
  });

  // Zones that change at midnight, by half an hour, by quarters, or never; and both sides of the equator.
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Cairo',
    'Asia/Kolkata',
    'America/Havana',
  ];
  const zone = fc.constantFrom(...zones);
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const year = { min: at('2024-01-01T00:00:00Z'), max: at('2028-12-31T00:00:00Z') };
  /** Half of them within a day of a change of some clock. */
  const changes = [
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2026-03-08T07:00Z',
    '2026-11-01T06:00Z',
    '2026-04-04T15:00Z',
    '2026-04-23T22:00Z',
    '2026-10-29T21:00Z',
    '2026-03-08T05:00Z',
    '2026-11-01T05:00Z',
  ];
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -1500, max: 1500 }))
    .map(([text, minutes]) => at(text) + minutes * minuteMs);
  const instant = fc.oneof(fc.integer(year), near);

  it('end in the first minute that is loud on the wall, in every zone, whatever its clocks do', () => {
    fc.assert(
      fc.property(zone, minute, minute, instant, (name, from, to, now) => {
        fc.pre(from !== to);
        const quiet: Quiet = { zone: name, hours: { from, to } };
        const loud = (when: number): boolean => {
          const { minute: shownMinute } = wall(when, name);
          return from < to ? shownMinute < from || shownMinute >= to : shownMinute < from && shownMinute >= to;
        };
        const until = quietUntil(quiet, now, wall);
        const minutes = until === undefined ? 0 : (until - now) / minuteMs;
        const hushed = Array.from({ length: Math.ceil(minutes) }, (_, index) => now + index * minuteMs);
        expect(loud(until ?? now)).toBe(true);
        expect([...hushed, ...(until === undefined ? [] : [until - 1])].filter(loud)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('and digests: one is due at most a day and an hour from now, when the wall shows its time, or has just passed it', () => {
    fc.assert(
      fc.property(zone, minute, instant, (name, time, now) => {
        const due = digestDue({ zone: name, at: [time] }, now, wall) ?? 0;
        expect(due).toBeGreaterThan(now);
        expect(due - now).toBeLessThanOrEqual(25 * 60 * minuteMs);
        const { minute: shownMinute } = wall(due, name);
        const { minute: before } = wall(due - minuteMs, name);
        // Where the clocks have leapt over it, it is told as soon as they go on.
        expect(shownMinute === time || (shownMinute > time && (before < time || before > shownMinute))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('and digests: of two times and some days it is the next', () => {
    const digest = { zone: 'Europe/Berlin', at: [9 * 60, 16 * 60], days: [1, 2, 3, 4, 5] };
    expect(shown(digestDue(digest, at('2026-11-23T08:00:00Z'), wall))).toBe('2026-11-23T15:00:00.000Z');
    expect(shown(digestDue(digest, at('2026-11-20T15:00:00Z'), wall))).toBe('2026-11-23T08:00:00.000Z');
  });
});
