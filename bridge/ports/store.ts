import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { DeviceId, Epoch, Offset, PersonId, RepositoryId, RoomId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';

/** What is kept, by kind. Each thing has a version, which rises by one with each put; 0 is that of a thing that is not there. */
export interface Things {
  room: { readonly id: RoomId; readonly name: string; readonly repositories: readonly RepositoryId[] };
  person: { readonly id: PersonId; readonly name: string; readonly owner: boolean };
  /** By the SHA-256 of the token, in hex: the token itself is not kept. */
  token: {
    readonly person: PersonId;
    readonly createdAt: number;
    readonly device?: DeviceId;
    readonly revokedAt?: number;
  };
  /** A one-time code, by its SHA-256. */
  code: { readonly person: PersonId; readonly expiresAt: number; readonly usedAt?: number };
  card: Card;
  run: { readonly room: RoomId; readonly about: CardKey; readonly run: CiRun; readonly handle?: string };
  /** What people were last told of a branch, by the card's id. */
  told: { readonly health: 'failing' | 'passing' };
  /** Who somebody is on a forge, by `FORGE/PERSON`. No token of theirs is kept. */
  account: {
    readonly person: PersonId;
    readonly forge: string;
    readonly account: string;
    readonly login: string;
    /** They have shown it there; otherwise they have only said so. */
    readonly proved: boolean;
    readonly at: number;
  };
  /** How far a channel was read, by `platform/channel`. */
  bookmark: { readonly message: string };
  /** The card on whose message a thread hangs, by `platform/channel/message`. */
  thread: { readonly about: CardKey };
  /** What was answered under a key, so that a repeat gets the same. `hash` tells a repeat from a misuse of the key. */
  outcome: {
    readonly hash: string;
    readonly at: number;
    readonly outcome: unknown;
    readonly offsets: readonly Offset[];
  };
}
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
      readonly message: Message;
      readonly by?: string;
    }
  | { readonly type: 'mirror'; readonly platform: string; readonly channel: string; readonly card: CardKey };

/** `dead` and `sent` are ends; a mirror leaves `sent` again when a newer version is wanted. */
export type DeliveryState = 'waiting' | 'unsure' | 'sent' | 'dead';

/** A row of the outbox. Rows of one lane go out one at a time, oldest first; `dead` and `sent` ones do not hold up the others. */
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
  /** The platform's id of the message, once it stands. */
  readonly posted?: string;
  readonly reason?: string;
}

/**
 * Asks for a delivery. Where one with this id is there, only its `wanted` is raised. Where that is more than was sent, it waits again, at
 * once and with no attempts; so does a dead mirror of which more is wanted than ever before. A dead message stays dead.
 */
export type NewDelivery = Pick<Delivery, 'id' | 'room' | 'lane' | 'task' | 'queuedAt' | 'wanted'>;

/**
 * How a delivery went on. It ends the lease, and `posted` and `reason` are as said here, absent or not. `wanted` is left as it has become
 * meanwhile; where that is more than was sent, a `sent` delivery waits again, with no attempts.
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
  readonly deliveries?: readonly NewDelivery[];
  readonly settled?: readonly Settled[];
  readonly audit?: readonly AuditRow[];
}

export type CommitResult =
  /** `entries` are those of the change, with their offsets, in its order. */
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
 * first `put` of the room. Kept for good: things and mirrors. Kept at least as long: of a feed the newest 5,000 entries and those
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
   * Leases deliveries that are due at `now`: of each lane the oldest open one, where it is not under lease, until `now + leaseMs`; oldest
   * first. One whose lease ran out, or whose holder died, has become `unsure`, and its attempts begin anew.
   */
  due(now: number, leaseMs: number, limit: number): Promise<Delivery[]>;
  /** Looks one delivery up, for whoever asks why something was or was not posted. */
  delivery(id: string): Promise<Delivery | undefined>;
  close(): Promise<void>;
}
