import type { Params, Result } from '../protocol/wire/methods.ts';
import type { Connection } from '../protocol/wire/panel.ts';
import type { Ask } from './calls.ts';
import { type Link, type NewsHandlers, openLink, silenceMs } from './link.ts';
import { type Ending, plan } from './reconnect.ts';
import { watchSleep } from './sleep.ts';
import type { Surroundings } from './socket.ts';
import { endedHere, reasonOf } from './words.ts';

export interface StandingOptions {
  readonly surroundings: Surroundings;
  readonly firstWaitMs: number;
  readonly log: (note: string) => void;
  /** What to say hello with; asked for before each attempt. */
  hello(): Params<'session/hello'>;
  /** Hello was answered, and `connection()` is not `online` yet. An ending that is returned ends the link at once. */
  welcomed(hello: Result<'session/hello'>, ask: Ask): Ending | undefined;
  /** A link that was welcomed has ended. */
  lost(): void;
  /** The cursors are worth nothing any more. */
  forget(): void;
  readonly news: NewsHandlers;
  readonly tell: (connection: Connection) => void;
}

/** A connection that is made again, by the plan, until it must not be. */
export interface Standing {
  start(): void;
  connection(): Connection;
  /** Leaves the link that there is now, and goes on as after this ending. */
  end(ending: Ending): void;
  /** Tries at once, whatever was planned; does nothing while a link is there. */
  retry(): void;
  close(): void;
}

/** A link that lived for so long shows that things are well again. */
const lastsMs = 10_000;
const soonMs = 1_000;

export function createStanding(options: StandingOptions): Standing {
  return new StandingConnection(options);
}

class StandingConnection implements Standing {
  readonly #options: StandingOptions;
  readonly #surroundings: Surroundings;
  #connection: Connection = { state: 'connecting' };
  #link: Link | undefined;
  #onlineAt: number | undefined;
  #offlineAt: number | undefined;
  #attempt = 0;
  #faults = 0;
  #endWait: (() => void) | undefined;
  #endWatch: (() => void) | undefined;

  constructor(options: StandingOptions) {
    this.#options = options;
    this.#surroundings = options.surroundings;
  }

  connection(): Connection {
    return this.#connection;
  }

  start(): void {
    if (this.#endWatch) return;
    this.#endWatch = watchSleep(this.#surroundings, () => this.#woke());
    this.#put({ state: 'connecting' });
    this.#open();
  }

  end(ending: Ending): void {
    this.#link?.end(ending);
  }

  retry(): void {
    if (!this.#endWatch || this.#link) return;
    this.#endWait?.();
    this.#attempt = 0;
    this.#faults = 0;
    this.#put({ state: 'connecting' });
    this.#open();
  }

  close(): void {
    this.#endWatch?.();
    this.#endWatch = undefined;
    this.#endWait?.();
    this.#link?.drop();
    this.#link = undefined;
    this.#connection = { state: 'stopped', reason: endedHere };
  }

  #open(): void {
    const { news, log } = this.#options;
    this.#endWait = undefined;
    const link = openLink(
      this.#surroundings,
      this.#options.hello(),
      {
        welcomed: (answer) => this.#welcomed(link, answer),
        news,
        ended: (ending, hintMs) => this.#ended(ending, hintMs),
      },
      log,
    );
    this.#link = link;
  }

  #welcomed(link: Link, answer: Result<'session/hello'>): void {
    this.#onlineAt = this.#surroundings.now();
    const ending = this.#options.welcomed(answer, link.ask);
    if (ending) return link.end(ending);
    this.#offlineAt = undefined;
    this.#put({ state: 'online' });
  }

  #ended(ending: Ending, hintMs: number | undefined): void {
    const { surroundings, firstWaitMs } = this.#options;
    const now = surroundings.now();
    this.#link = undefined;
    if (this.#onlineAt !== undefined) {
      const lasted = now - this.#onlineAt >= lastsMs;
      this.#onlineAt = undefined;
      if (lasted || ending.type === 'woke') this.#attempt = this.#faults = 0;
      this.#options.lost();
    }
    const next = plan(ending, {
      attempt: this.#attempt,
      faults: this.#faults,
      hintMs,
      firstWaitMs,
      chance: surroundings.chance(),
    });
    this.#attempt += 1;
    const reason = reasonOf(ending);
    if (next.type !== 'wait') return this.#put({ state: next.type, reason });
    if (next.fault) this.#faults += 1;
    if (next.forget) this.#options.forget();
    this.#wait(next.ms, reason);
  }

  #wait(ms: number, reason: string): void {
    const now = this.#surroundings.now();
    this.#offlineAt ??= now;
    const offline = { state: 'offline', since: this.#offlineAt, reason } as const;
    this.#endWait = this.#surroundings.after(ms, () => {
      // Still offline for whoever looks: a state that blinks with each attempt tells nobody anything.
      this.#put(offline);
      this.#open();
    });
    this.#put({ ...offline, retryAt: now + ms });
  }

  #woke(): void {
    const now = this.#surroundings.now();
    if (this.#link) {
      // A page in the background is late too, but hears from its bridge all the time.
      if (now - this.#link.heardAt() > silenceMs) this.#link.end({ type: 'woke' });
    } else if (this.#endWait && this.#connection.state === 'offline') {
      this.#endWait();
      const left = Math.max(0, (this.#connection.retryAt ?? 0) - now);
      this.#wait(left + Math.floor(this.#surroundings.chance() * soonMs), this.#connection.reason);
    }
  }

  #put(connection: Connection): void {
    this.#connection = connection;
    this.#options.tell(connection);
  }
}
