import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { cardOf } from '../situation.ts';
import { isPage } from '../views/words.ts';
import { obstacleOf, showNow } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';

/** Opens the page of a row: of a run, a job, a check, a deployment or the pull request. */
export async function openPage(_: Services, argument?: unknown): Promise<void> {
  const { href } = targetOf(argument);
  if (href !== undefined) await open(href);
}

/** Opens the pull request of this branch in the browser. */
export async function openPullRequest({ situation }: Services): Promise<void> {
  const obstacle = obstacleOf(situation(), ['trust', 'repository', 'branch']);
  if (obstacle) return refuse(obstacle);
  const url = cardOf(situation())?.forge?.pullRequest?.url;
  if (url !== undefined && isPage(url)) return open(url);
  const message = vscode.l10n.t('No pull request of this branch is known here.');
  return refuse({ message, ...showNow });
}

async function open(href: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(href, true));
}
