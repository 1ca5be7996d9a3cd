import * as vscode from 'vscode';
import type { UnreadReport } from '../../../reports/unread-report.ts';
import type { Tested, TestRun } from '../../sources/tests/test-run.ts';
import { plain } from '../words.ts';

const shownFiles = 5;

/** Why nobody knows how a run went, in few words; empty where that is known. */
export function incompleteWords({ outcome, counts }: Tested, own: TestRun | undefined): string[] {
  if (own && own.unread.length > 0) return [vscode.l10n.t('not all reports read')];
  if (outcome !== 'incomplete') return [];
  const one = counts !== undefined && counts.passed + counts.failed === 1;
  return [one ? vscode.l10n.t('1 test alone') : vscode.l10n.t('only a part was run')];
}

/** The same at length, with what can be done about it. */
export function whyIncomplete({ outcome }: Tested, own: TestRun | undefined): string[] {
  const unread = own?.unread ?? [];
  const more = unread.length - shownFiles;
  const files = unread.slice(0, shownFiles).map(unreadWords);
  if (more > 0) files.push(vscode.l10n.t('and {0} more', more));
  if (outcome !== 'incomplete') return files;
  const why =
    unread.length > 0
      ? vscode.l10n.t('So nobody knows whether all has passed, and nothing of this run is shared.')
      : vscode.l10n.t(
          'Not all tests were run, so nothing of this is shared. Run all of them to know how the branch stands.',
        );
  return [...files, why];
}

function unreadWords({ file, why }: UnreadReport): string {
  const name = plain(file);
  switch (why) {
    case 'large':
      return vscode.l10n.t('{0} was not read: it is too large, or all reports together are. Have it split.', name);
    case 'unreadable':
      return vscode.l10n.t('{0} could not be opened. Look at its permissions.', name);
    case 'broken':
      return vscode.l10n.t('{0} ends too early, or says nothing. Run the tests once more.', name);
    case 'outside':
      return vscode.l10n.t('{0} was not read: a link leads out of the repository. Have it written inside.', name);
    case 'many':
      return vscode.l10n.t('There were too many report files to read them all. Have fewer written.');
  }
}
