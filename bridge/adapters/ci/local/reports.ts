import { glob, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { cut } from '../../../../reports/bounded.ts';
import { findIn } from '../../../../reports/find-file.ts';
import type { ReadTests, ReportedTest } from '../../../../reports/reported-test.ts';
import { reportText } from '../../../../reports/report-text.ts';
import { readReport, type TestReport, testReport } from '../../../../reports/test-report.ts';
import { masked } from '../../../../secrecy/mask.ts';
import { mostUnread, type UnreadReport } from '../../../../reports/unread-report.ts';

/** Reports beyond these are not read: a bigger one, a later file. */
const mostBytes = 10 * 1024 * 1024;
const mostFiles = 200;

/** The reports that stand in a worktree at one moment, and what would change if one of them were written. */
export type ReportFiles = ReadonlyMap<string, Facts>;

interface Facts {
  readonly state: string;
  readonly tooMuch?: UnreadReport['why'];
}

/** What the reports of a run say, and which of them could not be read to their end. */
export interface ReadFiles {
  readonly report: TestReport | undefined;
  readonly unread: readonly UnreadReport[];
}

const outOfSight = (entry: { readonly name: string }): boolean =>
  entry.name === 'node_modules' || entry.name === '.git';

/** Finds the files that the globs name: none that a link leads to, none of installed packages, none outside the worktree. */
export async function findReports(worktree: string, globs: readonly string[]): Promise<ReportFiles> {
  const found = new Map<string, Facts>();
  let count = 0;
  for await (const entry of glob([...globs], { cwd: worktree, withFileTypes: true, exclude: outOfSight })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !(await isWithin(worktree, path))) continue;
    const { mtimeMs, ino, size } = await stat(path);
    const fits = size <= mostBytes;
    if (fits) count += 1;
    const tooMuch = fits ? (count > mostFiles ? ('many' as const) : undefined) : ('large' as const);
    found.set(path, { state: `${mtimeMs} ${ino} ${size}`, ...(tooMuch && { tooMuch }) });
  }
  return found;
}

const isWithin = async (worktree: string, path: string): Promise<boolean> =>
  (await realpath(path)).startsWith(`${worktree}${sep}`);

/** What the reports say that were written since `before`, without these secrets; undefined where none was, or none names a test. */
export async function readReports(
  worktree: string,
  globs: readonly string[],
  before: ReportFiles,
  secrets: readonly string[] = [],
): Promise<TestReport | undefined> {
  return (await readWritten(worktree, globs, before, secrets)).report;
}

/** The same, with the files that could not be read to their end. */
export async function readWritten(
  worktree: string,
  globs: readonly string[],
  before: ReportFiles,
  secrets: readonly string[] = [],
): Promise<ReadFiles> {
  const tests: ReportedTest[] = [];
  const unread: UnreadReport[] = [];
  const written = [...(await findReports(worktree, globs))].filter(
    ([path, { state }]) => before.get(path)?.state !== state,
  );
  for (const [path, { tooMuch }] of written.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const read = tooMuch ?? (await testsIn(path));
    const why = typeof read === 'string' ? read : read.whole ? undefined : 'broken';
    if (why) unread.push({ file: cut(masked(relative(worktree, path), secrets), 500), why });
    // One by one: there may be more than a call takes.
    if (typeof read !== 'string') for (const test of read.tests) tests.push(test);
  }
  return { report: await told(worktree, tests, secrets), unread: unread.slice(0, mostUnread) };
}

async function told(
  worktree: string,
  tests: readonly ReportedTest[],
  secrets: readonly string[],
): Promise<TestReport | undefined> {
  const report = await testReport(tests, findIn(worktree), secrets);
  const short = (text: string) => text.replaceAll(`${worktree}${sep}`, '');
  return (
    report && {
      ...report,
      failures: report.failures.map(({ message, ...rest }) => ({
        ...rest,
        ...(message !== undefined && { message: short(message) }),
      })),
    }
  );
}

async function testsIn(path: string): Promise<ReadTests | 'unreadable'> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes ? readReport(reportText(bytes)) : 'unreadable';
}
