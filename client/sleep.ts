import type { Surroundings } from './socket.ts';

const beatMs = 10_000;
const lateMs = 30_000;

/** Calls `woke` after this machine has slept: then a beat comes far too late by the clock. The returned function ends the watch. */
export function watchSleep(surroundings: Surroundings, woke: () => void): () => void {
  let stop: () => void;
  const beat = (): void => {
    const due = surroundings.now() + beatMs;
    stop = surroundings.after(beatMs, () => {
      const late = surroundings.now() - due;
      beat();
      if (late > lateMs) woke();
    });
  };
  beat();
  return () => stop();
}
