import type { FailingTest, TestCounts } from '../protocol/model/run.ts';
import { failingTest } from './failing-test.ts';
import type { FindFile } from './find-file.ts';
import { reportSlices } from './report-formats.ts';
import type { ReadTests, ReportedTest } from './reported-test.ts';

/** A card shows so many failing tests. */
const shownFailures = 50;

/** What reports say of a run's tests. */
export interface TestReport {
  readonly counts: TestCounts;
  /** In the reports' order, at most 50. */
  readonly failures: FailingTest[];
}

/** The tests of a report in one of the formats that are known, in its order; none where it is something else, or cannot be read. */
export function reportedTests(text: string): readonly ReportedTest[] {
  try {
    const slices = reportSlices(text);
    for (;;) {
      const next = slices.next();
      if (next.done) return next.value.tests;
    }
  } catch {
    // Whoever was writing it was ended, or it is something else that is called so.
    return [];
  }
}

/** The same, with whether that is all of it, in slices: others have their turn while a long report is read. */
export async function readReport(text: string): Promise<ReadTests> {
  try {
    const slices = reportSlices(text);
    for (;;) {
      const next = slices.next();
      if (next.done) return next.value;
      await turn();
    }
  } catch {
    return { tests: [], whole: false };
  }
}

const turn = async (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** What tests came to, all reports' together, without these secrets; undefined where there is none. */
export async function testReport(
  tests: readonly ReportedTest[],
  find: FindFile,
  secrets: readonly string[] = [],
): Promise<TestReport | undefined> {
  if (tests.length === 0) return undefined;
  const count = (outcome: ReportedTest['outcome']) => tests.filter((test) => test.outcome === outcome).length;
  const failed = tests.filter((test) => test.outcome === 'failed').slice(0, shownFailures);
  return {
    counts: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    failures: await Promise.all(failed.map(async (test) => failingTest(test, find, secrets))),
  };
}
