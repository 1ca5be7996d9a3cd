import type { Clock } from '../../../ports/clock.ts';

/** Both sockets at the start, and each of them twice again. */
const atOnce = 6;
const minuteMs = 60_000;

/** [W8] Turns to open a socket: some at once, and in the long run no more than so many a minute. */
export interface Openings {
  /** Calls `work` when it is its turn, at once where there is one. The returned function gives the place in the line up. */
  next(work: () => void): () => void;
  close(): void;
}

export function createOpenings(clock: Clock, perMinute: number): Openings {
  const waiting = new Set<() => void>();
  let left = atOnce;
  let stop: (() => void) | undefined;

  function serve(): void {
    const [first] = waiting;
    if (first && left > 0) {
      waiting.delete(first);
      left -= 1;
      first();
      serve();
    }
    if (left < atOnce) stop ??= clock.after(minuteMs / perMinute, gain);
  }
  function gain(): void {
    stop = undefined;
    left += 1;
    serve();
  }

  return {
    next(work) {
      const mine = () => work();
      waiting.add(mine);
      serve();
      return () => waiting.delete(mine);
    },
    close() {
      waiting.clear();
      stop?.();
    },
  };
}
