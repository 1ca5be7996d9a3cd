import type { Card } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { asSeenBy } from '../app/feed/read-feed.ts';
import type { Epoch, Offset, PersonId, RoomId } from '../../protocol/model/ids.ts';
import { entryFrames, fittingCard, notification } from './frames.ts';

/** A session in a room, as the hub sees it. */
export interface Listener {
  /** The offset of the last entry that this session was sent; undefined until hello is answered. */
  last: Offset | undefined;
  /** Whose it is: what is for somebody else is sent as a `skip`. */
  readonly person: PersonId;
  send(frame: Buffer): void;
  /** Resolves when it has taken what was sent. */
  drained(): Promise<void>;
}

export interface HubOptions {
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly top: Offset;
  readonly read: (after: Offset) => Promise<readonly Entry[]>;
  /** Runs work at the end of this turn of the event loop. */
  readonly soon: (work: () => void) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Where a room's news is gathered for one turn of the event loop, serialised once, and sent to everybody who is up to date. A listener gets cards
 * and people from the moment it is added, and entries as soon as it is up to date.
 */
export class Hub {
  readonly epoch: Epoch;
  readonly #options: HubOptions;
  readonly #listeners = new Set<Listener>();
  readonly #waiting: Entry[] = [];
  readonly #cards = new Map<string, Card>();
  readonly #latest = new Map<string, string>();
  #sent: Offset;
  #planned = false;
  #filling: Promise<void> = Promise.resolve();

  constructor(options: HubOptions) {
    this.#options = options;
    this.epoch = options.epoch;
    this.#sent = options.top;
  }

  get room(): RoomId {
    return this.#options.room;
  }

  /** The newest offset that was sent. */
  get top(): Offset {
    return this.#sent;
  }

  /** News of the store, in any order; a gap is filled by reading. */
  entries(entries: readonly Entry[]): void {
    if (!this.#take(entries)) return;
    const { read, failed } = this.#options;
    this.#filling = this.#filling.then(async () => void this.#take(await read(this.#newest()))).catch(failed);
  }

  card(card: Card): void {
    this.#cards.set(JSON.stringify(card.key), card);
    this.#plan();
  }

  /** News of which only the newest counts, of each kind. */
  latest(kind: 'people' | 'sources', frame: string): void {
    this.#latest.set(kind, frame);
    this.#plan();
  }

  /** Something for one person alone, in all their windows. */
  only(person: PersonId, frame: string): void {
    const buffer = Buffer.from(frame);
    for (const listener of this.#listeners) if (listener.person === person) listener.send(buffer);
  }

  /** The returned function takes the listener out again. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a listener whose `last` is known what it lacks, until it is up to date ([B3]). */
  async catchUp(listener: Listener): Promise<void> {
    const { read } = this.#options;
    while (listener.last !== undefined && listener.last < this.#sent) {
      const missed = await read(listener.last);
      const end = missed.at(-1);
      if (!end) return;
      // A long history is handed out at the reader's own pace, or it would be closed as a slow one.
      for (const frame of this.#framesFor(asSeenBy(missed, listener.person))) {
        listener.send(frame);
        await listener.drained();
      }
      listener.last = end.offset;
    }
  }

  #framesFor(entries: readonly Entry[]): Buffer[] {
    return entryFrames(this.#options.room, this.epoch, entries);
  }

  #newest(): Offset {
    return this.#waiting.at(-1)?.offset ?? this.#sent;
  }

  /** Takes the entries that follow on what is known; answers whether there was a gap before one. */
  #take(entries: readonly Entry[]): boolean {
    let gap = false;
    for (const entry of entries) {
      if (entry.offset === this.#newest() + 1) this.#waiting.push(entry);
      else if (entry.offset > this.#newest()) gap = true;
    }
    this.#plan();
    return gap;
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    this.#options.soon(() => this.#flush());
  }

  #flush(): void {
    this.#planned = false;
    const from = this.#sent;
    const entries = this.#waiting.splice(0);
    const frames = this.#framesFor(entries);
    this.#sent = entries.at(-1)?.offset ?? from;
    const state = this.#stateFrames();
    for (const listener of this.#listeners) {
      if (listener.last === from) {
        // Only whoever may not see all of it needs frames of their own.
        const seen = asSeenBy(entries, listener.person);
        for (const frame of seen === entries ? frames : this.#framesFor(seen)) listener.send(frame);
        listener.last = this.#sent;
      }
      for (const frame of state) listener.send(frame);
    }
  }

  /** The newest of each card, however often it changed, and of the people and sources. */
  #stateFrames(): Buffer[] {
    const { room } = this.#options;
    const frames = [...this.#cards.values()].map((card) =>
      notification('card/changed', { room, card: fittingCard(card) }),
    );
    frames.push(...this.#latest.values());
    this.#cards.clear();
    this.#latest.clear();
    return frames.map((frame) => Buffer.from(frame));
  }
}
