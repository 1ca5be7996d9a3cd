import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const unauthorisedMs = 60_000;

/**
 * What happened in the channels, in one line: after a connection was opened, and after anything could not be taken in, history is read before
 * the next event. Else a later one would move the bookmark past those that were missed. Mattermost sends nothing again: what could not be
 * taken in is found in history, with what was changed and deleted.
 */
export class Lane {
  readonly #clock: Clock;
  readonly #catchUp: () => Promise<void>;
  readonly #failed: (word: string) => void;
  #waiting: (() => Promise<void>)[] = [];
  #behind = false;
  #pausing = false;
  #closed = false;
  #failures = 0;
  #running: Promise<void> | undefined;
  #stopWaiting = (): void => {};

  constructor(clock: Clock, catchUp: () => Promise<void>, failed: (word: string) => void) {
    this.#clock = clock;
    this.#catchUp = catchUp;
    this.#failed = failed;
  }

  /** Something may have happened that did not come. */
  behind(): void {
    this.#behind = true;
    this.#run();
  }

  push(take: () => Promise<void>): void {
    this.#waiting.push(take);
    this.#run();
  }

  /** Resolves once nothing is being taken in any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
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
    while (!this.#closed && !this.#pausing && (this.#behind || this.#waiting.length > 0)) {
      const next = this.#behind ? undefined : this.#waiting.shift();
      this.#behind = false;
      try {
        await (next ? next() : this.#catchUp());
        this.#failures = 0;
      } catch (error) {
        this.#pause(error);
      }
    }
  }

  #pause(error: unknown): void {
    const failure = error instanceof PlatformError ? error : undefined;
    this.#failed(failure?.vendorWord ?? (error instanceof Error ? error.name : 'failure'));
    this.#behind = true;
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
