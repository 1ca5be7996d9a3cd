import * as vscode from 'vscode';
import type { Status } from '../../protocol/model/status.ts';
import { commandId, commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import type { Situation } from '../situation.ts';
import { preview } from '../sources/preview.ts';
import { statusOf } from '../sources/share.ts';
import { notice, plain } from '../views/words.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { offer, refuse } from './say.ts';

/** Shares this branch with the room. The first time for a repository and a bridge, the exact message is shown before it leaves. */
export async function shareStatus(services: Services): Promise<void> {
  const situation = services.situation();
  const obstacle = obstacleOf(situation, ['trust', 'repository', 'branch', 'bridge']) ?? withheld(situation);
  if (obstacle) return refuse(obstacle);
  if ('share' in situation.decision) return tellShared(services, situation.decision.share);
  await askFirst(services);
}

/** The wishes that stand against sharing, beside that it was not agreed to yet. */
function withheld({ decision, paused }: Situation): Obstacle | undefined {
  if (paused) {
    const { title } = commands.resumeSharing;
    return { message: 'Sharing is paused.', button: title, command: commandId('resumeSharing') };
  }
  if (!('withhold' in decision) || decision.withhold !== 'private') return undefined;
  return {
    message: 'This branch is private: a pattern of shiproom.share.privateBranches covers it.',
    button: 'Open Settings',
    command: 'workbench.action.openSettings',
    args: ['shiproom.share.privateBranches'],
  };
}

async function askFirst(services: Services): Promise<void> {
  const { checkout, tests, origin, room } = services.situation();
  const status = checkout && statusOf(checkout, tests);
  if (!status || !origin) throw new Error('The branch has changed meanwhile. Share it again.');
  const share = 'Share';
  const picked = await vscode.window.showInformationMessage(
    `Share this branch with ${plain(room?.name ?? origin)}?`,
    {
      modal: true,
      detail: `This is the exact message. It goes to ${origin}, and again whenever one of these values changes, until you pause.\n\n${preview(status, services.time)}`,
    },
    share,
  );
  if (picked !== share) return;
  // What was seen was for this bridge and this repository; should another have come meanwhile, the gate stays shut for it.
  await services.memory.agree(origin, status.repository);
  const sent = services.sharing.send(status);
  services.refresh();
  if (!sent) throw new Error('The branch or the bridge has changed meanwhile. Share it again.');
  tellShared(services, status);
}

function tellShared({ situation }: Services, { branch }: Status): void {
  const { room } = situation();
  const pause = commands.pauseSharing.title;
  const said = notice(`${branch} is shared with ${room?.name ?? 'the room'}, and followed as it changes.`);
  offer(vscode.window.showInformationMessage(said, pause), () =>
    vscode.commands.executeCommand(commandId('pauseSharing')),
  );
}
