import * as z from 'zod/mini';
import { plain } from './clean-log.ts';
import { lenient, lineOf } from './lenient.ts';
import type { ReadTests, ReportedTest } from './reported-test.ts';

const text = lenient(z.string());
const Assertion = z.object({
  title: text,
  fullName: text,
  ancestorTitles: lenient(z.array(z.string())),
  status: z.string(),
  failureMessages: lenient(z.array(z.string())),
  location: lenient(z.object({ line: z.number() })),
});
const File = z.object({
  name: text,
  status: text,
  message: text,
  assertionResults: z.array(z.unknown()),
});
const Report = z.object({
  testResults: z.array(z.unknown()),
  success: lenient(z.boolean()),
  wasInterrupted: lenient(z.boolean()),
});

/** The tests of what Jest writes with `--json`, and Vitest by its reporter `json`, in its order; undefined where it is no such report. */
export function jestTests(json: unknown): ReadTests | undefined {
  const report = Report.safeParse(json);
  if (!report.success) return undefined;
  const { testResults, success, wasInterrupted } = report.data;
  const files = testResults.map((each) => File.safeParse(each).data);
  const read = files.map((file) => (file ? testsOf(file) : { tests: [], whole: false }));
  const tests = read.flatMap((file) => file.tests);
  // What failed beside the tests, such as an error that nobody caught, is told by this alone.
  const failed = success !== false || tests.some(({ outcome }) => outcome === 'failed');
  return { tests, whole: failed && wasInterrupted !== true && read.every(({ whole }) => whole) };
}

function testsOf({ name = '', status, message = '', assertionResults }: z.infer<typeof File>): ReadTests {
  const file = plain(name);
  const all = assertionResults.map((each) => Assertion.safeParse(each).data);
  const known = all.filter((test) => test !== undefined);
  const tests = known.map((test) => reported(test, file));
  const whole = tests.length === all.length;
  if (status !== 'failed' || tests.some(({ outcome }) => outcome === 'failed')) return { tests, whole };
  // A file that does not load has no test that failed.
  const title = file.split(/[\\/]/).at(-1) ?? '';
  return { tests: [...tests, { name: title, suites: [], file, outcome: 'failed', ...said(message) }], whole };
}

function reported(test: z.infer<typeof Assertion>, file: string): ReportedTest {
  const { title, fullName, ancestorTitles = [], status, failureMessages = [], location } = test;
  return {
    name: plain(title ?? fullName ?? ''),
    suites: ancestorTitles.map(plain).filter((each) => each !== ''),
    ...(file !== '' && { file }),
    ...lineOf(location?.line),
    outcome: status === 'failed' ? 'failed' : status === 'passed' ? 'passed' : 'skipped',
    ...said(failureMessages.join('\n\n')),
  };
}

/** What is said of a failure is a message, and then the stack. */
function said(all: string): Pick<ReportedTest, 'message' | 'trace'> {
  const trace = plain(all).trim();
  // A line at a time: blank lines in their thousands would be walked along from each of them.
  const stack = trace.search(/^[^\S\n]+at \S/m);
  return { message: (stack < 0 ? trace : trace.slice(0, stack)).trim(), trace };
}
