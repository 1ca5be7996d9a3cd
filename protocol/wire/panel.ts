import * as z from 'zod/mini';
import { Card, CardKey } from '../model/card.ts';
import { CommandSpec } from '../model/command.ts';
import { Completion } from '../model/completion.ts';
import { Entry } from '../model/entry.ts';
import { Excerpt } from '../model/excerpt.ts';
import { Instant, Offset, RoomId, RunId } from '../model/ids.ts';
import { Message } from '../model/message.ts';
import { Person } from '../model/person.ts';
import { Presence } from '../model/presence.ts';
import { Source } from '../model/source.ts';
import { Workflow } from '../model/workflow.ts';

/** How the panel stands to the bridge. `reason` says cause and next step in words. */
export const Connection = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unpaired'), reason: z.optional(z.string()) }),
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('online') }),
  z.object({ state: z.literal('offline'), since: Instant, retryAt: z.optional(Instant), reason: z.string() }),
  /** Nothing is tried any more until a person does something. */
  z.object({ state: z.literal('stopped'), reason: z.string() }),
]);
export type Connection = z.infer<typeof Connection>;

/** A message that was written here and is not acknowledged yet. */
export const Pending = z.object({
  mid: z.string(),
  text: z.string(),
  about: z.optional(CardKey),
  refused: z.optional(z.string()),
  /** The entry whose words it changes; absent for a message of its own. */
  amends: z.optional(Offset),
  /** It takes that entry back, and has no words. */
  removes: z.optional(z.boolean()),
});
export type Pending = z.infer<typeof Pending>;

/** A room as the panel shows it. */
export const RoomView = z.object({
  room: RoomId,
  name: z.string(),
  me: Person,
  entries: z.array(Entry),
  /** Whether there are entries older than the first. */
  more: z.boolean(),
  /** Whether history was reloaded because it could not be resumed. */
  reloaded: z.boolean(),
  cards: z.array(Card),
  people: z.array(Presence),
  commands: z.array(CommandSpec),
  sources: z.optional(z.array(Source)),
});
export type RoomView = z.infer<typeof RoomView>;

/** How a request of the panel ended. */
export const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done') }),
  /** `offset` is where everybody reads the same reply in the feed; without it, the asker alone does. */
  z.object({ type: z.literal('reply'), message: Message, offset: z.optional(Offset) }),
  z.object({
    type: z.literal('log'),
    text: z.string(),
    next: z.int(),
    ended: z.boolean(),
    note: z.optional(z.string()),
  }),
  z.object({ type: z.literal('workflows'), workflows: z.array(Workflow) }),
  z.object({ type: z.literal('completion'), completion: z.nullable(Completion) }),
  z.object({ type: z.literal('refused'), slug: z.string(), message: z.string(), field: z.optional(z.string()) }),
]);
export type Answer = z.infer<typeof Answer>;

/** What a host tells the panel. Each change is pushed; the panel never asks again for what it was told. */
export const ToPanel = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connection'), connection: Connection }),
  z.object({ type: z.literal('room'), room: RoomView }),
  z.object({ type: z.literal('entries'), entries: z.array(Entry) }),
  z.object({ type: z.literal('earlier'), entries: z.array(Entry), more: z.boolean() }),
  z.object({ type: z.literal('card'), card: Card }),
  z.object({ type: z.literal('people'), people: z.array(Presence) }),
  z.object({ type: z.literal('sources'), sources: z.array(Source) }),
  z.object({ type: z.literal('pending'), pending: z.array(Pending) }),
  /** The branch that this editor has checked out; null in a browser, and where there is none. */
  z.object({ type: z.literal('here'), here: z.nullable(CardKey) }),
  /** The newest entry that the reader has seen, in this panel or before it; what came since stands below a divider. */
  z.object({ type: z.literal('seen'), offset: Offset }),
  /** Shows only what is about this branch; `null`: everything. Somebody chose it outside the panel. */
  z.object({
    type: z.literal('thread'),
    about: z.nullable(CardKey),
    write: z.optional(z.string().check(z.maxLength(200))),
  }),
  /** The words of the editor's language, by the English ones. Absent in a browser: English. */
  z.object({ type: z.literal('words'), words: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('answer'), ask: z.string(), answer: Answer }),
]);
export type ToPanel = z.infer<typeof ToPanel>;

const ask = z.string().check(z.minLength(1), z.maxLength(64));

/** What the panel may ask of its host: a closed list, none of which runs code. Each with an `ask` gets exactly one answer. */
export const FromPanel = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('say'),
    ask,
    text: z.string().check(z.minLength(1), z.maxLength(4000)),
    about: z.optional(CardKey),
  }),
  /** Other words for a message of the reader's own; `null` takes it back. */
  z.object({
    type: z.literal('amend'),
    ask,
    offset: Offset,
    text: z.nullable(z.string().check(z.minLength(1), z.maxLength(4000))),
  }),
  z.object({
    type: z.literal('run'),
    ask,
    line: z.string().check(z.minLength(1), z.maxLength(2000)),
    about: z.optional(CardKey),
  }),
  z.object({ type: z.literal('earlier'), ask, before: Offset }),
  z.object({
    type: z.literal('log'),
    ask,
    run: RunId,
    from: z.int().check(z.nonnegative()),
    job: z.optional(z.string().check(z.maxLength(120))),
  }),
  z.object({ type: z.literal('workflows'), ask, about: CardKey }),
  z.object({
    type: z.literal('complete'),
    ask,
    text: z.string().check(z.maxLength(4000)),
    caret: z.int().check(z.nonnegative()),
    about: z.optional(CardKey),
  }),
  /** The reader has had this entry before them. */
  z.object({ type: z.literal('seen'), offset: Offset }),
  /** Drops a pending message that was refused, or is still waiting. */
  z.object({ type: z.literal('forget'), mid: z.string() }),
  /** Opens the log of a run in the host's own way: an editor's document, a browser's pane. */
  z.object({ type: z.literal('open-log'), run: RunId, job: z.optional(z.string().check(z.maxLength(120))) }),
  z.object({ type: z.literal('open-link'), href: z.string().check(z.maxLength(2000), z.regex(/^https?:\/\/\S+$/)) }),
  /** Opens a file of this checkout, as `path:line` names it. */
  z.object({
    type: z.literal('open-place'),
    file: z.string().check(z.minLength(1), z.maxLength(500)),
    line: z.int().check(z.positive()),
    column: z.optional(z.int().check(z.positive())),
  }),
  /** Opens a unified diff in the editor's own way. */
  z.object({ type: z.literal('open-diff'), text: z.string().check(z.minLength(1), z.maxLength(8000)) }),
  /** Finds lines of code that somebody showed, in this checkout, by what they say. */
  z.object({ type: z.literal('open-excerpt'), of: Excerpt, text: z.string().check(z.minLength(1), z.maxLength(8000)) }),
  z.object({ type: z.literal('connect') }),
  z.object({ type: z.literal('retry') }),
]);
export type FromPanel = z.infer<typeof FromPanel>;
