import * as z from 'zod/mini';

/** One way to go on with a line. */
export const Offer = z.object({
  label: z.string().check(z.maxLength(300)),
  detail: z.string().check(z.maxLength(300)),
  /** What takes the place of the text between `from` and `to`. */
  insert: z.string().check(z.maxLength(600)),
});
export type Offer = z.infer<typeof Offer>;

/** How a line may go on at its caret. `from` and `to` count UTF-16 units, as JavaScript does. */
export const Completion = z.object({
  from: z.int().check(z.nonnegative()),
  to: z.int().check(z.nonnegative()),
  offers: z.array(Offer).check(z.maxLength(20)),
  /** Which offer is meant unless the writer says otherwise; -1 where going on without any is as likely. */
  picked: z.int(),
});
export type Completion = z.infer<typeof Completion>;
