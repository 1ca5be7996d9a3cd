import type * as vscode from 'vscode';
import type { TestReport } from '../../../reports/test-report.ts';
import { LocalTests } from '../../../protocol/model/work.ts';
import type { TestSource } from '../../settings.ts';
import type { Checkout } from '../checkout.ts';
import { isDirty } from '../checkout.ts';
import { isBelow, leadsBelow } from './below.ts';
import type { TestResults } from './test-results.ts';
import { toldName } from './told-name.ts';

/** A command that tests, from its begin on. */
export interface FollowedRun {
  /** It has ended. Without an exit code nobody knows how, and nothing is told. */
  end(name: string, exitCode: number | undefined): void;
}

/** Follows commands that test something in a folder. */
export type FollowRun = (source: TestSource, folder: vscode.Uri | undefined) => FollowedRun;

/** Report files that are written while commands run. */
export interface ReportsOfRuns {
  /** A run has begun: what is written now may be of it. */
  began(startedAt: number): void;
  /** It has ended: what was written in a repository meanwhile is of it, and of nothing else. */
  ended(startedAt: number, root: string | undefined): Promise<TestReport | undefined>;
}

export interface FollowOptions {
  readonly fresh: (folder: vscode.Uri | undefined) => Promise<Checkout | undefined>;
  readonly now: () => number;
  readonly results: TestResults;
  /** Undefined where reports are not to be read. */
  readonly reports: () => ReportsOfRuns | undefined;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Notes what was tested, and how it went. A run during which HEAD has moved is about neither commit, so it is not told; nor is one on no
 * branch.
 */
export function createFollowRun(options: FollowOptions): FollowRun {
  const { now, results, reports, changed, failed } = options;
  return (source, folder) => {
    const startedAt = now();
    const before = checkoutOf(options, folder).catch(() => undefined);
    reports()?.began(startedAt);
    const end = async (name: string, exitCode: number | undefined): Promise<void> => {
      const endedAt = now();
      const [start, seen] = [await before, await checkoutOf(options, folder)];
      const report = await reports()?.ended(startedAt, seen?.root);
      if (exitCode === undefined || seen?.at.state !== 'branch' || hasMoved(start, seen)) return;
      const { repository, at } = seen;
      // A command may hide that tests have failed, and none can hide that it has.
      const outcome = exitCode === 0 && !report?.counts.failed ? 'passed' : 'failed';
      const counts = report && { counts: report.counts };
      const run = { task: toldName(name), outcome, commit: at.head, dirty: isDirty(seen.changes), endedAt, ...counts };
      const failures = report?.failures ?? [];
      results.keep({ source, repository, branch: at.branch, told: LocalTests.parse(run), failures, seen });
      changed();
    };
    return { end: (name, exitCode) => void end(name, exitCode).catch(failed) };
  };
}

/** The checkout that a folder is in; the one that is worked in where none is named. */
async function checkoutOf({ fresh }: FollowOptions, folder: vscode.Uri | undefined): Promise<Checkout | undefined> {
  const found = await fresh(folder);
  if (!found || !folder) return found;
  const inside = isBelow(found.root, folder.fsPath) || (await leadsBelow(found.root, folder.fsPath));
  return inside ? found : undefined;
}

/** Whether another commit, or another branch, was checked out when it ended. Where nobody saw the start, the end counts. */
const hasMoved = (start: Checkout | undefined, { at }: Checkout): boolean =>
  start?.at.state === 'branch' && at.state === 'branch' && (start.at.head !== at.head || start.at.branch !== at.branch);
