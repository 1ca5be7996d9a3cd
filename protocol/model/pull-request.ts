import * as z from 'zod/mini';
import { BranchName, Instant, Sha } from './ids.ts';
import { CiState } from './run.ts';

const count = z.int().check(z.nonnegative());
const login = z.string().check(z.maxLength(100));
const url = z.string().check(z.maxLength(2000), z.regex(/^https?:\/\/\S+$/));

/** The last word of one reviewer. */
export const Review = z.object({
  by: login,
  state: z.enum(['approved', 'changes-requested', 'commented', 'dismissed']),
  at: z.optional(Instant),
});
export type Review = z.infer<typeof Review>;

/** A result that somebody else put on the commit: a commit status, or a check run of another app. Jobs of our own providers' runs are not among them. */
export const Check = z.object({
  name: z.string().check(z.maxLength(200)),
  state: CiState,
  url: z.optional(url),
  summary: z.optional(z.string().check(z.maxLength(300))),
});
export type Check = z.infer<typeof Check>;

/** Whatever is absent is not known, and is to be shown as unknown. */
export const PullRequest = z.object({
  number: z.int().check(z.positive()),
  title: z.string().check(z.maxLength(500)),
  url,
  state: z.enum(['draft', 'open', 'merged', 'closed']),
  author: z.optional(login),
  /** Whether its author is a bot; absent where only the name can tell. */
  bot: z.optional(z.boolean()),
  /** Each reviewer's last word, newest first, at most 30. */
  reviews: z.optional(z.array(Review).check(z.maxLength(30))),
  /** Logins and teams that were asked and have not answered. */
  requested: z.optional(z.array(login).check(z.maxLength(30))),
  /** What the base's rules make of the reviews; `none` where they ask for no review. */
  decision: z.optional(z.enum(['approved', 'changes-requested', 'review-required', 'none'])),
  unresolvedThreads: z.optional(count),
  /** Names of the checks, jobs included, that the base's rules require; absent: nobody told us. */
  requiredChecks: z.optional(z.array(z.string().check(z.maxLength(200))).check(z.maxLength(60))),
  /** Whether the base's rules want the branch to be up to date with it. */
  mustBeUpToDate: z.optional(z.boolean()),
  labels: z.optional(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(20))),
  /** The files that it changes, from the repository's root, at most 300. */
  paths: z.optional(z.array(z.string().check(z.maxLength(500))).check(z.maxLength(300))),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** Where a commit of the branch was last put. */
export const Deployment = z.object({
  environment: z.string().check(z.maxLength(200)),
  state: z.enum(['waiting', 'queued', 'running', 'succeeded', 'failed', 'inactive']),
  commit: Sha,
  at: Instant,
  url: z.optional(url),
});
export type Deployment = z.infer<typeof Deployment>;

/** What the forge says of the branch. `revision` orders the facts of one forge: the instant at which it was true. */
export const ForgeFact = z.object({
  forge: z.string().check(z.maxLength(40)),
  revision: count,
  base: BranchName,
  /** The repository's default branch, where that is another one than the base. */
  defaultBranch: z.optional(BranchName),
  /** Commits that the branch has and its base lacks, and the reverse. */
  ahead: count,
  behind: count,
  conflicts: z.enum(['none', 'some', 'unknown']),
  merged: z.boolean(),
  /** The branch's newest commit on the forge. */
  head: z.optional(Sha),
  /** Absent where no forge with pull requests is connected; `null` where one is and the branch has none. */
  pullRequest: z.optional(z.nullable(PullRequest)),
  /** Of `head`; at most 60. */
  checks: z.optional(z.array(Check).check(z.maxLength(60))),
  /** The newest of each environment, at most 10. */
  deployments: z.optional(z.array(Deployment).check(z.maxLength(10))),
});
export type ForgeFact = z.infer<typeof ForgeFact>;
