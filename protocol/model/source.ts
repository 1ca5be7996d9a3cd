import * as z from 'zod/mini';
import { Instant } from './ids.ts';

/** What a provider of CI can do. What is false here is never offered, and refused where it is asked all the same. */
export const CiCan = z.object({
  /** Its log can be read while the run goes on. */
  liveLog: z.boolean(),
  start: z.boolean(),
  cancel: z.boolean(),
  rerun: z.boolean(),
  rerunFailed: z.boolean(),
  rerunJob: z.boolean(),
  /** A run can be asked to tell more of itself in its log. */
  debug: z.boolean(),
  /** Gates can be answered. */
  decide: z.boolean(),
});
export type CiCan = z.infer<typeof CiCan>;

/** A system beside the bridge: `forge` and `ci`, which cards are read from, and `chat`, where they are told. */
export const Source = z.object({
  id: z.string().check(z.maxLength(40)),
  kind: z.enum(['forge', 'ci', 'chat']),
  /** What it is called: `GitHub Actions`. */
  name: z.string().check(z.maxLength(80)),
  /** `late`: it is asked now and then only, so that what a card says may be as old as `asOf`; a chat is not heard just now. `failing`: it cannot be asked or told, for `why`. */
  state: z.enum(['fresh', 'late', 'failing']),
  /** What it says was true then. */
  asOf: z.optional(Instant),
  /** The cause and the next step, in words. */
  why: z.optional(z.string().check(z.maxLength(500))),
  /** Of a provider of CI. */
  can: z.optional(CiCan),
});
export type Source = z.infer<typeof Source>;
