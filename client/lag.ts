import type { Epoch, Offset } from '../protocol/model/ids.ts';
import { isBehind, type Position } from './resume.ts';
import type { Surroundings } from './socket.ts';

const graceMs = 5_000;

/** Notices news that never came: the bridge says that there is more, and for five seconds nothing arrives ([B6]). */
export interface Lag {
  /** The bridge told how far the feed goes. */
  tick(feed: { readonly epoch: Epoch; readonly top: Offset }): void;
  clear(): void;
}

export function createLag(after: Surroundings['after'], position: () => Position | undefined, behind: () => void): Lag {
  let stop: (() => void) | undefined;

  function clear(): void {
    stop?.();
    stop = undefined;
  }

  function watch(feed: { readonly epoch: Epoch; readonly top: Offset }): void {
    const from = position();
    if (!from || !isBehind(from, feed)) return clear();
    stop ??= after(graceMs, () => {
      stop = undefined;
      if (position() !== from) watch(feed);
      else behind();
    });
  }

  return { tick: watch, clear };
}
