import type { Clock } from '../../ports/clock.ts';
import { PlatformError } from '../../ports/platform-error.ts';

/** Something that came live. */
export interface Live {
  /** Takes it in. */
  take(): Promise<void>;
  /** Tells the platform that it was taken in. */
  ack?(): void;
  /** History does not tell of it, and the platform does not send it again: it is kept until it is taken in. */
  readonly once?: boolean;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const unauthorisedMs = 60_000;

/**
 * What happened in a chat, in one line: after a connection was opened, and after anything could not be taken in, history is read before the next
 * that came live. Else a later one would move the bookmark past those that were missed.
 */
export class Lane {
  readonly #clock: Clock;
  readonly #catchUp: () => Promise<void>;
  readonly #failed: (word: string) => void;
  #waiting: Live[] = [];
  #behind = false;
  #pausing = false;
  #closed = false;
  #failures = 0;
  #running: Promise<void> | undefined;
  #stopWaiting = (): void => {};
  #later: (() => void) | undefined;

  constructor(clock: Clock, catchUp: () => Promise<void>, failed: (word: string) => void) {
    this.#clock = clock;
    this.#catchUp = catchUp;
    this.#failed = failed;
  }

  /** Something may have happened that did not come: history is read, at once or a while from now. */
  behind(inMs = 0): void {
    if (inMs > 0) {
      this.#later ??= this.#clock.after(inMs, () => this.behind());
      return;
    }
    this.#later?.();
    this.#later = undefined;
    this.#behind = true;
    this.#run();
  }

  push(live: Live): void {
    this.#waiting.push(live);
    this.#run();
  }

  /** Resolves once nothing is being taken in any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
    this.#later?.();
    await this.#running;
  }

  #run(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
      // Something may have come after the work looked for the last time.
      if (!this.#pausing && !this.#closed && (this.#behind || this.#waiting.length > 0)) this.#run();
    });
  }

  async #work(): Promise<void> {
    while (!this.#closed && !this.#pausing) {
      const next = this.#behind ? undefined : this.#waiting.shift();
      if (!this.#behind && !next) return;
      try {
        await (next ? next.take() : this.#read());
        next?.ack?.();
        this.#failures = 0;
      } catch (error) {
        if (next?.once) this.#waiting.push(next);
        this.#pause(error);
      }
    }
  }

  async #read(): Promise<void> {
    this.#behind = false;
    await this.#catchUp();
  }

  /** What waits is in history too: so nothing but what comes once is kept through a failure. */
  #pause(error: unknown): void {
    const failure = error instanceof PlatformError ? error : undefined;
    this.#failed(failure?.vendorWord ?? (error instanceof Error ? error.name : 'failure'));
    this.#behind = true;
    this.#waiting = this.#waiting.filter(({ once }) => once);
    const waitMs = Math.min(firstWaitMs * 2 ** this.#failures, longestWaitMs);
    this.#failures += 1;
    this.#pausing = true;
    const pauseMs = failure?.fault === 'unauthorised' ? unauthorisedMs : (failure?.retryAfterMs ?? waitMs);
    this.#stopWaiting = this.#clock.after(pauseMs, () => {
      this.#pausing = false;
      this.#run();
    });
  }
}
