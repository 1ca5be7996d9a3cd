import * as z from 'zod/mini';
import { BranchName, DeviceId, Instant, RepositoryId, RunId, Sha } from './ids.ts';
import { Person } from './person.ts';

const count = z.int().check(z.nonnegative());

/** What a card is about. */
export const CardKey = z.object({ repository: RepositoryId, branch: BranchName });
export type CardKey = z.infer<typeof CardKey>;

export const TestCounts = z.object({ passed: count, failed: count, skipped: count });
export type TestCounts = z.infer<typeof TestCounts>;

/** A test that failed, as its report named it. Paths are relative to the repository's root, lines start at 1. */
export const FailingTest = z.object({
  name: z.string().check(z.maxLength(500)),
  file: z.optional(z.string().check(z.maxLength(500))),
  line: z.optional(z.int().check(z.positive())),
  message: z.optional(z.string().check(z.maxLength(2000))),
});
export type FailingTest = z.infer<typeof FailingTest>;

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

export const PullRequest = z.object({
  number: z.int().check(z.positive()),
  title: z.string().check(z.maxLength(500)),
  url: z.string().check(z.maxLength(2000)),
  state: z.enum(['draft', 'open', 'merged', 'closed']),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** What the forge says of the branch. `revision` orders the facts of one forge: the instant at which it was true. */
export const ForgeFact = z.object({
  forge: z.string().check(z.maxLength(40)),
  revision: count,
  base: BranchName,
  /** Commits that the branch has and its base lacks, and the reverse. */
  ahead: count,
  behind: count,
  conflicts: z.enum(['none', 'some', 'unknown']),
  merged: z.boolean(),
  /** Absent where no forge with pull requests is connected; `null` where one is and the branch has none. */
  pullRequest: z.optional(z.nullable(PullRequest)),
});
export type ForgeFact = z.infer<typeof ForgeFact>;

/** `setup-failed`: the tests never ran. `interrupted`: the bridge ended while the run was under way. */
export const CiState = z.enum([
  'queued',
  'setting-up',
  'running',
  'passed',
  'failed',
  'setup-failed',
  'cancelled',
  'timed-out',
  'interrupted',
]);
export type CiState = z.infer<typeof CiState>;

/** One run of CI for one commit. Facts of a run are ordered by `attempt`, then by how far `state` is, then by `revision`. */
export const CiRun = z.object({
  run: RunId,
  provider: z.string().check(z.maxLength(40)),
  workflow: z.string().check(z.maxLength(200)),
  commit: Sha,
  attempt: z.int().check(z.positive()),
  revision: count,
  state: CiState,
  requestedBy: z.optional(Person),
  queuedAt: Instant,
  startedAt: z.optional(Instant),
  endedAt: z.optional(Instant),
  counts: z.optional(TestCounts),
  /** At most 50, in the report's order. */
  failures: z.array(FailingTest).check(z.maxLength(50)),
  /** The last lines of the log, at most 20, where no report names the tests. */
  lines: z.array(z.string().check(z.maxLength(500))).check(z.maxLength(20)),
});
export type CiRun = z.infer<typeof CiRun>;

export const Claim = z.object({ by: Person, at: Instant });
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
