import * as z from 'zod/mini';
import { Button } from './button.ts';
import { Excerpt } from './excerpt.ts';
import { PersonId } from './ids.ts';

const words = z.string().check(z.maxLength(8000));

export const Inline = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: words,
    style: z.optional(z.enum(['strong', 'emphasis', 'strike'])),
  }),
  z.object({ type: z.literal('code'), text: words }),
  /** `href` is `https:` or `http:`; anything else is refused where it enters. */
  z.object({
    type: z.literal('link'),
    text: words,
    href: z.string().check(z.maxLength(2000), z.regex(/^https?:\/\/\S+$/)),
  }),
  /** A person who is named, and may be told. `text` is how to read it. */
  z.object({ type: z.literal('mention'), text: words, person: PersonId }),
]);
export type Inline = z.infer<typeof Inline>;

const line = z.array(Inline).check(z.maxLength(500));

export const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('paragraph'), children: line }),
  z.object({
    type: z.literal('code'),
    text: words,
    language: z.optional(z.string().check(z.maxLength(40))),
    /** Where its lines were taken from, if from a repository of the room. */
    excerpt: z.optional(Excerpt),
  }),
  z.object({ type: z.literal('quote'), children: line }),
  z.object({ type: z.literal('list'), ordered: z.boolean(), items: z.array(line).check(z.maxLength(200)) }),
  /** Every row has as many cells as the header. */
  z.object({
    type: z.literal('table'),
    header: z.array(words).check(z.maxLength(20)),
    rows: z.array(z.array(line)).check(z.maxLength(200)),
  }),
]);
export type Block = z.infer<typeof Block>;

/** What somebody said: a small tree, never HTML, and the same in plain words for whoever cannot show the tree. */
export const Message = z.object({
  text: words,
  blocks: z.array(Block).check(z.maxLength(100)),
  /** What a bot's message offers to do. One whose deed was done since is not offered any more. */
  buttons: z.optional(z.array(Button).check(z.maxLength(6))),
});
export type Message = z.infer<typeof Message>;
