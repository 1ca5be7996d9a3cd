import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { TestSource } from '../../settings.ts';
import type { Checkout } from '../checkout.ts';
import { isDirty } from '../checkout.ts';
import { isBelow, leadsBelow } from './below.ts';
import type { ReadReports } from './read-reports.ts';
import type { EndedRun, TestPart } from './test-results.ts';
import { Tested } from './test-run.ts';
import { toldName } from './told-name.ts';

/** The first words of a command, as far as none of them can be a value, and without the folders of its program. */
export function commandName(command: string): string {
  const [program = '', ...words] = command.split(' ');
  const end = words.findIndex((word) => /^-|=/.test(word));
  return [basename(program), ...words.slice(0, end < 0 ? 2 : Math.min(end, 2))].join(' ');
}

/** How something that tests has ended. */
interface Ran {
  readonly source: TestSource;
  readonly name: string;
  readonly exitCode: number;
  readonly endedAt: number;
  readonly part?: TestPart | undefined;
}

/** A run of what is checked out; undefined where that is no branch. */
export function runOf(
  seen: Checkout,
  { source, name, exitCode, endedAt, part }: Ran,
  read: Read | undefined,
): EndedRun | undefined {
  const { repository, at, changes } = seen;
  if (at.state !== 'branch') return undefined;
  const how = outcomeOf(exitCode === 0 ? 'passed' : 'failed', read);
  const told = Tested.parse({ task: toldName(name), commit: at.head, dirty: isDirty(changes), endedAt, ...how });
  const { report, unread = [] } = read ?? {};
  return { source, repository, branch: at.branch, told, failures: report?.failures ?? [], unread, seen, part };
}

/** What reports say of a run, as far as they could be read. */
export type Read = Pick<ReadReports, 'report' | 'unread'>;

/** A command may hide that tests have failed, and none can hide that it has. It has not passed where some of its reports could not be read. */
export function outcomeOf(ended: Tested['outcome'], read: Read | undefined): Pick<Tested, 'outcome' | 'counts'> {
  const failed = ended === 'failed' || (read?.report?.counts.failed ?? 0) > 0;
  const outcome = failed ? 'failed' : read && read.unread.length > 0 ? 'incomplete' : ended;
  return { outcome, ...(read?.report && { counts: read.report.counts }) };
}

/** The checkout that a folder is in; the one that is worked in where none is named. */
export async function checkoutOf(
  fresh: (folder: vscode.Uri | undefined) => Promise<Checkout | undefined>,
  folder: vscode.Uri | undefined,
): Promise<Checkout | undefined> {
  const found = await fresh(folder);
  if (!found || !folder) return found;
  const inside = isBelow(found.root, folder.fsPath) || (await leadsBelow(found.root, folder.fsPath));
  return inside ? found : undefined;
}

/** Whether another commit, or another branch, was checked out when it ended: it is about neither then. Where nobody saw the start, the end counts. */
export const hasMoved = (start: Checkout | undefined, { at }: Checkout): boolean =>
  start?.at.state === 'branch' && at.state === 'branch' && (start.at.head !== at.head || start.at.branch !== at.branch);
