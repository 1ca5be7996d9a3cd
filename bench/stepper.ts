import type { ManualClock } from '../test/support/clock.ts';

/** Real time after which a question that nobody answered is a fault of the bench. */
const patienceMs = 30_000;

/** Lets everything that is on its way arrive: `quiet` says whether nothing is. */
export async function settle(quiet: () => boolean): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let calm = 0; calm < 3; ) {
    await new Promise((resolve) => void setImmediate(resolve));
    calm = quiet() ? calm + 1 : 0;
    if (Date.now() > until) throw new Error('something is on its way for ever');
  }
}

/** Moves a manual clock on, and lets each question over HTTP be answered before the next timer fires. */
export function stepper(clock: ManualClock, quiet: () => boolean): (to: number) => Promise<void> {
  return async (to) => {
    while (clock.now() < to) {
      await settle(quiet);
      await clock.advance(Math.min(1_000, to - clock.now()));
    }
    await settle(quiet);
  };
}
