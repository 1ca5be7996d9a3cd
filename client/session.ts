import type { Card, CardKey } from '../protocol/model/card.ts';
import type { Completion } from '../protocol/model/completion.ts';
import type { Entry } from '../protocol/model/entry.ts';
import type { Shown } from '../protocol/model/excerpt.ts';
import type { Message } from '../protocol/model/message.ts';
import type { DeviceId, Mid, Offset, RunId } from '../protocol/model/ids.ts';
import type { Overlap, Presence } from '../protocol/model/presence.ts';
import type { Source } from '../protocol/model/source.ts';
import type { Status } from '../protocol/model/status.ts';
import type { Workflow } from '../protocol/model/workflow.ts';
import type { Account, Params, Result } from '../protocol/wire/methods.ts';
import type { Connection, Pending, RoomView } from '../protocol/wire/panel.ts';
import type { OutboxKeep } from './keep.ts';
import type { Surroundings } from './socket.ts';

/** A refusal by the bridge, or by this client where the bridge cannot be asked. `message` is for people. */
export interface Refused {
  readonly ok: false;
  readonly slug: string;
  readonly message: string;
  /** What of the question it was about. */
  readonly field?: string | undefined;
}
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

/** A command's reply. `offset` is where everybody reads it in the feed; without it, the asker alone does. */
export interface Reply {
  readonly reply: Message;
  readonly offset?: number | undefined;
  readonly run?: RunId | undefined;
}

/** What somebody did at the engine themselves; the session adds the room and the mid. */
export type Acted = Omit<Params<'run/acted'>, 'mid' | 'room'>;

/** How this device appears to the others; the session adds the room. */
export type Appearance = Omit<Params<'presence/appear'>, 'room'>;

/** Which log is wanted, and how. */
export interface LogWish {
  readonly job?: string | undefined;
  readonly style?: 'plain' | 'sgr' | undefined;
}

export type Credential = { readonly token: string } | { readonly code: string };

/** What a session tells, as it happens. */
export type SessionEvent =
  | { readonly type: 'connection'; readonly connection: Connection }
  /** The code bought this token: keep it. */
  | { readonly type: 'token'; readonly token: string }
  /** The room as a whole: after the first hello, and after each that could not resume. */
  | { readonly type: 'room'; readonly room: RoomView }
  /** New entries, in order, none missing. `missed`: they were said before this client came back. */
  | { readonly type: 'entries'; readonly entries: readonly Entry[]; readonly missed?: true | undefined }
  | { readonly type: 'card'; readonly card: Card }
  | { readonly type: 'people'; readonly people: readonly Presence[] }
  /** Which of the files that this person tells others have changed too: all of it, each time. */
  | { readonly type: 'overlaps'; readonly overlaps: readonly Overlap[] }
  | { readonly type: 'sources'; readonly sources: readonly Source[] }
  | { readonly type: 'pending'; readonly pending: readonly Pending[] }
  /** The room does not take the branch that this device wants to share, and why. */
  | { readonly type: 'unshared'; readonly message: string };

export interface SessionOptions {
  readonly surroundings: Surroundings;
  readonly credential: Credential;
  /** `window` tells windows apart that share one device's memory. */
  readonly device: { readonly id: DeviceId; readonly name: string; readonly window?: string | undefined };
  readonly keep: OutboxKeep;
  /** Mints a UUIDv7. */
  readonly mid: () => Mid;
  readonly tell: (event: SessionEvent) => void;
  /** Whether this device is in the list of people from the start. Absent: it is. */
  readonly seen?: (() => boolean) | undefined;
  /** Rises with each call, across restarts of this device too. */
  readonly counter: () => number;
  /** The first wait after a loss is spread over so many milliseconds. Absent: 10 s, which spares a bridge with many clients. */
  readonly firstWaitMs?: number | undefined;
  /** Hears what was ignored, in words without content. */
  readonly log?: ((note: string) => void) | undefined;
}

/** One client's standing connection to a bridge: it connects, resumes, sends again what was not acknowledged, and stops when told. */
export interface Session {
  start(): void;
  /** The room as it is known now; undefined before the first hello. */
  room(): RoomView | undefined;
  connection(): Connection;
  /** What was written here and is not acknowledged yet, oldest first. */
  pending(): readonly Pending[];
  /** Latest only: one that waits is replaced; while offline it waits, and is sent after hello. `null` takes the branch back. */
  share(status: Status | null): void;
  /** Latest only, and told again after each hello: how this device appears to the others. */
  appear(how: Appearance): void;
  /** As the bridge last told; empty while offline. */
  overlaps(): readonly Overlap[];
  /** Goes to the outbox first, and resolves once it is kept there; what becomes of it is told by `pending` and `entries`. */
  say(text: string, about?: CardKey, excerpt?: Shown): Promise<Outcome<Mid>>;
  /** Other words for a message of one's own; `null` takes it back. By way of the outbox, as `say`, and only as long as the history is the same. */
  amend(offset: Offset, text: string | null): Promise<Outcome<Mid>>;
  forget(mid: string): Promise<void>;
  /** At most once: never sent while offline. Asked again under the same mid where the socket fell meanwhile and time is left. */
  run(line: string, about?: CardKey): Promise<Outcome<Reply>>;
  /** How a line may go on at its caret; `null` where there is nothing to offer. */
  complete(text: string, caret: number, about?: CardKey): Promise<Outcome<Completion | null>>;
  earlier(before: number): Promise<Outcome<Result<'feed/read'>>>;
  /** A part of a log; absent a wish, the whole run's, in plain text. */
  log(run: RunId, from: number, wish?: LogWish): Promise<Outcome<Result<'run/log'>>>;
  /** What can be started for a branch. */
  workflows(about: CardKey): Promise<Outcome<readonly Workflow[]>>;
  /** Tells what this person did at the engine themselves: at most once, and never while offline, as `run`. */
  acted(what: Acted): Promise<Outcome<Result<'run/acted'>>>;
  /** Tells who this person is on a forge, and answers all that the bridge then knows of them there. */
  account(claimed: Params<'person/account'>): Promise<Outcome<readonly Account[]>>;
  /** Who this person is on the forges, as the bridge last told. */
  accounts(): readonly Account[];
  /** Has the bridge forget this device, or all of this person's, and answers how many they were; then it ends this session. Never while offline. */
  signOut(everywhere: boolean): Promise<Outcome<number>>;
  /** Tries at once, whatever was planned. */
  retry(): void;
  /** Ends for good; open requests are refused. */
  close(): void;
}
