import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { plain } from '../../reports/clean-log.ts';
import { cut } from '../../reports/bounded.ts';
import { NotedRun, notedRuns } from '../../reports/noted-run.ts';
import type { UnreadReport } from '../../reports/unread-report.ts';
import { masked } from '../../secrecy/mask.ts';
import { findReports, readWritten, type ReportFiles } from '../adapters/ci/local/reports.ts';
import { userFolders } from '../folders.ts';
import type { Clock } from '../ports/clock.ts';
import type { Calling } from './options.ts';
import { runToEnd } from './test-run-child.ts';
import { type CheckedOut, isDirty, readCheckedOut } from './test-run-checkout.ts';

export interface TestRunOptions {
  /** Globs of report files, from where it was called. */
  readonly report?: readonly string[];
}

/** What a run of a command needs beside its words. */
export interface TestRunMeans {
  readonly clock: Pick<Clock, 'now'>;
  /** Whether there is a terminal, which sends Ctrl+C to everything in it. */
  readonly terminal: boolean;
  /** One line beside what the command prints. */
  readonly warn: (line: string) => void;
}

/**
 * Runs a command, and keeps for this user's editors how it went: nothing more than its exit code and what a report says. Answers its exit
 * code, whatever becomes of the rest.
 */
export async function runTests(
  calling: Calling,
  words: readonly string[],
  { report = [] }: TestRunOptions,
  { clock, terminal, warn }: TestRunMeans,
): Promise<number> {
  const { cwd, environment } = calling;
  const before = await readCheckedOut(cwd, environment).catch(() => undefined);
  const globs = before ? below(before.repository.top, cwd, report) : [];
  const old = before && (await findReports(before.repository.top, globs).catch(() => undefined));
  const startedAt = clock.now();
  const { exitCode, interrupted, notBegun } = await runToEnd(words, { cwd, environment, terminal });
  const run: Ran = { words, startedAt, endedAt: clock.now(), exitCode, globs, old: old ?? new Map() };
  if (notBegun !== undefined) warn(notBegun);
  else if (!interrupted) warn(await kept(calling, before, run).catch((error: unknown) => `not kept: ${String(error)}`));
  return exitCode;
}

/** A command that has ended by itself. */
interface Ran extends Pick<NotedRun, 'startedAt' | 'endedAt' | 'exitCode'> {
  readonly words: readonly string[];
  readonly globs: readonly string[];
  readonly old: ReportFiles;
}

/** Writes a run down, if there is anything that it is about, and says in one line what became of it. */
async function kept(calling: Calling, before: CheckedOut | undefined, run: Ran): Promise<string> {
  const { cwd, environment } = calling;
  const after = await readCheckedOut(cwd, environment);
  if (!after) return 'not kept: this is no branch of a git repository.';
  if (before?.commit !== after.commit || before.branch !== after.branch)
    return 'not kept: another commit was checked out while it ran, so it is about neither.';
  const { id, top } = after.repository;
  const dirty = await isDirty(top, environment);
  const { report, unread } = await readWritten(top, run.globs, run.old);
  const { startedAt, endedAt, exitCode } = run;
  const noted: NotedRun = {
    version: 1,
    repository: id,
    root: top,
    branch: after.branch,
    commit: after.commit,
    dirty,
    command: shown(run.words),
    startedAt,
    endedAt,
    exitCode: exitCode & 255,
    ...(report && { counts: report.counts }),
    failures: report?.failures ?? [],
    ...(unread.length > 0 && { unread: [...unread] }),
  };
  await write(calling, NotedRun.parse(noted));
  const [first] = unread;
  return first
    ? `kept for your editor, though not all of its reports could be read: ${plain(first.file)} ${whyUnread[first.why]}.`
    : 'kept for your editor.';
}

const whyUnread: Readonly<Record<UnreadReport['why'], string>> = {
  large: 'is too large',
  unreadable: 'may not be read',
  broken: 'is no whole report',
  outside: 'leads out of the repository',
  many: 'is one of too many',
};

const shown = (words: readonly string[]): string =>
  cut(masked(plain(words.join(' ').slice(0, 4096)).replaceAll(/\s+/g, ' ').trim()), 400) || '(no name)';

/** Globs as they are from the top of the repository. */
const below = (top: string, cwd: string, globs: readonly string[]): readonly string[] =>
  globs.map((glob) => (isAbsolute(glob) ? glob : [...relative(top, cwd).split(sep), glob].filter(Boolean).join('/')));

const keptForMs = 7 * 24 * 60 * 60 * 1000;

/** Writes the file whole or not at all, readable by its user only, and takes away those that no editor has come for. */
async function write({ platform, environment, pid }: Calling, run: NotedRun): Promise<void> {
  const folder = join(userFolders(platform, environment).state, notedRuns);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${run.endedAt}-${pid}.json`);
  const draft = `${file}.draft`;
  await writeFile(draft, `${JSON.stringify(run)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
  const old = (await readdir(folder)).filter(
    (name) => Number(/^(\d{1,16})-/.exec(name)?.[1]) < run.endedAt - keptForMs,
  );
  await Promise.all(old.map(async (name) => rm(join(folder, name), { force: true })));
}
