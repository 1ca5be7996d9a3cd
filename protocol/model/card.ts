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
});
export type Card = z.infer<typeof Card>;
