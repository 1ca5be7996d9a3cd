import type { CiRun } from '../../../../protocol/model/run.ts';
import type { Ended } from './command.ts';
import type { TestReport } from '../../../../reports/test-report.ts';

/** What a run came to, but for the lines of its log. */
export type Outcome = Pick<CiRun, 'state' | 'counts' | 'failures'>;

/**
 * What the tests came to. The command's word counts; but where it says that all is well and its own report names failing tests, they failed.
 */
export function outcomeOf(how: Ended, report: TestReport | undefined): Outcome {
  const well = 'code' in how && how.code === 0 && (report?.counts.failed ?? 0) === 0;
  return { state: well ? 'passed' : 'failed', failures: [], ...report };
}

/** How a command ended, in the log's words. */
export const said = (how: Ended): string => ('code' in how ? `exit code ${how.code}` : `ended by ${how.signal}`);
