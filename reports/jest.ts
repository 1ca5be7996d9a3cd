import * as z from 'zod/mini';
import { plain } from './clean-log.ts';
import { lenient, lineOf } from './lenient.ts';
import type { ReportedTest } from './reported-test.ts';

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
const Report = z.object({ testResults: z.array(z.unknown()) });

/** The tests of what Jest writes with `--json`, and Vitest by its reporter `json`, in its order; none where it is no such report. */
export function jestTests(json: unknown): readonly ReportedTest[] {
  const report = Report.safeParse(json);
  if (!report.success) return [];
  return report.data.testResults.flatMap((each) => {
    const file = File.safeParse(each);
    return file.success ? testsOf(file.data) : [];
  });
}

function testsOf({ name = '', status, message = '', assertionResults }: z.infer<typeof File>): readonly ReportedTest[] {
  const file = plain(name);
  const tests = assertionResults.flatMap((each) => {
    const test = Assertion.safeParse(each);
    return test.success ? [reported(test.data, file)] : [];
  });
  if (status !== 'failed' || tests.some(({ outcome }) => outcome === 'failed')) return tests;
  // A file that does not load has no test that failed.
  return [...tests, { name: file.split(/[\\/]/).at(-1) ?? '', suites: [], file, outcome: 'failed', ...said(message) }];
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
