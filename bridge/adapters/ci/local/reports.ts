import { glob, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { findIn } from '../../../../reports/find-file.ts';
import type { ReportedTest } from '../../../../reports/reported-test.ts';
import { readReport, type TestReport, testReport } from '../../../../reports/test-report.ts';

/** Reports beyond these are not read: a bigger one, a later file. */
const mostBytes = 10 * 1024 * 1024;
const mostFiles = 200;

/** The reports that stand in a worktree at one moment, and what would change if one of them were written. */
export type ReportFiles = ReadonlyMap<string, string>;

const outOfSight = (entry: { readonly name: string }): boolean =>
  entry.name === 'node_modules' || entry.name === '.git';

/** Finds the files that the globs name: none that a link leads to, none of installed packages, none outside the worktree. */
export async function findReports(worktree: string, globs: readonly string[]): Promise<ReportFiles> {
  const found = new Map<string, string>();
  for await (const entry of glob([...globs], { cwd: worktree, withFileTypes: true, exclude: outOfSight })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || found.size >= mostFiles || !(await isWithin(worktree, path))) continue;
    const { mtimeMs, ino, size } = await stat(path);
    if (size <= mostBytes) found.set(path, `${mtimeMs} ${ino} ${size}`);
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
  const tests: ReportedTest[] = [];
  const now = await findReports(worktree, globs);
  for (const path of [...now.keys()].toSorted()) {
    // One by one: there may be more than a call takes.
    for (const test of now.get(path) === before.get(path) ? [] : await testsIn(path)) tests.push(test);
  }
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

const testsIn = async (path: string): Promise<readonly ReportedTest[]> =>
  readReport(await readFile(path, 'utf8').catch(() => ''));
