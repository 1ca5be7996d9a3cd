import * as z from 'zod/mini';
import { Changes, LocalTests } from './work.ts';
import { BranchName, RepositoryId, Sha } from './ids.ts';

const count = z.int().check(z.nonnegative());

/** What an editor shares of the branch that it has checked out. */
export const Status = z.object({
  repository: RepositoryId,
  branch: BranchName,
  head: Sha,
  ahead: z.optional(count),
  behind: z.optional(count),
  changes: Changes,
  tests: z.optional(LocalTests),
});
export type Status = z.infer<typeof Status>;
