import * as z from 'zod/mini';
import { RunId } from '../../protocol/model/ids.ts';

const Target = z.object({
  run: z.optional(RunId),
  job: z.optional(z.string()),
  environment: z.optional(z.string()),
  href: z.optional(z.string().check(z.regex(/^https?:\/\/\S+$/))),
  context: z.optional(z.string()),
});
export type Target = z.infer<typeof Target>;

/** What a command was called on: a row of the view Now, a button's argument, or nothing from the palette. */
export const targetOf = (argument: unknown): Target => z.safeParse(Target, argument).data ?? {};
