import * as vscode from 'vscode';
import { hasEnded } from '../../protocol/model/health.ts';
import type { Services } from '../services.ts';
import { doErrand } from './do-errand.ts';
import { chooseRun } from './find-run.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse } from './say.ts';

/** Cancels a CI run of this branch that is queued or under way. */
export async function cancelRun(services: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const found = await chooseRun(services, argument, {
    title: vscode.l10n.t('Cancel Run'),
    fits: ({ state }, can) => can.cancel && !hasEnded(state),
    none: vscode.l10n.t('No CI run of this branch is under way that could be cancelled.'),
  });
  if (!found) return;
  await doErrand(services, { deed: { type: 'cancel', run: found.run }, about: found.card.key, at: undefined });
}
