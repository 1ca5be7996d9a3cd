import * as vscode from 'vscode';
import type { Status } from '../../protocol/model/status.ts';
import { commandId, commands } from '../contributions.ts';
import type { Shared } from '../memory.ts';
import type { Services } from '../services.ts';
import type { Situation } from '../situation.ts';
import { isDirty } from '../sources/checkout.ts';
import { tellableNames } from '../sources/file-names.ts';
import { preview, previewPresence } from '../sources/preview.ts';
import { mayLeave, placeOf, statusOf, type Suspect } from '../sources/share.ts';
import { suspectWords } from '../sources/suspect-words.ts';
import { notice, plain } from '../views/words.ts';
import { type Obstacle, obstacleOf, showNow } from './obstacle.ts';
import { offer, refuse } from './say.ts';
import { titleOf } from './title.ts';

/**
 * Shares this branch with the room, as far as the mode of sharing lets it. The first time for a repository, a bridge and a mode, the exact
 * message is shown before it leaves; and once more where the names of changed files are to go with it.
 */
export async function shareStatus(services: Services): Promise<void> {
  const situation = services.situation();
  const obstacle = obstacleOf(situation, ['trust', 'repository', 'branch', 'bridge']) ?? withheld(situation);
  if (obstacle) return refuse(obstacle);
  const { decision } = situation;
  const unfollowed = mayLeave(decision) ? unfollowedHere(situation) : undefined;
  if (unfollowed) return refuse(unfollowed);
  if ('share' in decision)
    return filesAsked(services) ? askFirst(services) : tellShared(services, decision.share.branch);
  if (decision.withhold === 'presence') return tellShared(services, decision.on.branch);
  await askFirst(services);
}

/** That the room has refused this repository, with the way to another room. */
function unfollowedHere({ unfollowed }: Situation): Obstacle | undefined {
  if (unfollowed === undefined) return undefined;
  const message = vscode.l10n.t('Nothing of this repository is shared: {0}', unfollowed);
  return { message, button: titleOf('connect'), command: commandId('connect') };
}

/** Whether the names of changed files wait for their user to have seen them once. */
function filesAsked({ situation, settings, memory }: Services): boolean {
  const { origin, checkout } = situation();
  return settings.sharesFiles() && !!origin && !!checkout && !memory.agreed(origin, checkout.repository, 'files');
}

/** The wishes that stand against sharing, beside that it was not agreed to yet. */
export function withheld({ decision, paused, mode }: Situation): Obstacle | undefined {
  const { l10n } = vscode;
  if (mode === 'off') {
    const message = l10n.t('Sharing is off: nothing of your branches is sent.');
    return { message, button: titleOf('changeSharingMode'), command: commandId('changeSharingMode') };
  }
  if (paused) {
    const { title } = commands.resumeSharing;
    return { message: l10n.t('Sharing is paused.'), button: title, command: commandId('resumeSharing') };
  }
  if (!('withhold' in decision)) return undefined;
  if (decision.withhold === 'secret') return suspected(decision.found);
  if (decision.withhold !== 'private') return undefined;
  return {
    message: l10n.t('This branch is private: a pattern of shiproom.share.privateBranches covers it.'),
    button: l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    args: ['shiproom.share.privateBranches'],
  };
}

function suspected(found: Suspect): Obstacle {
  const message = suspectWords(found);
  if (found.where !== 'branch') return { message, ...showNow };
  return { message, button: vscode.l10n.t('Rename Branch…'), command: 'git.renameBranch' };
}

async function askFirst(services: Services): Promise<void> {
  const { settings, memory, workspace, time, situation } = services;
  const { checkout, tests, origin, room, mode } = situation();
  const status = checkout && statusOf(checkout, tests?.told);
  if (!status || !origin) throw new Error(vscode.l10n.t('The branch has changed meanwhile. Share it again.'));
  const files = mode === 'status' && settings.sharesFiles() ? tellableNames(await workspace.changedFiles()) : undefined;
  const message = mode === 'presence' ? previewPresence(placeOf(status)) : preview(status, time, files);
  if (!(await showFirst(room?.name ?? origin, origin, message))) return;
  // What was seen was for this bridge and this repository; should another have come meanwhile, the gate stays shut for it.
  const shown: readonly Shared[] = mode === 'presence' ? ['presence'] : files ? ['status', 'files'] : ['status'];
  for (const each of shown) await memory.agree(origin, status.repository, each);
  // A name alone is told by how this window appears; a status is sent exactly as it was seen.
  const sent = mode === 'presence' ? 'on' in situation().decision : services.sharing.send(status);
  services.refresh();
  if (!sent) throw new Error(vscode.l10n.t('The branch or the bridge has changed meanwhile. Share it again.'));
  tellShared(services, status.branch);
}

/** Shows the exact message, and whether it may go. */
async function showFirst(room: string, origin: string, message: string): Promise<boolean> {
  const share = vscode.l10n.t('Share');
  const intro = vscode.l10n.t(
    'This is the exact message. It goes to {0}, and again whenever one of these values changes, until you pause.',
    origin,
  );
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t('Share this branch with {0}?', plain(room)),
    { modal: true, detail: `${intro}\n\n${message}` },
    share,
  );
  return picked === share;
}

function tellShared({ situation }: Services, branch: Status['branch']): void {
  const { room, mode } = situation();
  const pause = titleOf('pauseSharing');
  const name = room?.name ?? vscode.l10n.t('the room');
  const said =
    mode === 'presence'
      ? vscode.l10n.t('{0} is told to {1} by its name alone.', branch, name)
      : vscode.l10n.t('{0} is shared with {1}, and followed as it changes.', branch, name);
  const pushed = vscode.l10n.t('All of it is pushed, so that its card in the chat may look as before until then.');
  const words = isPushed(situation()) ? `${said} ${pushed}` : said;
  offer(vscode.window.showInformationMessage(notice(words), pause), () =>
    vscode.commands.executeCommand(commandId('pauseSharing')),
  );
}

/** Whether the forge knows of the branch all that was shared of it. */
const isPushed = ({ decision }: Situation): boolean =>
  'share' in decision && decision.share.ahead === 0 && !isDirty(decision.share.changes) && !decision.share.tests;
