import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse } from './say.ts';

/** VS Code's own commands of git, each for the repository that the view Now shows, whichever others are open. */
const ofGit = (command: 'git.publish' | 'git.pull' | 'git.push' | 'git.sync') =>
  async function runGit({ situation }: Services): Promise<void> {
    const now = situation();
    const obstacle = obstacleOf(now, ['trust', 'repository', 'branch']);
    if (obstacle || !now.checkout) return obstacle && refuse(obstacle);
    await vscode.commands.executeCommand(command, vscode.Uri.file(now.checkout.root));
  };

/** Puts this branch on the remote, where others and CI can see it. */
export const publishBranch = ofGit('git.publish');
/** Brings what the upstream has over this branch. */
export const pullBranch = ofGit('git.pull');
/** Takes what this branch has over its upstream there. */
export const pushBranch = ofGit('git.push');
/** Pulls, and then pushes. */
export const syncBranch = ofGit('git.sync');
