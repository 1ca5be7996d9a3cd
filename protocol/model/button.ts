import * as z from 'zod/mini';

const label = z.string().check(z.minLength(1), z.maxLength(75));

/** What somebody is asked before a button does what it says. */
export const Confirm = z.object({
  title: z.string().check(z.minLength(1), z.maxLength(100)),
  text: z.string().check(z.minLength(1), z.maxLength(300)),
  ok: z.string().check(z.minLength(1), z.maxLength(30)),
});
export type Confirm = z.infer<typeof Confirm>;

/** Something that a message offers to do: a command line, run as whoever presses it; or a page to open. */
export const Button = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run'),
    /** Names the deed: all who press the same button ask for one and the same, which happens once. */
    key: z.string().check(z.minLength(1), z.maxLength(300)),
    label,
    line: z.string().check(z.minLength(1), z.maxLength(1000)),
    style: z.optional(z.enum(['primary', 'danger'])),
    /** Absent only where the line just reads, or is undone as easily as it is done. */
    confirm: z.optional(Confirm),
  }),
  z.object({
    type: z.literal('open'),
    label,
    url: z.string().check(z.maxLength(2000), z.regex(/^https?:\/\/\S+$/)),
  }),
]);
export type Button = z.infer<typeof Button>;
