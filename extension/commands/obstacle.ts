import * as vscode from 'vscode';
import { type CommandName, commandId, viewId } from '../contributions.ts';
import type { Situation } from '../situation.ts';
import { titleOf } from './title.ts';

/** What a command needs, in the order in which it is looked for. */
export type Need = 'trust' | 'bridge' | 'repository' | 'branch';

/** Why a command cannot run, and the button that mends it. */
export interface Obstacle {
  readonly message: string;
  readonly button: string;
  readonly command: string;
  readonly args?: readonly string[];
}

/** For what can only be looked at. */
export const showNow = {
  get button() {
    return vscode.l10n.t('Show Now');
  },
  command: `${viewId('now')}.focus`,
} as const;

/** The first thing that is missing, or undefined where nothing is. */
export function obstacleOf(situation: Situation, needs: readonly Need[]): Obstacle | undefined {
  for (const need of needs) {
    const found = look[need](situation);
    if (found) return found;
  }
  return undefined;
}

const ours = (message: string, name: CommandName): Obstacle => ({
  message,
  button: titleOf(name),
  command: commandId(name),
});

const look: Readonly<Record<Need, (situation: Situation) => Obstacle | undefined>> = {
  trust: ({ trusted }) =>
    trusted
      ? undefined
      : {
          message: vscode.l10n.t('This workspace is not trusted, so nothing is sent from it.'),
          button: vscode.l10n.t('Manage Workspace Trust'),
          command: 'workbench.trust.manage',
        },
  bridge: ({ connection }) => bridgeObstacle(connection),
  repository: repositoryObstacle,
  branch({ checkout }) {
    if (checkout?.at.state === 'branch') return undefined;
    if (checkout?.at.state === 'detached') {
      return {
        message: vscode.l10n.t('HEAD is detached, so there is no branch.'),
        button: vscode.l10n.t('Checkout Branch…'),
        command: 'git.checkout',
      };
    }
    if (!checkout) return { message: vscode.l10n.t('The repository is still being read.'), ...showNow };
    return {
      message: vscode.l10n.t('There is no commit yet.'),
      button: vscode.l10n.t('Open Source Control'),
      command: 'workbench.view.scm',
    };
  },
};

function bridgeObstacle(connection: Situation['connection']): Obstacle | undefined {
  switch (connection.state) {
    case 'online':
      return undefined;
    case 'unpaired':
      return ours(connection.reason ?? vscode.l10n.t('Shiproom is not connected to a bridge.'), 'connect');
    case 'connecting':
      return ours(vscode.l10n.t('The bridge is still being connected to.'), 'retry');
    case 'offline':
    case 'stopped':
      return ours(vscode.l10n.t('The bridge is not connected: {0}', connection.reason), 'retry');
  }
}

function repositoryObstacle({ folder, git }: Situation): Obstacle | undefined {
  if (!folder && git !== 'found')
    return {
      message: vscode.l10n.t('No folder is open.'),
      button: vscode.l10n.t('Open Folder'),
      command: 'vscode.openFolder',
    };
  switch (git) {
    case 'found':
      return undefined;
    case 'starting':
      return { message: vscode.l10n.t('The repository is still being read.'), ...showNow };
    case 'off':
      return {
        message: vscode.l10n.t('The built-in Git extension is off, so branches cannot be seen.'),
        button: vscode.l10n.t('Show Git Extension'),
        command: 'workbench.extensions.search',
        args: ['@builtin git'],
      };
    case 'no-repository':
      return {
        message: vscode.l10n.t('This folder has no git repository.'),
        // It may lie in a folder above, or belong to somebody else: Source Control says which, and begins no second one.
        button: vscode.l10n.t('Open Source Control'),
        command: 'workbench.view.scm',
      };
  }
}
