import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { relative } from 'node:path';
import { cut } from '../../../reports/bounded.ts';
import { plain } from '../../../reports/clean-log.ts';
import { findIn } from '../../../reports/find-file.ts';
import { reportText } from '../../../reports/report-text.ts';
import type { ReportedTest } from '../../../reports/reported-test.ts';
import { readReport, type TestReport, testReport } from '../../../reports/test-report.ts';
import type { UnreadReport } from '../../../reports/unread-report.ts';
import { isBelow } from './below.ts';

/** Longer files are not read, nor more of them. */
const mostBytes = 20 * 1024 * 1024;
const mostTogether = 50 * 1024 * 1024;

/** What some files said, and when the last of them was written. */
export interface ReadReports {
  /** Undefined where none could be read that names a test. */
  readonly report: TestReport | undefined;
  /** What of them may hold failures that nobody has seen. */
  readonly unread: readonly UnreadReport[];
  readonly writtenAt: number;
  readonly files: readonly string[];
}

/**
 * Reads the report files of a repository that were written since then; undefined where they name no test and none was left unread. What a
 * link leads out to is not read.
 */
export async function readReportFiles(
  root: string,
  paths: readonly string[],
  since: number,
): Promise<ReadReports | undefined> {
  const top = await realpath(root);
  const tests: ReportedTest[] = [];
  const unread: UnreadReport[] = [];
  const files: string[] = [];
  let [writtenAt, left] = [0, mostTogether];
  for (const path of paths.toSorted()) {
    const found = await readInside(top, path, { since, most: Math.min(left, mostBytes) });
    if (!found) continue;
    // What names no test took its time as well.
    left -= found.bytes?.length ?? 0;
    const { tests: told, whole } = found.bytes ? await readReport(reportText(found.bytes)) : nothing;
    const why = found.why ?? (whole ? undefined : 'broken');
    if (why) unread.push({ file: cut(plain(relative(root, path)), 500), why });
    if (told.length === 0 && !why) continue;
    writtenAt = Math.max(writtenAt, found.writtenAt);
    files.push(path);
    // One by one: there may be more than a call takes.
    for (const test of told) tests.push(test);
  }
  if (files.length === 0) return undefined;
  return { report: await testReport(tests, findIn(top)), unread, writtenAt, files };
}

const nothing = { tests: [], whole: true };

interface Wanted {
  readonly since: number;
  readonly most: number;
}

/** The bytes of a file, or why it has to be left. */
interface Found {
  readonly bytes?: Uint8Array;
  readonly why?: UnreadReport['why'];
  readonly writtenAt: number;
}

/** Reads a file of the repository; undefined where there is none that was written since. */
async function readInside(top: string, path: string, { since, most }: Wanted): Promise<Found | undefined> {
  let file: FileHandle | undefined;
  try {
    const real = await realpath(path);
    if (!isBelow(top, real)) return { why: 'outside', writtenAt: since };
    // What is opened is what was looked at: nobody can put a link or a pipe in its place in between.
    file = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const facts = await file.stat();
    if (!facts.isFile() || facts.mtimeMs < since) return undefined;
    const writtenAt = Math.floor(facts.mtimeMs);
    return facts.size > most ? { why: 'large', writtenAt } : { bytes: await file.readFile(), writtenAt };
  } catch (error) {
    // What was there for a moment only is no report of the run.
    return isGone(error) ? undefined : { why: 'unreadable', writtenAt: since };
  } finally {
    await file?.close();
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
