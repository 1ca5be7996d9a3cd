import * as z from 'zod/mini';
import { BranchName, Instant, RepositoryId } from './ids.ts';
import { Person } from './person.ts';

/** Somebody who has an editor or a page open now. The branch is there only while they share it. */
export const Presence = z.object({
  person: Person,
  /** How many editors and pages this person has open. */
  devices: z.int().check(z.positive()),
  on: z.optional(z.object({ repository: RepositoryId, branch: BranchName })),
  /** Nobody has touched any of them since then; absent while this person is at work. */
  idleSince: z.optional(Instant),
});
export type Presence = z.infer<typeof Presence>;

/** Files that the reader and somebody else have both changed, on different branches. Only who shares such names sees any. */
export const Overlap = z.object({
  person: Person,
  on: z.object({ repository: RepositoryId, branch: BranchName }),
  /** Relative to the repository's root, at most 50. */
  files: z.array(z.string().check(z.maxLength(500))).check(z.maxLength(50)),
});
export type Overlap = z.infer<typeof Overlap>;
