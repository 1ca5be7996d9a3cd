import * as z from 'zod/mini';
import { plain } from './clean-log.ts';
import type { ReportedTest } from './reported-test.ts';

/** A field that is something else is taken for absent. */
const lenient = <T extends z.ZodMiniType>(field: T) =>
  z.union([
    field,
    z.pipe(
      z.unknown(),
      z.transform(() => undefined),
    ),
  ]);
const text = z.optional(lenient(z.string()));
const Test = z.object({
  name: z.string(),
  status: z.string(),
  suite: z.optional(lenient(z.union([z.string(), z.array(z.string())]))),
  message: text,
  trace: text,
  filePath: text,
  line: z.optional(lenient(z.number())),
});
/** The Common Test Report Format, https://ctrf.io: of each test what we use. */
const Report = z.object({ results: z.object({ tests: z.array(z.unknown()) }) });

/** The tests of a CTRF report, in its order; none where it is no such report. Fails where it is not JSON. */
export function ctrfTests(json: string): readonly ReportedTest[] {
  const report = Report.safeParse(JSON.parse(json));
  if (!report.success) return [];
  return report.data.results.tests.flatMap((each) => {
    const test = Test.safeParse(each);
    return test.success ? [reported(test.data)] : [];
  });
}

function reported({ name, status, suite, message, trace, filePath, line }: z.infer<typeof Test>): ReportedTest {
  const suites = typeof suite === 'string' ? suite.split(' > ') : (suite ?? []);
  return {
    name: plain(name),
    suites: suites.map(plain).filter((each) => each !== ''),
    ...(filePath !== undefined && { file: plain(filePath) }),
    ...(line !== undefined && Number.isSafeInteger(line) && line > 0 && { line }),
    outcome: status === 'failed' ? 'failed' : status === 'passed' ? 'passed' : 'skipped',
    message: plain(message ?? '').trim(),
    trace: plain(trace ?? '').trim(),
  };
}
