import type { Clock } from '../../ports/clock.ts';

/** [F13] A clock that never goes back: where the one that it reads is put back, it goes on from where it was. */
export function createSteadyClock(clock: Clock): Clock {
  let last = clock.now();
  let ahead = 0;
  return {
    now() {
      const now = clock.now();
      ahead += Math.max(0, last - now);
      last = now;
      return now + ahead;
    },
    after: (ms, work) => clock.after(ms, work),
  };
}
