import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { obstacleOf, showNow } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';

/** Shows the card of a person's branch, with what was said about it. */
export async function openCard({ situation, thread }: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(situation(), ['bridge']);
  if (obstacle) return refuse(obstacle);
  const { about } = targetOf(argument);
  if (about) return thread(about);
  return refuse({ message: vscode.l10n.t('That person shares no branch any more.'), ...showNow });
}
