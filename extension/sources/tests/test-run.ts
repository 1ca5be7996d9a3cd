import type { FailingTest } from '../../../protocol/model/run.ts';
import type { LocalTests } from '../../../protocol/model/work.ts';

/** The last run of the tests on this machine: what may be told of it, and what stays here. */
export interface TestRun {
  /** All that is shared of it, where anything is. */
  readonly told: LocalTests;
  /** Failing tests, where a report names them. They stay in this editor. */
  readonly failures: readonly FailingTest[];
  /** Whether files have changed since it ended. */
  readonly stale: boolean;
}
