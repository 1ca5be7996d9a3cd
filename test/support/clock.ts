import type { Clock, Ids } from '../../bridge/ports/clock.ts';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Lets time pass, and with it every timer that falls due, in order; between two timers, what is ready to go on goes on. */
  advance(ms: number): Promise<void>;
}

export function manualClock(start = 1_000_000): ManualClock {
  const timers = new Set<{ at: number; work: () => void }>();
  let now = start;
  const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));
  return {
    now: () => now,
    after(ms, work) {
      const timer = { at: now + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const next = [...timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.work();
      }
      now = end;
      await settle();
    },
  };
}

/** Ids that count up, so that each is another and none is a surprise. */
export function countingIds(): Ids {
  let last = 0;
  const next = (digits: number) => (last += 1).toString(16).padStart(digits, '0');
  return {
    hex: (bytes) => next(bytes * 2),
    mid: () => `00000000-0000-7000-8000-${next(12)}`,
  };
}
