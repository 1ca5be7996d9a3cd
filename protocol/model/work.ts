import * as z from 'zod/mini';
import { DeviceId, Instant, Sha } from './ids.ts';
import { Person } from './person.ts';
import { TestCounts } from './run.ts';

const count = z.int().check(z.nonnegative());

/** The last run of the tests on a developer's own machine. */
export const LocalTests = z.object({
  task: z.string().check(z.minLength(1), z.maxLength(200)),
  outcome: z.enum(['passed', 'failed']),
  /** The commit that was checked out when the run ended. */
  commit: Sha,
  /** Whether the working tree had changes beside that commit. */
  dirty: z.boolean(),
  endedAt: Instant,
  counts: z.optional(TestCounts),
  /** Whether files have changed since it ended. */
  stale: z.optional(z.boolean()),
});
export type LocalTests = z.infer<typeof LocalTests>;

/** How many files differ from the last commit, by git's own kinds. */
export const Changes = z.object({ staged: count, unstaged: count, untracked: count, conflicted: count });
export type Changes = z.infer<typeof Changes>;

/** What one editor says of the branch that it has checked out. `counter` orders the facts of one device. */
export const WorkFact = z.object({
  device: DeviceId,
  by: Person,
  counter: count,
  head: Sha,
  /** Commits that the branch has and its upstream lacks, and the reverse; absent without an upstream. */
  ahead: z.optional(count),
  behind: z.optional(count),
  changes: Changes,
  tests: z.optional(LocalTests),
  at: Instant,
});
export type WorkFact = z.infer<typeof WorkFact>;
