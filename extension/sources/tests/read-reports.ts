import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { findIn } from '../../../reports/find-file.ts';
import type { ReportedTest } from '../../../reports/reported-test.ts';
import { readReport, type TestReport, testReport } from '../../../reports/test-report.ts';
import { isBelow } from './below.ts';

/** Longer files are not read, nor more of them. */
const mostBytes = 20 * 1024 * 1024;
const mostTogether = 50 * 1024 * 1024;

/** What some files said, and when the last of them was written. */
export interface ReadReports {
  readonly report: TestReport;
  readonly writtenAt: number;
  readonly files: readonly string[];
}

/** Reads the report files of a repository that were written since then; undefined where they name no test. What a link leads out to is not read. */
export async function readReportFiles(
  root: string,
  paths: readonly string[],
  since: number,
): Promise<ReadReports | undefined> {
  const top = await realpath(root);
  const tests: ReportedTest[] = [];
  const files: string[] = [];
  let [writtenAt, left] = [0, mostTogether];
  for (const path of paths.toSorted()) {
    const found = await readInside(top, path, { since, most: Math.min(left, mostBytes) });
    if (!found) continue;
    // What names no test took its time as well.
    left -= found.size;
    const told = await readReport(found.text);
    if (told.length === 0) continue;
    writtenAt = Math.max(writtenAt, found.writtenAt);
    files.push(path);
    // One by one: there may be more than a call takes.
    for (const test of told) tests.push(test);
  }
  const report = await testReport(tests, findIn(top));
  return report && { report, writtenAt, files };
}

interface Wanted {
  readonly since: number;
  readonly most: number;
}

async function readInside(top: string, path: string, { since, most }: Wanted) {
  let file: FileHandle | undefined;
  try {
    const real = await realpath(path);
    if (!isBelow(top, real)) return undefined;
    // What is opened is what was looked at: nobody can put a link or a pipe in its place in between.
    file = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > most || facts.mtimeMs < since) return undefined;
    return { text: await file.readFile('utf8'), size: facts.size, writtenAt: Math.floor(facts.mtimeMs) };
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}
