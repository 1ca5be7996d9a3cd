import * as z from 'zod/mini';
import { BranchName, Instant, RepositoryId, Sha } from '../protocol/model/ids.ts';
import { FailingTest, TestCounts } from '../protocol/model/run.ts';
import { mostUnread, UnreadReport } from './unread-report.ts';

/** The folder of these files, in the user's state folder. */
export const notedRuns = 'test-runs';

/** A longer file was written by somebody else. */
export const mostNotedBytes = 1024 * 1024;

/** What `shiproom run` writes of a command that has ended, for the editors of the same user: one file each, which an editor takes away. */
export const NotedRun = z.object({
  version: z.literal(1),
  repository: RepositoryId,
  /** The top of the working folder, without links. */
  root: z.string().check(z.minLength(1), z.maxLength(4096)),
  branch: BranchName,
  /** The commit that was checked out from its begin to its end. */
  commit: Sha,
  /** Whether there were changes beside it when it ended. */
  dirty: z.boolean(),
  /** The words of the command, without tokens. */
  command: z.string().check(z.minLength(1), z.maxLength(400)),
  startedAt: Instant,
  endedAt: Instant,
  exitCode: z.int().check(z.nonnegative(), z.maximum(255)),
  counts: z.optional(TestCounts),
  failures: z.array(FailingTest).check(z.maxLength(50)),
  unread: z.optional(z.array(UnreadReport).check(z.maxLength(mostUnread))),
});
export type NotedRun = z.infer<typeof NotedRun>;
