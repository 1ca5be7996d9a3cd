import type { ChatEvent, ChatReceiver } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';

type Said = ChatEvent & { type: 'said' };

const retryMs = 1_000;

/** Offers what it hears to the receiver, one at a time, oldest first, and again until it is taken. */
export class Inlet {
  readonly #clock: Clock;
  readonly #channels: readonly string[];
  readonly #history: () => readonly Said[];
  readonly #taken = new Set<string>();
  #receiver: ChatReceiver | undefined;
  #connected = false;
  #waiting: readonly ChatEvent[] = [];
  #offering: Promise<void> = Promise.resolve();
  #stopRetry = (): void => {};

  /** `history` is all that was said, oldest first. */
  constructor(clock: Clock, channels: readonly string[], history: () => readonly Said[]) {
    this.#clock = clock;
    this.#channels = channels;
    this.#history = history;
  }

  async open(receiver: ChatReceiver): Promise<void> {
    this.#receiver = receiver;
    await this.resume();
  }

  /** Resolves once the event was taken in, or could not be; at once where nobody is connected. */
  async hear(event: ChatEvent): Promise<void> {
    if (!this.#connected) return;
    this.#waiting = [...this.#waiting, event];
    await this.#drain();
  }

  interrupt(): void {
    this.#connected = false;
    this.#waiting = [];
  }

  async resume(): Promise<void> {
    const missed = await Promise.all(this.#channels.map((channel) => this.#missed(channel)));
    this.#waiting = missed.flat();
    this.#connected = true;
    await this.#drain();
  }

  close(): void {
    this.#stopRetry();
    this.interrupt();
    this.#receiver = undefined;
  }

  async #missed(channel: string): Promise<Said[]> {
    const since = (await this.#receiver?.since(channel)) ?? '';
    return this.#history().filter(
      (each) => each.channel === channel && each.message > since && !this.#taken.has(each.message),
    );
  }

  #drain(): Promise<void> {
    this.#offering = this.#offering.then(() => this.#offer());
    return this.#offering;
  }

  async #offer(): Promise<void> {
    const [next] = this.#waiting;
    if (!next || !this.#receiver) return;
    try {
      await this.#receiver.take(next);
    } catch {
      this.#stopRetry = this.#clock.after(retryMs, () => void this.#drain());
      return;
    }
    if (next.type === 'said') this.#taken.add(next.message);
    this.#waiting = this.#waiting.filter((each) => each !== next);
    await this.#offer();
  }
}
