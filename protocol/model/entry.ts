import * as z from 'zod/mini';
import { CardKey } from './card.ts';
import { Instant, Offset, PersonId, RunId } from './ids.ts';
import { Message } from './message.ts';
import { Person } from './person.ts';

/** Who speaks. A bot is never a person, whatever it calls itself. */
export const Author = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), person: Person }),
  z.object({ type: z.literal('bot'), name: z.string().check(z.minLength(1), z.maxLength(80)) }),
]);
export type Author = z.infer<typeof Author>;

/** A message's other home, where it came in from a chat platform. */
export const Origin = z.object({
  platform: z.string().check(z.maxLength(40)),
  channel: z.string().check(z.maxLength(100)),
  message: z.string().check(z.maxLength(100)),
});
export type Origin = z.infer<typeof Origin>;

/** A change of a card's state that a human should notice. `ended` is for whoever asked for the run. */
export const Turn = z.enum(['red', 'fixed', 'interrupted', 'approval-asked', 'review-asked', 'ended']);
export type Turn = z.infer<typeof Turn>;

const place = { offset: Offset, at: Instant };

export const Entry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('said'),
    ...place,
    by: Author,
    message: Message,
    about: z.optional(CardKey),
    origin: z.optional(Origin),
    /** Only this person may read it; to others it is a `skip`. */
    to: z.optional(PersonId),
    /** Its author changed it then; `message` is what it says now. */
    edited: z.optional(Instant),
    /** Its author took it back: `message` is empty. */
    removed: z.optional(z.boolean()),
  }),
  /** The entry at `of`, which somebody said, says something else from now on; without a message, its author took it back. */
  z.object({
    type: z.literal('amended'),
    ...place,
    of: Offset,
    message: z.optional(Message),
    to: z.optional(PersonId),
  }),
  /** The bot's answer to a command that everybody may read: each write, and whatever was asked with `--here`. */
  z.object({
    type: z.literal('answered'),
    ...place,
    by: Person,
    line: z.string().check(z.maxLength(2000)),
    message: Message,
    about: z.optional(CardKey),
  }),
  z.object({
    type: z.literal('turned'),
    ...place,
    turn: Turn,
    about: CardKey,
    run: z.optional(RunId),
    message: Message,
  }),
  /** An entry that the reader may not see. It takes its place, so that a hole neither hides nor tells anything. */
  z.object({ type: z.literal('skip'), ...place }),
]);
export type Entry = z.infer<typeof Entry>;
