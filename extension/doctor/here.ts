import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { obstacleOf } from '../commands/obstacle.ts';
import { titleOf } from '../commands/title.ts';
import type { Situation } from '../situation.ts';
import { mayLeave, type Withheld } from '../sources/share.ts';
import { plain } from '../views/words.ts';
import { failed, type Finding, type Mend, passed, warned } from './finding.ts';

export function trustHop(situation: Situation): Finding {
  const obstacle = obstacleOf(situation, ['trust']);
  return obstacle ? failed(obstacle.message, obstacle) : passed(vscode.l10n.t('This workspace is trusted.'));
}

export function gitHop({ git }: Situation): Finding {
  if (git === 'starting') return warned(vscode.l10n.t('The built-in Git extension is still starting.'));
  if (git !== 'off') return passed(vscode.l10n.t('The built-in Git extension is there.'));
  return failed(vscode.l10n.t('The built-in Git extension is off, so branches cannot be seen.'), {
    button: vscode.l10n.t('Show Git Extension'),
    command: 'workbench.extensions.search',
    args: ['@builtin git'],
  });
}

export function repositoryHop(situation: Situation): Finding {
  const obstacle = obstacleOf(situation, ['repository', 'branch']);
  if (obstacle) return failed(obstacle.message, obstacle);
  return passed(vscode.l10n.t('A branch of a repository is checked out.'));
}

export function sharingHop({ decision, unfollowed, connection }: Situation): Finding {
  if (mayLeave(decision) && unfollowed !== undefined)
    return failed(vscode.l10n.t('Nothing of this repository is shared: {0}', plain(unfollowed)), ours('connect'));
  if (mayLeave(decision) && connection.state !== 'online')
    return warned(vscode.l10n.t('What is shared waits for the bridge.'));
  if ('share' in decision) return passed(vscode.l10n.t('This branch is shared.'));
  return withheld[decision.withhold]();
}

const ours = (name: Parameters<typeof titleOf>[0]): Mend => ({ button: titleOf(name), command: commandId(name) });

const withheld: Readonly<Record<Withheld, () => Finding>> = {
  untrusted: () => failed(vscode.l10n.t('Nothing is sent from a workspace that is not trusted.')),
  'no-branch': () => warned(vscode.l10n.t('There is no branch to share.')),
  off: () => warned(vscode.l10n.t('Sharing is off: nobody sees that you are here.'), ours('changeSharingMode')),
  presence: () => passed(vscode.l10n.t('Only where you are is shared, and nothing of what is in the branch.')),
  private: () =>
    warned(vscode.l10n.t('This branch is private by your settings.'), {
      button: vscode.l10n.t('Open Settings'),
      command: 'workbench.action.openSettings',
      args: ['shiproom.share.privateBranches'],
    }),
  secret: () => warned(vscode.l10n.t('Something that would be shared looks like a secret, so nothing is.')),
  'not-agreed': () => warned(vscode.l10n.t('Nothing of this branch is shared yet.'), ours('shareStatus')),
  paused: () => warned(vscode.l10n.t('Sharing is paused.'), ours('resumeSharing')),
};
