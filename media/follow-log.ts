import { type LogView, wantsMore } from './log.ts';

const pauseMs = 1000;

/** Reads an open log on: at once, or after a while where there was nothing new. Call what it answers after each change. */
export function createLogFollower(
  log: () => LogView | undefined,
  read: (log: LogView) => void,
): (after: (ms: number, work: () => void) => unknown) => void {
  let waits = false;
  const next = (): void => {
    waits = false;
    const now = log();
    if (now && wantsMore(now)) read(now);
  };
  return (after) => {
    const now = log();
    if (!now || !wantsMore(now) || waits) return;
    if (!now.idle) return next();
    waits = true;
    after(pauseMs, next);
  };
}
