import { PlatformError, type PlatformFault } from '../../ports/platform-error.ts';
import type { World } from '../world.ts';

/** Work that waits for its time, each piece under a name. */
export interface Chores {
  /** The earlier of two wishes under one name counts: a steady stream of news must not put off the work for ever. */
  add(name: string, afterMs: number, work: () => Promise<void>): void;
  /** What waits is dropped; resolves once what is under way has ended. */
  close(): Promise<void>;
}

/** So many are done together at most. */
const together = 40;

/**
 * A source that does not answer is asked again after so long, and then after twice as long each time, up to the longest: what it was to be
 * asked would not be told a second time ([W5]).
 */
const againMs = 60_000;
const longestMs = 10 * 60_000;

/** Faults that time mends. */
const passing: ReadonlySet<PlatformFault> = new Set(['limited', 'unavailable', 'unsure']);

interface Chore {
  readonly name: string;
  readonly at: number;
  readonly work: () => Promise<void>;
  /** So often it has failed. */
  readonly failed: number;
}

/** All that is due is done at once: a forge may answer many questions that are asked together by one call. */
export function createChores(world: () => World): Chores {
  const waiting = new Map<string, Chore>();
  let cancel: (() => void) | undefined;
  let busy: Promise<void> | undefined;
  let closed = false;

  function wake(): void {
    cancel?.();
    cancel = undefined;
    const next = Math.min(...[...waiting.values()].map(({ at }) => at));
    if (busy || closed || next === Infinity) return;
    cancel = world().clock.after(Math.max(0, next - world().clock.now()), () => {
      busy = doAll().finally(() => {
        busy = undefined;
        wake();
      });
    });
  }

  async function doAll(): Promise<void> {
    const now = world().clock.now();
    const due = [...waiting.values()].filter(({ at }) => at <= now).slice(0, together);
    for (const { name } of due) waiting.delete(name);
    await Promise.all(due.map(attempt));
  }

  async function attempt({ name, work, failed }: Chore): Promise<void> {
    try {
      await work();
    } catch (error) {
      const later = error instanceof PlatformError && passing.has(error.fault);
      const waitMs = Math.min(againMs * 2 ** failed, longestMs);
      if (later) put(name, error.retryAfterMs ?? waitMs, work, failed + 1);
      world().log.warn('a source could not be asked', { name, error });
    }
  }

  function put(name: string, afterMs: number, work: () => Promise<void>, failed: number): void {
    const at = world().clock.now() + afterMs;
    if (closed || (waiting.get(name)?.at ?? Infinity) <= at) return;
    waiting.set(name, { name, at, work, failed });
    wake();
  }

  return {
    add: (name, afterMs, work) => put(name, afterMs, work, 0),
    async close() {
      closed = true;
      waiting.clear();
      cancel?.();
      await busy;
    },
  };
}
