import type { CardKey } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Epoch, Offset, PersonId, RoomId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { Things } from './things.ts';

export type Kind = keyof Things;

export type Kept<K extends Kind = Kind> = {
  [P in K]: {
    readonly kind: P;
    readonly id: string;
    readonly room?: RoomId;
    readonly version: number;
    readonly value: Things[P];
  };
}[K];

/** A thing to keep. It is put only where the kept version is still `after`; 0 for a new one. */
export type Put = {
  [P in Kind]: {
    readonly kind: P;
    readonly id: string;
    readonly room?: RoomId;
    readonly after: number;
    readonly value: Things[P];
  };
}[Kind];

/** Distributes over the cases, so that each keeps its own fields. */
type Unplaced<E> = E extends unknown ? Omit<E, 'offset'> : never;
/** An entry without its offset, which the store assigns inside the transaction. */
export type NewEntry = Unplaced<Entry>;

/** What a delivery has to bring about: that a message stands there once, or that a card's message shows the wanted version. */
export type Task =
  | {
      readonly type: 'message';
      readonly platform: string;
      readonly channel: string;
      readonly about?: CardKey;
      /** Absent: its author took it back, and it is taken away where it stands. */
      readonly message?: Message;
      readonly by?: string;
      /** The channel is to see it beside the thread. */
      readonly broadcast?: boolean;
      readonly calls?: readonly { readonly person: PersonId; readonly user: string }[];
    }
  | { readonly type: 'mirror'; readonly platform: string; readonly channel: string; readonly card: CardKey }
  /** One message for a digest, by the digest's id. Its versions are the thing's. */
  | { readonly type: 'digest'; readonly platform: string; readonly channel: string; readonly digest: string };

/**
 * `dead`, `sent` and `superseded` are ends; a mirror, a digest and an amended message leave `sent` again when a newer version is wanted.
 * `superseded`: it was taken back before it was sent, or is told by a digest instead.
 */
export type DeliveryState = 'waiting' | 'unsure' | 'sent' | 'dead' | 'superseded';

/**
 * A row of the outbox. Rows of one lane go out one at a time, oldest first; those that have ended do not hold up the others. Nor does a calm
 * one: where it stands already, the others pass it; where it does not, it is due as soon as another comes after it.
 */
export interface Delivery {
  readonly id: string;
  readonly room: RoomId;
  readonly lane: string;
  readonly task: Task;
  readonly state: DeliveryState;
  readonly queuedAt: number;
  readonly notBefore: number;
  readonly attempts: number;
  /** Versions of what is to be shown: of a message 1 and then 1. */
  readonly wanted: number;
  readonly sent: number;
  /** The platform's id of the message, once it stands; after the channel's and a slash where that is another than the task's. */
  readonly posted?: string;
  readonly reason?: string;
  /** It is not due before this, unless something more urgent is asked for. */
  readonly calmUntil?: number;
  /** When it was last sent. */
  readonly sentAt?: number;
  /** The entry that it tells of. */
  readonly entry?: Offset;
}

/**
 * Asks for a delivery. Where one with this id is there, its `wanted` is raised, and where that is news, its task becomes this one. Where that
 * is more than was sent, it waits again, with no attempts, as queued now; so does a dead mirror or digest of which more is wanted than ever before. A dead or
 * superseded message has ended, and only its task is replaced.
 */
export type NewDelivery = Pick<Delivery, 'id' | 'room' | 'lane' | 'task' | 'queuedAt' | 'wanted'> & {
  /**
   * How little it hurries: it is due so long after it is asked for, and after it was last sent; of two calm wishes that wait, the earlier
   * counts. Absent: at once, and then nothing calmer holds it.
   */
  readonly calmMs?: number;
  /** Which of the change's entries it tells of; asked for again, it goes on telling of the first. */
  readonly entry?: number;
};

/** One line of the ledger: what happened, and by which rule it was posted or not. Rows are kept 14 days. */
export interface LedgerRow {
  readonly at: number;
  readonly room: RoomId;
  readonly about?: CardKey;
  /** In a change, which of its entries it was; in a trace, that entry's offset. */
  readonly entry?: number;
  /** What happened, in words: `CI #12 failed`. */
  readonly event: string;
  /** Where to, and by which rule, in words. */
  readonly rule: string;
  readonly verdict: 'posted' | 'later' | 'left';
  /** The delivery that it led to. */
  readonly delivery?: string;
}

/** What a trace is of. */
export type Traced =
  | { readonly delivery: string }
  | { readonly room: RoomId; readonly card: CardKey }
  | { readonly room: RoomId; readonly entry: Offset };

/**
 * How a thing was told: the ledger's rows, oldest first, at most the newest 200; and its deliveries, in the order of their lanes: that of the
 * id, those of the entry, or of the card its mirrors and the newest 200 messages about it.
 */
export interface Trace {
  readonly rows: readonly LedgerRow[];
  readonly deliveries: readonly Delivery[];
}

/**
 * An entry that somebody has changed or taken back. The `amended` entry that tells of it is made by the store, in the same commit. Where
 * nothing that was said is kept at that offset, or where it was taken back before, nothing is made of it.
 */
export interface Amendment {
  readonly room: RoomId;
  readonly offset: Offset;
  readonly message?: Message;
}

/**
 * How a delivery went on. It ends the lease, and `posted` and `reason` are as said here, absent or not. `wanted` is left as it has become
 * meanwhile; where that is more than was sent, a `sent` delivery waits again, with no attempts, as calmly as was asked for since it was leased.
 */
export type Settled = Pick<Delivery, 'id' | 'state' | 'notBefore' | 'attempts' | 'sent' | 'posted' | 'reason'>;

export interface AuditRow {
  readonly at: number;
  readonly room: RoomId;
  readonly person: PersonId;
  readonly act: string;
  readonly detail: string;
  readonly verdict: 'allowed' | 'denied';
}

/** One decision, to be committed whole or not at all. */
export interface Change {
  readonly at: number;
  /** Under which this happens once. A repeat with the same hash is a duplicate, with another a misuse. */
  readonly key?: { readonly id: string; readonly hash: string };
  /** What to answer under the key from now on, as JSON has it. */
  readonly outcome?: unknown;
  /** Things that were read and must not have moved, beside those that are put. */
  readonly expects?: readonly { readonly kind: Kind; readonly id: string; readonly version: number }[];
  readonly puts?: readonly Put[];
  readonly entries?: readonly { readonly room: RoomId; readonly entry: NewEntry }[];
  /** Rewrites what was said, where it is kept: the words that it had are gone. Earlier amendments of the same become skips. */
  readonly amendments?: readonly Amendment[];
  readonly deliveries?: readonly NewDelivery[];
  readonly settled?: readonly Settled[];
  readonly audit?: readonly AuditRow[];
  readonly ledger?: readonly LedgerRow[];
}

export type CommitResult =
  /** `entries` are those of the change, with their offsets, in its order; then those that its amendments made. */
  | {
      readonly state: 'committed';
      readonly entries: readonly { readonly room: RoomId; readonly epoch: Epoch; readonly entry: Entry }[];
    }
  | { readonly state: 'duplicate'; readonly outcome: unknown; readonly offsets: readonly Offset[] }
  | { readonly state: 'misused' }
  | { readonly state: 'conflict'; readonly kind: Kind; readonly id: string };

/** A stretch of a feed, oldest first. `oldest` is the offset of the oldest entry that is still kept, 1 in an empty feed. */
export interface Stretch {
  readonly epoch: Epoch;
  readonly top: Offset;
  readonly oldest: Offset;
  readonly entries: readonly Entry[];
}

/** The disk cannot take it now (full, an I/O error). Nothing of the change was kept. */
export class StoreUnavailable extends Error {}

/**
 * What the bridge remembers. A commit that was answered survives the end of the process and of the machine's power; changes that wait
 * at once may share one transaction, each failing alone, and come in the order in which they were handed over. Rooms' feeds begin with the
 * first `put` of the room. Kept for good: things, mirrors and digests. Kept at least as long: of a feed the newest 5,000 entries and those
 * of the last 24 hours, an outcome 8 days, a message's delivery 7 days from its end. What is handed out is the caller's own.
 */
export interface Store {
  /** Fails with StoreUnavailable; with any other error where the change names a room or settles a delivery that is not there. */
  commit(change: Change): Promise<CommitResult>;
  get<K extends Kind>(kind: K, id: string): Promise<Kept<K> | undefined>;
  /** All things of a kind, of one room if given, in the order of their ids. */
  list<K extends Kind>(kind: K, room?: RoomId): Promise<Kept<K>[]>;
  /** The entries after `after`, or before `before`, nearest to it, at most `limit`; undefined for a room that is not there. */
  feed(
    room: RoomId,
    part: { readonly after: Offset } | { readonly before: Offset },
    limit: number,
  ): Promise<Stretch | undefined>;
  /**
   * Leases deliveries that are due at `now`: of each lane the oldest open one, where none of the lane is under lease, until `now + leaseMs`;
   * those that were asked for first. One whose lease ran out, or whose holder died, has become `unsure`, and its attempts begin anew. What does not fit, asked in
   * that order and as it would be given, is left as it is.
   */
  due(now: number, leaseMs: number, limit: number, fits?: (delivery: Delivery) => boolean): Promise<Delivery[]>;
  /** Looks up how something was told, for whoever asks why it was or was not posted. */
  trace(of: Traced): Promise<Trace>;
  close(): Promise<void>;
}
