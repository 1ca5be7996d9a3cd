import * as z from 'zod/mini';
import type { FailingTest } from '../../../protocol/model/run.ts';
import { LocalTests } from '../../../protocol/model/work.ts';
import type { UnreadReport } from '../../../reports/unread-report.ts';

/** How a run went; `incomplete` where nothing has failed that is known, and not all is known. */
export const Tested = z.extend(LocalTests, { outcome: z.enum(['passed', 'failed', 'incomplete']) });
export type Tested = z.infer<typeof Tested>;

/** The last run of the tests on this machine: what may be told of it, and what stays here. */
export interface TestRun {
  readonly told: Tested;
  /** Failing tests, where a report names them. They stay in this editor. */
  readonly failures: readonly FailingTest[];
  /** Reports of it that could not be read to their end. */
  readonly unread: readonly UnreadReport[];
  /** Whether files have changed since it ended. */
  readonly stale: boolean;
}

/** All that is shared of a run, where anything is: of one that is incomplete nothing, since nobody knows how it went. */
export function sharedOf(told: Tested): LocalTests | undefined {
  const { outcome, ...rest } = told;
  return outcome === 'incomplete' ? undefined : { ...rest, outcome };
}
