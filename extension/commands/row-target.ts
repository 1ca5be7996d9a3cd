import * as z from 'zod/mini';
import { CardKey } from '../../protocol/model/card.ts';
import { RunId } from '../../protocol/model/ids.ts';

const Target = z.object({
  run: z.optional(RunId),
  job: z.optional(z.string()),
  environment: z.optional(z.string()),
  href: z.optional(z.string().check(z.regex(/^https?:\/\/\S+$/))),
  context: z.optional(z.string()),
  /** Of a failing test, of `run` where it failed in CI. */
  test: z.optional(z.string()),
  /** Below the repository's root. */
  file: z.optional(z.string()),
  about: z.optional(CardKey),
  person: z.optional(z.string()),
});
export type Target = z.infer<typeof Target>;

/** What a command was called on: a row of the view Now or Team, a button's argument, or nothing from the palette. */
export const targetOf = (argument: unknown): Target => z.safeParse(Target, argument).data ?? {};
