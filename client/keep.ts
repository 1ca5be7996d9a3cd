import type { CardKey } from '../protocol/model/card.ts';
import type { Shown } from '../protocol/model/excerpt.ts';
import type { Epoch, Mid, Offset, RoomId } from '../protocol/model/ids.ts';

/** Which message an item of the outbox changes. Offsets of one incarnation of the feed say nothing in another. */
export interface Amends {
  readonly epoch: Epoch;
  readonly offset: Offset;
  /** Whether it takes the message back, so that the item has no text. */
  readonly removes: boolean;
}

/** A message that was written and is not acknowledged. It leaves the outbox by an acknowledgement, or by its writer's wish. */
export interface OutboxItem {
  readonly mid: Mid;
  readonly room: RoomId;
  readonly text: string;
  readonly about?: CardKey | undefined;
  /** Lines of code that go with it. */
  readonly excerpt?: Shown | undefined;
  /** Absent for a message of its own. */
  readonly amends?: Amends | undefined;
  readonly writtenAt: number;
  /** Why the bridge refused it for good. */
  readonly refused?: string | undefined;
}

/** Where a client keeps what it has not sent. Both may be slow; a `save` that resolves has survived. */
export interface OutboxKeep {
  load(): Promise<readonly OutboxItem[]>;
  save(items: readonly OutboxItem[]): Promise<void>;
}
