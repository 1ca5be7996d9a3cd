import * as z from 'zod/mini';
import { Card, CardKey } from '../model/card.ts';
import { CommandSpec } from '../model/command.ts';
import { Completion } from '../model/completion.ts';
import { Entry } from '../model/entry.ts';
import { Shown } from '../model/excerpt.ts';
import { Cursor, DeviceId, Epoch, Instant, Mid, Offset, RoomId, RunId } from '../model/ids.ts';
import { Message } from '../model/message.ts';
import { Person } from '../model/person.ts';
import { Overlap, Presence } from '../model/presence.ts';
import { Source } from '../model/source.ts';
import { Status } from '../model/status.ts';
import { Workflow } from '../model/workflow.ts';

/** Why a feed could not be resumed, so that what came with hello is its tail and not what was missed. */
export const ResumeReason = z.enum(['epoch', 'expired', 'too_many', 'future']);
export type ResumeReason = z.infer<typeof ResumeReason>;

/** A room as hello brings it: what was missed or the tail of the feed, and all cards and people. */
export const RoomState = z.object({
  room: RoomId,
  name: z.string(),
  epoch: Epoch,
  /** The offset of the newest entry, 0 in an empty room. */
  top: Offset,
  recovered: z.boolean(),
  reason: z.optional(ResumeReason),
  entries: z.array(Entry),
  cards: z.array(Card),
  people: z.array(Presence),
  /** The commands that this person may run. */
  commands: z.array(CommandSpec),
  /** Where its cards are read from, and how fresh each is; absent from a bridge that does not tell. */
  sources: z.optional(z.array(Source)),
});
export type RoomState = z.infer<typeof RoomState>;

/** An account on a forge, by the forge's own lasting id. */
export const Account = z.object({
  forge: z.string().check(z.maxLength(40)),
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  login: z.string().check(z.minLength(1), z.maxLength(100)),
  proved: z.boolean(),
});
export type Account = z.infer<typeof Account>;

const HelloParams = z.object({
  protocol: z.int().check(z.positive()),
  /** Exactly one of the two: `code` is one-time and buys a token. */
  token: z.optional(z.string().check(z.maxLength(200))),
  code: z.optional(z.string().check(z.maxLength(200))),
  device: z.object({
    id: DeviceId,
    /** The program, as a person would read it: `VS Code 1.139.1`. */
    name: z.string().check(z.minLength(1), z.maxLength(80)),
    /** Which of the windows that share this device's memory; it lives as long as the window. */
    window: z.optional(z.string().check(z.maxLength(100))),
  }),
  cursors: z.array(Cursor).check(z.maxLength(50)),
  /** `false`: this device is in nobody's list of people until it says otherwise. */
  seen: z.optional(z.boolean()),
});
const HelloResult = z.object({
  protocol: z.int(),
  person: Person,
  now: Instant,
  /** Only in answer to a `code`. It is shown once: keep it. */
  token: z.optional(z.string()),
  rooms: z.array(RoomState),
  /** Who this person is on the forges. `proved`: they have shown it there, so that the bridge acts for them. */
  accounts: z.optional(z.array(Account)),
});

const ShareParams = z.object({
  mid: Mid,
  room: RoomId,
  /** Rises with each share of this device; an older one never overwrites a newer one. */
  counter: z.int().check(z.nonnegative()),
  /** `null` takes the branch from this device's presence: sharing is paused, or there is no branch. */
  status: z.nullable(Status),
});
const ShareResult = z.object({
  /** The card's version after this, or null where there was nothing to apply. */
  version: z.nullable(z.int()),
  dup: z.optional(z.boolean()),
});

const SayParams = z.object({
  mid: Mid,
  room: RoomId,
  text: z.string().check(z.minLength(1), z.maxLength(4000)),
  about: z.optional(CardKey),
  excerpt: z.optional(Shown),
});
const SayResult = z.object({ epoch: Epoch, offset: Offset, dup: z.optional(z.boolean()) });

const AmendParams = z.object({
  mid: Mid,
  room: RoomId,
  /** The entry to change: one of this person's own messages. */
  offset: Offset,
  /** What it is to say; `null` takes it back. */
  text: z.nullable(z.string().check(z.minLength(1), z.maxLength(4000))),
});

const SignOutParams = z.object({
  /** This person's other devices too, and their part in the chats. */
  everywhere: z.boolean(),
});
const SignOutResult = z.object({ devices: z.int().check(z.nonnegative()) });

const ReadParams = z.object({
  room: RoomId,
  /** Entries with a smaller offset than this are answered, oldest first. */
  before: z.int().check(z.positive()),
  limit: z.int().check(z.positive(), z.maximum(200)),
});
const ReadResult = z.object({ epoch: Epoch, entries: z.array(Entry), more: z.boolean() });

/** How a device appears to the others. It lasts as long as the session, and is written nowhere. */
const AppearParams = z.object({
  room: RoomId,
  /** Whether it is in the list of people at all. */
  seen: z.boolean(),
  /** Nobody has touched it for some minutes. */
  idle: z.boolean(),
  /** The branch it is on, where that may be known and nothing else of it; `null`: none. Absent: as `status/share` says. */
  on: z.optional(z.nullable(CardKey)),
  /** Files that are changed on that branch, by names alone. They are compared with those of others who tell theirs, and shown to nobody else. */
  files: z.optional(z.array(z.string().check(z.maxLength(500))).check(z.maxLength(500))),
});
const AppearResult = z.object({});

const CompleteParams = z.object({
  room: RoomId,
  text: z.string().check(z.maxLength(4000)),
  caret: z.int().check(z.nonnegative()),
  about: z.optional(CardKey),
});
const CompleteResult = z.object({ completion: z.nullable(Completion) });

const RunParams = z.object({
  mid: Mid,
  room: RoomId,
  /** Without a leading slash: `ci run main`. */
  line: z.string().check(z.minLength(1), z.maxLength(2000)),
  /** By the bridge's clock, at most 60 s ahead. A line that arrives later is refused and never run. */
  expiresAt: Instant,
  /** The branch that the asker looks at; `this branch` of the command. */
  about: z.optional(CardKey),
});
const RunResult = z.object({
  reply: Message,
  /** Where everybody can read the reply, if they can. */
  offset: z.optional(Offset),
  /** The run that was started, if one was. */
  run: z.optional(RunId),
  dup: z.optional(z.boolean()),
});

const LogParams = z.object({
  run: RunId,
  /** Bytes of the log to skip: 0, or `next` of the answer before, which was asked in the same way. */
  from: z.int().check(z.nonnegative()),
  /** One job's; absent: the whole run's, or where logs are kept by job, that of its first failing job, else of its first. */
  job: z.optional(z.string().check(z.maxLength(120))),
  /** `sgr` leaves colours in the text, as ANSI sequences that end in `m`; everything else is taken out in both. */
  style: z.optional(z.enum(['plain', 'sgr'])),
});
const LogResult = z.object({
  /** At most 64 KiB, without control sequences. */
  text: z.string(),
  next: z.int(),
  /** Nothing more will come after `next`. */
  ended: z.boolean(),
  /** Why there is no more of it yet, where the engine gives a log only when a job has ended. */
  note: z.optional(z.string()),
});

const WorkflowsParams = z.object({ room: RoomId, about: CardKey });
const WorkflowsResult = z.object({ workflows: z.array(Workflow) });

const ActedParams = z.object({
  mid: Mid,
  room: RoomId,
  about: CardKey,
  /** The command that would have done the same: what the audit and the feed show. */
  line: z.string().check(z.minLength(1), z.maxLength(2000)),
  run: z.optional(RunId),
  done: z.boolean(),
  /** The engine's words where it refused. */
  why: z.optional(z.string().check(z.maxLength(500))),
});
const ActedResult = z.object({ offset: z.optional(Offset), dup: z.optional(z.boolean()) });

const AccountParams = z.object({
  forge: z.string().check(z.maxLength(40)),
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  login: z.string().check(z.minLength(1), z.maxLength(100)),
});
const AccountResult = z.object({ accounts: z.array(Account) });

/** Everything that a client may ask. An unknown method is refused; unknown fields are dropped. */
export const methods = {
  'session/hello': { params: HelloParams, result: HelloResult },
  'status/share': { params: ShareParams, result: ShareResult },
  'feed/say': { params: SayParams, result: SayResult },
  /** Changes or takes back what this person said, here and in the chats. Its `offset` is that of the `amended` entry. */
  'feed/amend': { params: AmendParams, result: SayResult },
  'feed/read': { params: ReadParams, result: ReadResult },
  'presence/appear': { params: AppearParams, result: AppearResult },
  'command/run': { params: RunParams, result: RunResult },
  /** How a line may go on at its caret: commands and their arguments after a slash, people after an at sign. */
  'command/complete': { params: CompleteParams, result: CompleteResult },
  'run/log': { params: LogParams, result: LogResult },
  /** What can be started for a branch, with the inputs that each asks for. */
  'run/workflows': { params: WorkflowsParams, result: WorkflowsResult },
  /** Tells what this person did at the engine themselves, with their own credentials, which stay with them. */
  'run/acted': { params: ActedParams, result: ActedResult },
  /** Tells who this person is on a forge. It is shown as said, and gives no right: only a link that was proved does. */
  'person/account': { params: AccountParams, result: AccountResult },
  /** Revokes this device's token, or all of this person's. Answers how many devices are signed out; then their sessions end. */
  'person/sign-out': { params: SignOutParams, result: SignOutResult },
} as const;

export type Method = keyof typeof methods;
export type Params<M extends Method> = z.infer<(typeof methods)[M]['params']>;
export type Result<M extends Method> = z.infer<(typeof methods)[M]['result']>;

/** Everything that the bridge tells without being asked. A client drops what it does not know. */
export const notifications = {
  'feed/entries': z.object({ room: RoomId, epoch: Epoch, entries: z.array(Entry) }),
  'card/changed': z.object({ room: RoomId, card: Card }),
  'sources/changed': z.object({ room: RoomId, sources: z.array(Source) }),
  'presence/changed': z.object({ room: RoomId, people: z.array(Presence) }),
  /** To one person alone: which of their changed files others have changed too, the whole of it each time. */
  'presence/overlaps': z.object({ room: RoomId, overlaps: z.array(Overlap).check(z.maxLength(50)) }),
  'session/tick': z.object({ now: Instant, tops: z.array(z.object({ room: RoomId, epoch: Epoch, top: Offset })) }),
  'session/bye': z.object({
    code: z.int(),
    slug: z.string(),
    retryAfterMs: z.optional(z.int().check(z.nonnegative())),
    resume: z.boolean(),
  }),
} as const;

export type NotificationMethod = keyof typeof notifications;
export type NotificationParams<N extends NotificationMethod> = z.infer<(typeof notifications)[N]>;
