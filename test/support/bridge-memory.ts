import { amended } from '../../protocol/model/amended.ts';
import type { Card } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { type Cursor, Epoch, type Mid } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { Presence } from '../../protocol/model/presence.ts';
import type { Method, Params, Result, ResumeReason, RoomState } from '../../protocol/wire/methods.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { person, room } from './samples.ts';

/** A refusal, with the retry of the wire's table where it says nothing else. */
export interface Refusing {
  readonly slug: string;
  readonly message?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly field?: string;
}

export const ana = person('Ana');

/** A text as a message. */
export const plainMessage = (text: string): Message => ({
  text,
  blocks: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

const longestResume = 500;
const tailLength = 100;

/** What the bridge's double remembers: one room's feed and cards, and what each key was answered. */
export interface BridgeMemory {
  epoch(): Epoch;
  entries(): readonly Entry[];
  readonly cards: Map<string, Card>;
  people: readonly Presence[];
  readonly said: { readonly mid: Mid; readonly text: string }[];
  /** What was asked to be changed, each once. */
  readonly amended: { readonly mid: Mid; readonly offset: number; readonly text: string | null }[];
  readonly signedOut: boolean[];
  readonly ran: string[];
  readonly acted: string[];
  workflows: readonly Workflow[];
  readonly shared: Params<'status/share'>[];
  /** How the device said that it appears, in order. */
  readonly appeared: Params<'presence/appear'>[];
  /** The lines of code that went with messages. */
  readonly showed: NonNullable<Params<'feed/say'>['excerpt']>[];
  completion: Result<'command/complete'>['completion'];
  /** As the store does it: the entry is rewritten, and of several amendments of it the newest is left. */
  amend(offset: number, text: string | null): Entry;
  append(of: (place: { offset: number; at: number }) => Entry): Entry;
  /** A bridge that forgets that an entry was amended. */
  restore(offset: number, text: string): void;
  wipe(): void;
  rewind(count: number): void;
  /** The room for a hello with this cursor, and what was missed and does not fit into it. */
  enter(cursor: Cursor | undefined, fits: number): { readonly state: RoomState; readonly rest: readonly Entry[] };
  readonly answers: { readonly [M in Exclude<Method, 'session/hello'>]: (params: Params<M>) => object };
}

export function bridgeMemory(now: () => number, told: (entry: Entry) => void): BridgeMemory {
  const known = new Map<string, { readonly hash: string; readonly result: object }>();
  let entries: Entry[] = [];
  let epochs = 1;

  function once(mid: string, what: unknown, effect: () => object): object {
    const hash = JSON.stringify(what);
    const before = known.get(mid);
    if (before) return before.hash === hash ? { ...before.result, dup: true } : { slug: 'idempotency_conflict' };
    const result = effect();
    known.set(mid, { hash, result });
    return result;
  }

  function unrecoverable(cursor: Cursor): ResumeReason | undefined {
    if (cursor.epoch !== memory.epoch()) return 'epoch';
    if (cursor.offset > entries.length) return 'future';
    return entries.length - cursor.offset > longestResume ? 'too_many' : undefined;
  }

  const memory: BridgeMemory = {
    epoch: () => Epoch.parse(epochs.toString(16).padStart(32, '0')),
    entries: () => entries,
    cards: new Map(),
    people: [{ person: ana, devices: 1 }],
    said: [],
    amended: [],
    signedOut: [],
    ran: [],
    acted: [],
    workflows: [],
    shared: [],
    appeared: [],
    showed: [],
    completion: null,
    append(of) {
      const entry = of({ offset: entries.length + 1, at: now() });
      entries.push(entry);
      told(entry);
      return entry;
    },
    amend(of, text) {
      const message = text === null ? {} : { message: plainMessage(text) };
      const entry: Entry = { offset: entries.length + 1, at: now(), type: 'amended', of, ...message };
      entries = [...amended([...entries, entry])];
      told(entry);
      return entry;
    },
    restore(of, text) {
      entries = entries.map((entry) =>
        entry.type === 'said' && entry.offset === of
          ? { type: 'said', offset: of, at: entry.at, by: entry.by, message: plainMessage(text) }
          : entry,
      );
    },
    wipe() {
      epochs += 1;
      entries = [];
    },
    rewind(count) {
      entries = entries.slice(0, Math.max(0, entries.length - count));
    },
    enter(cursor, fits) {
      const reason = cursor && unrecoverable(cursor);
      const recovered = cursor !== undefined && reason === undefined;
      const missed = recovered ? entries.slice(cursor.offset) : entries.slice(-tailLength);
      const first = recovered ? missed.slice(0, fits) : missed;
      const feed = { epoch: memory.epoch(), top: entries.length, recovered, reason, entries: first };
      const { people, cards } = memory;
      const state = { room, name: 'Web', ...feed, cards: [...cards.values()], people: [...people], commands: [] };
      return { state, rest: missed.slice(first.length) };
    },
    answers: {
      'status/share': (params) => {
        memory.shared.push(params);
        return { version: params.status ? memory.shared.length : null };
      },
      'presence/appear': (params) => {
        memory.appeared.push(params);
        return {};
      },
      'command/complete': () => ({ completion: memory.completion }),
      'feed/say': ({ mid, text, about, excerpt }) =>
        once(mid, ['say', text, about, excerpt], () => {
          memory.said.push({ mid, text });
          if (excerpt) memory.showed.push(excerpt);
          const by = { type: 'person', person: ana } as const;
          const { offset } = memory.append((place) => ({
            ...place,
            type: 'said',
            by,
            message: plainMessage(text),
            about,
          }));
          return { epoch: memory.epoch(), offset };
        }),
      'feed/amend': ({ mid, offset: of, text }) =>
        once(mid, ['amend', of, text], () => {
          const entry = entries.find(({ offset }) => offset === of);
          const own = entry?.type === 'said' && entry.by.type === 'person' && entry.by.person.id === ana.id;
          if (!own || entry.removed) return { slug: 'forbidden_or_missing' };
          memory.amended.push({ mid, offset: of, text });
          return { epoch: memory.epoch(), offset: memory.amend(of, text).offset };
        }),
      'person/sign-out': ({ everywhere }) => {
        memory.signedOut.push(everywhere);
        return { devices: everywhere ? 2 : 1 };
      },
      'feed/read': ({ before, limit }) => {
        const older = entries.filter((entry) => entry.offset < before);
        return { epoch: memory.epoch(), entries: older.slice(-limit), more: older.length > limit };
      },
      'command/run': ({ mid, line, expiresAt }) => {
        if (!known.has(mid) && expiresAt <= now()) return { slug: 'expired' };
        if (!known.has(mid) && expiresAt > now() + 60_000) return { slug: 'invalid_params' };
        return once(mid, ['run', line], () => {
          memory.ran.push(line);
          return { reply: plainMessage(`ran ${line}`) };
        });
      },
      'run/workflows': () => ({ workflows: [...memory.workflows] }),
      'run/acted': ({ mid, line, done }) =>
        once(mid, ['acted', line, done], () => {
          memory.acted.push(line);
          return {};
        }),
      'person/account': (account) => ({ accounts: [{ ...account, proved: false }] }),
      'run/log': ({ run, from }) => ({ text: from === 0 ? `log of ${run}` : '', next: 10, ended: true }),
    },
  };
  return memory;
}
