import { glob, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FailingTest, TestCounts } from '../../../../protocol/model/run.ts';
import { failingTest } from './failing-test.ts';
import { type ReportedTest, testsOf } from './junit.ts';

/** Reports beyond these are not read: a later file; a bigger one, since nothing else goes on while one is parsed. */
const mostBytes = 4 * 1024 * 1024;
const mostFiles = 200;

/** A card shows so many failing tests. */
const shownFailures = 50;

/** The reports that stand in a worktree at one moment, and what would change if one of them were written. */
export type ReportFiles = ReadonlyMap<string, string>;

/** What reports say of a run's tests. */
export interface TestReport {
  readonly counts: TestCounts;
  /** In the reports' order, at most 50. */
  readonly failures: FailingTest[];
}

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

/** What the reports say that were written since `before`; undefined where none was, or none names a test. */
export async function readReports(
  worktree: string,
  globs: readonly string[],
  before: ReportFiles,
): Promise<TestReport | undefined> {
  const tests: ReportedTest[] = [];
  const now = await findReports(worktree, globs);
  for (const path of [...now.keys()].toSorted()) {
    if (now.get(path) !== before.get(path)) tests.push(...(await testsIn(path)));
  }
  if (tests.length === 0) return undefined;
  const count = (outcome: ReportedTest['outcome']) => tests.filter((test) => test.outcome === outcome).length;
  const failed = tests.filter((test) => test.outcome === 'failed').slice(0, shownFailures);
  return {
    counts: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    failures: await Promise.all(failed.map(async (test) => failingTest(worktree, test))),
  };
}

async function testsIn(path: string): Promise<readonly ReportedTest[]> {
  try {
    return testsOf(await readFile(path, 'utf8'));
  } catch {
    // Whoever was writing it was ended, or it is something else that is called so.
    return [];
  }
}
