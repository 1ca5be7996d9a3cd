import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import { menus } from '../contributions/menus.ts';
import type { Services } from '../services.ts';
import { notice } from '../views/words.ts';
import { cancelRun } from './cancel-run.ts';
import { claim, handOver, release } from './claim.ts';
import { chooseTestSources } from './choose-test-sources.ts';
import { compareBranch } from './compare-branch.ts';
import { connect } from './connect.ts';
import { approve, reject } from './decide.ts';
import { disconnect, signOut } from './disconnect.ts';
import { doctor } from './doctor.ts';
import { link, unlink } from './link.ts';
import { messagePerson } from './message-person.ts';
import { openCard } from './open-card.ts';
import { openFailure } from './open-failure.ts';
import { openLog, openLogInTerminal } from './open-log.ts';
import { openPage, openPullRequest } from './open-page.ts';
import { openRoom } from './open-room.ts';
import { publishBranch, pullBranch, pushBranch, syncBranch } from './git-branch.ts';
import { pair } from './pair.ts';
import { pauseSharing } from './pause-sharing.ts';
import { rerunCi, rerunDebug, rerunFailed, rerunJob } from './rerun.ts';
import { resumeSharing } from './resume-sharing.ts';
import { retry } from './retry.ts';
import { runCi } from './run-ci.ts';
import { runLine } from './run-line.ts';
import { runTest } from './run-test.ts';
import { messageOf } from './say.ts';
import { shareSelection } from './share-selection.ts';
import { shareStatus } from './share-status.ts';
import { changeSharingMode } from './sharing-mode.ts';
import { titleOf } from './title.ts';

type Handler = (services: Services, argument?: unknown) => Promise<void>;

/** Total over the manifest: a command that is contributed and not handled, or the reverse, does not compile. */
const handlers: Readonly<Record<CommandName, Handler>> = {
  connect,
  shareStatus,
  shareSelection,
  changeSharingMode,
  chooseTestSources,
  runTest,
  openCard,
  compareBranch,
  messagePerson,
  openFailure,
  publishBranch,
  pullBranch,
  pushBranch,
  syncBranch,
  pauseSharing,
  resumeSharing,
  runCi,
  rerunCi,
  rerunFailed,
  rerunJob,
  rerunDebug,
  cancelRun,
  approve,
  reject,
  claim,
  release,
  handOver,
  openLog,
  openLogInTerminal,
  openPullRequest,
  openPage,
  link,
  unlink,
  pair,
  runLine,
  openRoom,
  doctor,
  retry,
  disconnect,
  signOut,
};

/** Runs a command as VS Code called it. A failure is said once, in words; a cancelled one is none. */
export async function runCommand(services: Services, name: CommandName, args: readonly unknown[]): Promise<void> {
  const [, view] = /^view:(shiproom\.\w+)$/.exec(String(args[0])) ?? [];
  if (view !== undefined) return runFrom(view, services, name);
  try {
    if (isLostRow(name, args)) throw new Error(vscode.l10n.t('That row has just changed. Look at it and try again.'));
    await handlers[name](services, args[0]);
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    void vscode.window.showErrorMessage(notice(`${titleOf(name).replace('…', '')}: ${messageOf(error)}`));
  }
}

/** Runs a command of a view's welcome, which VS Code takes away with the button that had the focus: it goes to the view, and not nowhere. */
async function runFrom(view: string, services: Services, name: CommandName): Promise<void> {
  await runCommand(services, name, []);
  await vscode.commands.executeCommand(`${view}.focusRows`);
}

const inTitles: ReadonlySet<CommandName> = new Set(menus['view/title'].map(({ command }) => command));

/**
 * Whether a command was called on a row that was just being drawn anew. VS Code hands over a row and the selection, and for such a row
 * nothing: that must not be taken for a call without a row, which would be about whichever run is picked then. Titles hand over as much.
 */
const isLostRow = (name: CommandName, args: readonly unknown[]): boolean =>
  args.length > 1 && args[0] === undefined && !inTitles.has(name);
