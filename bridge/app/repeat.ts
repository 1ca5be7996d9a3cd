import type { Clock } from '../ports/clock.ts';

/** Something that is done again and again, never twice at once. */
export interface Repeated {
  /** Brings the next time forward; never puts it off. */
  soon(at: number): void;
  /** No more of it begins; resolves once what is under way has ended. */
  close(): Promise<void>;
}

export interface Repetition {
  /** Fails never: it says itself what went wrong. */
  readonly work: () => Promise<void>;
  /** How many milliseconds to wait after it. */
  readonly next: () => number;
  /** How many to wait before the first time. */
  readonly firstMs: number;
}

export function repeat(clock: Clock, { work, next, firstMs }: Repetition): Repeated {
  let cancel: (() => void) | undefined;
  let busy: Promise<void> | undefined;
  let closed = false;
  let dueAt = 0;

  function wait(ms: number): void {
    cancel?.();
    if (closed) return;
    dueAt = clock.now() + ms;
    cancel = clock.after(ms, () => {
      busy = work().finally(() => {
        busy = undefined;
        wait(next());
      });
    });
  }

  wait(firstMs);
  return {
    soon(at) {
      if (!busy && at < dueAt) wait(Math.max(0, at - clock.now()));
    },
    async close() {
      closed = true;
      cancel?.();
      await busy;
    },
  };
}
