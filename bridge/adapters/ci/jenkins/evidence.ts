import type { FailingTest } from '../../../../protocol/model/run.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { addressOf } from '../../jenkins/job-path.ts';
import { plain } from '../../../../reports/clean-log.ts';
import { errorLines } from '../../../../reports/error-lines.ts';
import { failingTest } from '../../../../reports/failing-test.ts';
import { findByName } from '../../../../reports/find-file.ts';
import { failuresIn } from '../../../../reports/matchers.ts';
import type { JenkinsClient } from './client.ts';
import type { Logs } from './logs.ts';
import type { Asked } from './read-build.ts';
import { TestReport, testTree } from './schema.ts';

const shownFailures = 50;
const traceCharacters = 64 * 1024;

interface Means {
  readonly client: JenkinsClient;
  readonly logs: Logs;
  readonly secrets: readonly string[];
}

type Evidence = Pick<CiReport, 'failures' | 'lines'>;

/** What came to light of a build that has failed: the tests that its report names, or what its log tells. */
export async function evidenceOf(asked: Asked, { client, logs, secrets }: Means): Promise<Evidence> {
  const { spot, build } = asked;
  if (!build) return { failures: [], lines: [] };
  const at = `${addressOf(spot.path)}/${build.number}/testReport`;
  const hasReport = (build.actions ?? []).some((action) => (action?.failCount ?? 0) > 0);
  const report = hasReport ? await quietly(async () => client.find(at, TestReport, testTree)) : undefined;
  const failures = report ? await failuresOf(report, secrets) : [];
  if (failures.length > 0) return { failures, lines: [] };
  const log = await quietly(async () => logs.whole(asked));
  if (log === undefined) return {};
  const found = failuresIn(log);
  return found.length > 0 ? { failures: found, lines: [] } : { failures: [], lines: errorLines(log) };
}

async function failuresOf({ suites }: TestReport, secrets: readonly string[]): Promise<FailingTest[]> {
  const find = findByName();
  const failed = suites.flatMap(({ name, cases }) =>
    (cases ?? [])
      .filter(({ status }) => status === 'FAILED' || status === 'REGRESSION')
      .map((each) => ({ ...each, suite: name ?? '' })),
  );
  return Promise.all(
    failed.slice(0, shownFailures).map(async ({ name, className, errorDetails, errorStackTrace, suite }) => {
      const trace = plain((errorStackTrace ?? '').slice(0, traceCharacters));
      const test = {
        name: plain(name ?? ''),
        suites: suite === '' || suite === className ? [] : [plain(suite)],
        outcome: 'failed',
        message: plain((errorDetails ?? '').slice(0, traceCharacters)) || trace,
        trace,
        ...(className && { classname: plain(className) }),
      } as const;
      return failingTest(test, find, secrets);
    }),
  );
}

/** What can be had; a run is told of even where what it shows cannot be read. Limits and lost tokens are still said. */
async function quietly<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.fault === 'limited' || error.fault === 'unauthorised') throw error;
    return undefined;
  }
}
