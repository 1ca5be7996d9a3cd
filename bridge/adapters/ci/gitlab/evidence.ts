import type { FailingTest, TestCounts } from '../../../../protocol/model/run.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { projectPath } from '../../gitlab/project.ts';
import { fullName, type GitLabJob, type GitLabPipeline, triesOf } from '../../gitlab/pipeline.ts';
import { guiltyOf, infrastructureOfRun } from '../../gitlab/run-report.ts';
import { cut } from '../../../../reports/bounded.ts';
import { plain } from '../../../../reports/clean-log.ts';
import { errorLines } from '../../../../reports/error-lines.ts';
import { failingTest } from '../../../../reports/failing-test.ts';
import { findByName } from '../../../../reports/find-file.ts';
import { failuresIn } from '../../../../reports/matchers.ts';
import type { Logs } from './logs.ts';
import type { Place } from './read-pipeline.ts';
import { TestReport, TestSummary } from './schema.ts';

const shownFailures = 50;
type Evidence = Pick<CiReport, 'counts' | 'failures' | 'lines' | 'infrastructure'>;

interface Means {
  readonly logs: Logs;
  readonly secrets: readonly string[];
}

/** What came to light of a run that has ended: GitLab reads JUnit reports itself; where it has none, the log tells. */
export async function evidenceOf(place: Place, pipeline: GitLabPipeline, means: Means): Promise<Evidence> {
  const at = `${projectPath(place.project)}/pipelines/${pipeline.id}`;
  const summary = await quietly(async () => place.client.find(`${at}/test_report_summary`, TestSummary));
  const counts = summary && summary.total.count > 0 ? countsOf(summary.total) : undefined;
  const last = [...triesOf(pipeline.jobs).values()].flatMap((tries) => tries.at(-1) ?? []);
  const guilty = guiltyOf(last);
  if (guilty.length === 0) return { failures: [], lines: [], ...(counts && { counts }) };
  const reported = (counts?.failed ?? 0) > 0 ? await failuresOf(place, at, guilty, means.secrets) : [];
  const infrastructure = infrastructureOfRun(last);
  const told = reported.length > 0 ? { failures: reported, lines: [] } : await inLog(place, guilty, means.logs);
  return { ...told, ...(counts && { counts }), ...(infrastructure !== undefined && { infrastructure }) };
}

/** What the log of the first job tells that began and failed: tests that its runner names, or the lines that tell why. */
async function inLog(
  place: Place,
  guilty: readonly GitLabJob[],
  logs: Logs,
): Promise<{ failures: FailingTest[]; lines: string[] }> {
  const first = guilty.find(({ startedAt }) => startedAt !== undefined);
  const log = first && (await quietly(async () => logs.whole(place, first.id)));
  if (!first || log === undefined) return { failures: [], lines: [] };
  const failures = failuresIn(log).map((test) => ({ ...test, job: cut(fullName(first), 200) }));
  return failures.length > 0 ? { failures, lines: [] } : { failures, lines: errorLines(log) };
}

const countsOf = (total: TestSummary['total']): TestCounts => ({
  passed: total.success,
  failed: total.failed + total.error,
  skipped: total.skipped,
});
type TestSummary = { readonly total: Readonly<Record<'success' | 'failed' | 'error' | 'skipped', number>> };

/** Tests that failed in jobs that failed the run; where a report is too long to be read, the log has to do. */
async function failuresOf(
  { client }: Place,
  at: string,
  guilty: readonly GitLabJob[],
  secrets: readonly string[],
): Promise<FailingTest[]> {
  const blamed = (suite: { readonly name?: string | null | undefined }) =>
    guilty.some(({ name }) => name === suite.name);
  const report = await quietly(async () => client.find(`${at}/test_report`, TestReport));
  const failed = (report?.test_suites ?? [])
    .toSorted((a, b) => Number(blamed(b)) - Number(blamed(a)))
    .flatMap((suite) =>
      (suite.test_cases ?? [])
        .filter(({ status }) => status === 'failed' || status === 'error')
        .map((test) => ({ test, job: suite.name ?? '' })),
    );
  const find = findByName();
  return Promise.all(
    failed.slice(0, shownFailures).map(async ({ test, job }) => ({
      ...(await failingTest(testOf(test), find, secrets)),
      ...(job !== '' && { job: cut(plain(job), 200) }),
    })),
  );
}

type Case = NonNullable<TestReport['test_suites'][number]['test_cases']>[number];

const testOf = (test: Case): Parameters<typeof failingTest>[0] => ({
  name: plain(test.name ?? ''),
  suites: [],
  outcome: 'failed',
  message: textOf(test.system_output),
  trace: textOf(test.stack_trace) || textOf(test.system_output),
  ...(test.classname && { classname: plain(test.classname) }),
  ...(test.file && { file: plain(test.file) }),
});

/** What a test has said; GitLab hands on what the report held, which may be more than a text. */
const textOf = (said: unknown): string => {
  if (typeof said === 'string') return plain(said.slice(0, 64 * 1024));
  return said === null || said === undefined ? '' : plain(JSON.stringify(said).slice(0, 64 * 1024));
};

/** What can be had; a run is told of even where what it shows cannot be read. Limits and lost tokens are still said. */
async function quietly<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PlatformError && (error.fault === 'limited' || error.fault === 'unauthorised')) throw error;
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}
