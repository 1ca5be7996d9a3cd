import * as z from 'zod/mini';
import { plain } from './clean-log.ts';
import { lenient, lineOf } from './lenient.ts';
import type { ReadTests, ReportedTest } from './reported-test.ts';

const text = lenient(z.string());
const Test = z.object({
  name: z.string(),
  status: z.string(),
  suite: lenient(z.union([z.string(), z.array(z.string())])),
  message: text,
  trace: text,
  filePath: text,
  line: lenient(z.number()),
});
/** The Common Test Report Format, https://ctrf.io: of each test what we use. */
const Report = z.object({ results: z.object({ tests: z.array(z.unknown()) }) });

/** The tests of a CTRF report, in its order; undefined where it is no such report. */
export function ctrfTests(json: unknown): ReadTests | undefined {
  const report = Report.safeParse(json);
  if (!report.success) return undefined;
  const all = report.data.results.tests.map((each) => Test.safeParse(each).data);
  const tests = all.filter((test) => test !== undefined);
  return { tests: tests.map(reported), whole: tests.length === all.length };
}

function reported({ name, status, suite, message, trace, filePath, line }: z.infer<typeof Test>): ReportedTest {
  const suites = typeof suite === 'string' ? suite.split(' > ') : (suite ?? []);
  return {
    name: plain(name),
    suites: suites.map(plain).filter((each) => each !== ''),
    ...(filePath !== undefined && { file: plain(filePath) }),
    ...lineOf(line),
    outcome: status === 'failed' ? 'failed' : status === 'passed' ? 'passed' : 'skipped',
    message: plain(message ?? '').trim(),
    trace: plain(trace ?? '').trim(),
  };
}
