import type { Mid } from '../protocol/model/ids.ts';
import { failures } from '../protocol/wire/failure.ts';
import type { Ask, Failed } from './calls.ts';
import type { OutboxItem } from './keep.ts';
import { type Outbox, outboxLimits } from './outbox.ts';
import type { Surroundings } from './socket.ts';

/** [E4] So many may wait for their acknowledgement at once. */
const inFlightLimit = 32;
/** Below the bridge's own limit of 20 frames a second, so that a full outbox is not refused by it, and so loses its order. */
const perSecond = 10;
const pauseMs = 5_000;
/** A message that makes the bridge fail does so for ever, and must not hold up the others. */
const triesLimit = 5;

/** Sends what the outbox holds, oldest first, each until it is acknowledged or refused for good. */
export interface Sending {
  online(ask: Ask): void;
  offline(): void;
  /** There may be something new to send. */
  pump(): void;
}

export interface SendingOptions {
  readonly outbox: Outbox;
  readonly surroundings: Surroundings;
  /** An answer did not come although the connection stands. */
  readonly stuck: () => void;
}

export function createSending(options: SendingOptions): Sending {
  return new OutboxSending(options);
}

class OutboxSending implements Sending {
  readonly #options: SendingOptions;
  readonly #tries = new Map<Mid, number>();
  /** A set for each connection, so that what a former one answers late changes nothing in the present one. */
  #inFlight = new Set<Mid>();
  #ask: Ask | undefined;
  #budget = 0;
  #endRefill: (() => void) | undefined;
  #endPause: (() => void) | undefined;
  /** After a refusal for now: nothing goes out until all answers are here and this long has passed, so that the order holds. */
  #pauseMs: number | undefined;

  constructor(options: SendingOptions) {
    this.#options = options;
  }

  online(ask: Ask): void {
    this.offline();
    this.#ask = ask;
    this.#budget = inFlightLimit;
    this.pump();
  }

  offline(): void {
    this.#ask = undefined;
    this.#inFlight = new Set();
    this.#pauseMs = undefined;
    this.#endRefill?.();
    this.#endPause?.();
    this.#endRefill = this.#endPause = undefined;
  }

  pump(): void {
    const { outbox, surroundings } = this.#options;
    if (!this.#ask || this.#pauseMs !== undefined) return;
    const oldest = surroundings.now() - outboxLimits.ageMs;
    for (const item of outbox.items()) {
      if (item.refused !== undefined || this.#inFlight.has(item.mid)) continue;
      if (item.writtenAt < oldest) {
        void outbox.refuse(item.mid, tooOld);
        continue;
      }
      if (this.#inFlight.size >= inFlightLimit || !this.#spend()) return;
      this.#inFlight.add(item.mid);
      void this.#send(this.#ask, this.#inFlight, item);
    }
  }

  /** Takes one from the second's budget, which grows again while there is a connection. */
  #spend(): boolean {
    this.#endRefill ??= this.#options.surroundings.after(1_000, () => {
      this.#endRefill = undefined;
      this.#budget = Math.min(inFlightLimit, this.#budget + perSecond);
      this.pump();
    });
    if (this.#budget === 0) return false;
    this.#budget -= 1;
    return true;
  }

  async #send(ask: Ask, flight: Set<Mid>, { mid, room, text, about }: OutboxItem): Promise<void> {
    const answer = await ask('feed/say', { mid, room, text, about });
    const { outbox, stuck } = this.#options;
    const isCurrent = flight === this.#inFlight;
    if (answer.ok) void outbox.remove(mid);
    else if (answer.why === 'lost') return;
    else if (answer.why === 'late') return isCurrent ? stuck() : undefined;
    else if (this.#isFinal(mid, answer)) void outbox.refuse(mid, answer.message);
    else if (isCurrent) this.#pauseMs = Math.max(this.#pauseMs ?? 0, answer.retryAfterMs ?? pauseMs);
    flight.delete(mid);
    if (isCurrent) this.#goOn();
  }

  #goOn(): void {
    if (this.#pauseMs === undefined) return this.pump();
    if (this.#inFlight.size > 0) return;
    this.#endPause?.();
    this.#endPause = this.#options.surroundings.after(this.#pauseMs, () => {
      this.#endPause = this.#pauseMs = undefined;
      this.pump();
    });
  }

  #isFinal(mid: Mid, { slug, retryable }: Failed): boolean {
    // Who is not let in now may be later, with a new link; what they wrote is theirs until then.
    if (slug === 'not_authenticated') return false;
    if (!retryable) return true;
    if (passing.has(slug)) return false;
    const tries = (this.#tries.get(mid) ?? 0) + 1;
    this.#tries.set(mid, tries);
    return tries >= triesLimit;
  }
}

/** Refusals that pass by themselves, however long it takes. */
const passing = new Set(
  Object.entries(failures)
    .filter(([, row]) => row.retry === 'after')
    .map(([slug]) => slug),
);

const tooOld = 'This could not be sent for three days, and is not sent any more. Copy it if you still need it.';
