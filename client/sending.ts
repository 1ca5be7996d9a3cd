import type { Epoch, Mid } from '../protocol/model/ids.ts';
import { failures } from '../protocol/wire/failure.ts';
import type { Answered, Ask, Failed } from './calls.ts';
import type { OutboxItem } from './keep.ts';
import { type Outbox, outboxLimits } from './outbox.ts';
import type { Surroundings } from './socket.ts';

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
  /** Which incarnation of the feed is known. */
  readonly epoch: () => Epoch | undefined;
  /** An answer did not come although the connection stands. */
  readonly stuck: () => void;
}

/** So many may go out at once, and then so many a second: below the bridge's own limits, which would refuse the rest. */
const atOnce = 32;
const perSecond = 10;
const pauseMs = 5_000;
/** A message that makes the bridge fail does so for ever, and must not hold up the others. */
const triesLimit = 5;

export function createSending(options: SendingOptions): Sending {
  return new OutboxSending(options);
}

/**
 * One message is under way at a time ([E4]): with two, a bridge that refuses the first for a moment and takes the second has turned
 * them round.
 */
class OutboxSending implements Sending {
  readonly #options: SendingOptions;
  readonly #tries = new Map<Mid, number>();
  /** A new object for each connection, so that a late answer is known as such. */
  #place: { readonly ask: Ask } | undefined;
  #busy = false;
  #budget = 0;
  #endRefill: (() => void) | undefined;
  #endPause: (() => void) | undefined;

  constructor(options: SendingOptions) {
    this.#options = options;
  }

  online(ask: Ask): void {
    this.offline();
    this.#place = { ask };
    this.#budget = atOnce;
    this.pump();
  }

  offline(): void {
    this.#place = undefined;
    this.#busy = false;
    this.#endRefill?.();
    this.#endPause?.();
    this.#endRefill = this.#endPause = undefined;
  }

  pump(): void {
    if (!this.#place || this.#busy || this.#endPause) return;
    const item = this.#next();
    if (!item || !this.#spend()) return;
    this.#busy = true;
    void this.#send(this.#place, item);
  }

  /** Takes one from the budget, which grows again while there is something to send. */
  #spend(): boolean {
    this.#endRefill ??= this.#options.surroundings.after(1_000, () => {
      this.#endRefill = undefined;
      this.#budget = Math.min(atOnce, this.#budget + perSecond);
      this.pump();
    });
    if (this.#budget === 0) return false;
    this.#budget -= 1;
    return true;
  }

  #next(): OutboxItem | undefined {
    const { outbox } = this.#options;
    const waiting = outbox.items().filter(({ refused }) => refused === undefined);
    for (const item of waiting) {
      const why = this.#isHopeless(item);
      if (why === undefined) return item;
      void outbox.refuse(item.mid, why);
    }
    return undefined;
  }

  #isHopeless({ writtenAt, amends }: OutboxItem): string | undefined {
    const { surroundings, epoch } = this.#options;
    if (writtenAt < surroundings.now() - outboxLimits.ageMs) return tooOld;
    return amends && amends.epoch !== epoch() ? otherHistory : undefined;
  }

  async #send(at: { readonly ask: Ask }, item: OutboxItem): Promise<void> {
    const { mid } = item;
    const { outbox, surroundings, stuck } = this.#options;
    const answer = await put(at.ask, item);
    if (answer.ok) void outbox.remove(mid);
    const isOver = !answer.ok && this.#isFinal(mid, answer);
    if (isOver) void outbox.refuse(mid, answer.message);
    if (at !== this.#place) return;
    this.#busy = false;
    if (answer.ok || isOver) return this.pump();
    if (answer.why === 'late') return stuck();
    this.#endPause = surroundings.after(answer.retryAfterMs ?? pauseMs, () => {
      this.#endPause = undefined;
      this.pump();
    });
  }

  #isFinal(mid: Mid, { why, slug, retryable }: Failed): boolean {
    // Who is not let in now may be later, with a new link; what they wrote is theirs until then.
    if (why !== 'refused' || passing.has(slug) || slug === 'not_authenticated') return false;
    const count = (this.#tries.get(mid) ?? 0) + 1;
    this.#tries.set(mid, count);
    return !retryable || count >= triesLimit;
  }
}

const put = (ask: Ask, { mid, room, text, about, excerpt, amends }: OutboxItem): Promise<Answered<unknown>> =>
  amends
    ? ask('feed/amend', { mid, room, offset: amends.offset, text: amends.removes ? null : text })
    : ask('feed/say', { mid, room, text, about, excerpt });

/** Refusals that pass by themselves, however long it takes. */
const passing = new Set<string>(
  Object.entries(failures)
    .filter(([, row]) => row.retry === 'after')
    .map(([slug]) => slug),
);

const otherHistory =
  'The history was loaded anew meanwhile, and this message may be another one now. Look at it, and change it again.';
const tooOld = 'This could not be sent for three days, and is not sent any more. Copy it if you still need it.';
