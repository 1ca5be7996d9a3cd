import * as z from 'zod/mini';
import { BranchName, Instant, RepositoryId } from './ids.ts';
import { Person } from './person.ts';
import { ForgeFact } from './pull-request.ts';
import { CiRun } from './run.ts';
import { WorkFact } from './work.ts';

/** What a card is about. */
export const CardKey = z.object({ repository: RepositoryId, branch: BranchName });
export type CardKey = z.infer<typeof CardKey>;

/** Somebody is on it: a red build is being mended. It ends by itself at `until`, and when the branch is green again. */
export const Claim = z.object({ by: Person, at: Instant, until: z.optional(Instant) });
export type Claim = z.infer<typeof Claim>;

/** What somebody did to a branch by a command or a button. A button whose `key` was done well is not offered any more. */
export const Deed = z.object({
  key: z.string().check(z.minLength(1), z.maxLength(300)),
  by: Person,
  /** What they did, to be read after their name: `reran what failed of CI #12`. */
  did: z.string().check(z.minLength(1), z.maxLength(300)),
  at: Instant,
  /** Whether it was done. Where it was refused, others may try. */
  ok: z.boolean(),
});
export type Deed = z.infer<typeof Deed>;

/** The state of one branch of one repository, as its sources last told it. */
export const Card = z.object({
  key: CardKey,
  /** Rises by one with each change. */
  version: z.int().check(z.positive()),
  updatedAt: Instant,
  /** The newest fact of each device, newest first. */
  work: z.array(WorkFact),
  forge: z.optional(ForgeFact),
  /** The newest runs, newest first. */
  ci: z.array(CiRun),
  claim: z.optional(Claim),
  /** The newest first, at most 5. */
  deeds: z.optional(z.array(Deed).check(z.maxLength(5))),
});
export type Card = z.infer<typeof Card>;
