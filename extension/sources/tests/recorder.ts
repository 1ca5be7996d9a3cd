import * as vscode from 'vscode';
import type { NotedRun } from '../../../reports/noted-run.ts';
import type { TestSource } from '../../settings.ts';
import type { Checkout } from '../checkout.ts';
import { isDirty } from '../checkout.ts';
import { checkoutOf, commandName, hasMoved, outcomeOf, type Read, runOf } from './ended-run.ts';
import type { EndedRun, TestPart, TestResults } from './test-results.ts';
import { Tested } from './test-run.ts';
import { toldName } from './told-name.ts';

/** A command that tests, from its begin on. */
export interface FollowedRun {
  /** It has ended. Without an exit code nobody knows how, and nothing is told. */
  end(name: string, exitCode: number | undefined): void;
  /** Nobody follows it to its end any more. */
  leave(): void;
}

/** Follows a command that tests something in a folder; or a part of it alone, where that is known. */
export type FollowRun = (source: TestSource, folder: vscode.Uri | undefined, part?: TestPart) => FollowedRun;

/** Report files, as they are written while commands run. */
export interface ReportsOfRuns {
  began(): void;
  /** What was written in a repository since then is of the run that has ended, and of nothing else. */
  ended(startedAt: number, root: string | undefined): Promise<Read | undefined>;
}

/** A report that no command is known for. */
export interface LoneReport extends Read {
  readonly root: string;
  readonly name: string;
  /** When its files were last written. */
  readonly writtenAt: number;
}

/** Notes what was tested, at which commit, and how it went. */
export interface Recorder {
  readonly follow: FollowRun;
  reported(report: LoneReport): Promise<void>;
  /** Takes a run that was noted outside of this window, in a repository that is open here. */
  noted(run: NotedRun): Promise<void>;
}

export interface RecorderOptions {
  readonly fresh: (folder: vscode.Uri | undefined) => Promise<Checkout | undefined>;
  readonly now: () => number;
  readonly results: TestResults;
  /** The sources that results are taken from now. */
  readonly wanted: () => ReadonlySet<TestSource>;
  /** Undefined where reports are not to be read. */
  readonly reports: () => ReportsOfRuns | undefined;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** A report that is written so long after the end of a command that left none is still the command's. */
const lateMs = 2_000;
/** What was noted longer ago than this may have been changed since, so that nobody knows what was tested. */
const recentMs = 10_000;

export function createRecorder(options: RecorderOptions): Recorder {
  const { fresh, now, results, changed } = options;
  let last: Followed | undefined;
  const keep = (run: EndedRun): void => {
    results.keep(run);
    changed();
  };
  /** What is followed for its reports alone is theirs. */
  const taken = ({ source }: EndedRun): TestSource => (options.wanted().has(source) ? source : 'reports');
  const follow = followed(options, (run) => {
    last = run;
    if (run.reported || options.wanted().has(run.run.source)) keep({ ...run.run, source: taken(run.run) });
  });

  return {
    follow,
    async reported({ root, name, report, unread, writtenAt }) {
      const read = { report, unread };
      const near = last?.root === root && writtenAt <= last.run.told.endedAt + lateMs ? last : undefined;
      // One that has its report already needs no other: what comes now is somebody else's.
      const of = near?.reported === false ? near : undefined;
      if (of && writtenAt >= of.startedAt) {
        const { run } = of;
        const told = { ...run.told, ...outcomeOf(run.told.outcome, read) };
        return keep({ ...run, source: taken(run), told, failures: report?.failures ?? [], unread });
      }
      const seen = await fresh(vscode.Uri.file(root));
      const run = seen && runOf(seen, { source: 'reports', name, exitCode: 0, endedAt: writtenAt }, read);
      if (run) keep(run);
    },
    async noted({ root, branch, commit, dirty, command, exitCode, counts, failures, unread = [], ...noted }) {
      const here = await fresh(vscode.Uri.file(root));
      if (!here) return;
      const endedAt = Math.min(noted.endedAt, now());
      const same = here.at.state === 'branch' && here.at.branch === branch && here.at.head === commit;
      const seen = same && isDirty(here.changes) === dirty && now() - endedAt <= recentMs ? here : undefined;
      const how = outcomeOf(exitCode === 0 ? 'passed' : 'failed', { report: counts && { counts, failures }, unread });
      const task = toldName(`shiproom run ${commandName(command)}`);
      const told = Tested.parse({ task, commit, dirty, endedAt, ...how });
      keep({ source: 'command', repository: here.repository, branch, told, failures, unread, seen });
    },
  };
}

/** A run that was followed from its begin to its end. */
interface Followed {
  readonly run: EndedRun;
  readonly root: string;
  readonly startedAt: number;
  /** Whether its own report was read when it ended. */
  readonly reported: boolean;
}

/** Follows commands, and hands on how each has ended, where that is known and about one commit. */
function followed({ fresh, now, reports, failed }: RecorderOptions, took: (run: Followed) => void): FollowRun {
  return (source, folder, part) => {
    const startedAt = now();
    const before = checkoutOf(fresh, folder).catch(() => undefined);
    const watched = reports();
    watched?.began();
    const end = async (name: string, exitCode: number | undefined): Promise<void> => {
      const endedAt = now();
      const start = await before;
      const seen = await checkoutOf(fresh, folder).catch(async (error: unknown) => {
        // It has ended, even where nobody can tell of what it was a test.
        await watched?.ended(startedAt, undefined);
        throw error;
      });
      const read = await watched?.ended(startedAt, seen?.root);
      if (exitCode === undefined || !seen || hasMoved(start, seen)) return;
      const run = runOf(seen, { source, name, exitCode, endedAt, part }, read);
      if (run) took({ run, root: seen.root, startedAt, reported: read !== undefined });
    };
    return {
      end: (name, exitCode) => void end(name, exitCode).catch(failed),
      leave: () => void watched?.ended(startedAt, undefined).catch(failed),
    };
  };
}
