import * as vscode from 'vscode';
import { hasEnded } from '../../protocol/model/health.ts';
import type { RunId } from '../../protocol/model/ids.ts';
import { commandId, commands, viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { cardOf, hereOf } from '../situation.ts';
import { obstacleOf } from './obstacle.ts';
import { pickRun } from './pick-run.ts';
import { targetOf } from './row-target.ts';
import { refuse, showReply } from './say.ts';

/** Cancels a CI run of this branch that is queued or under way. */
export async function cancelRun(services: Services, argument?: unknown): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const run = targetOf(argument).run ?? (await active(services));
  if (run === undefined) return;
  const line = `ci cancel ${run}`;
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    services.run(line, hereOf(services.situation())),
  );
  await showReply(services, line, outcome);
}

async function active({ situation, time }: Services): Promise<RunId | undefined> {
  const runs = cardOf(situation())?.ci.filter(({ state }) => !hasEnded(state)) ?? [];
  if (runs.length > 0) return pickRun(runs, 'Cancel Run', time);
  const { title } = commands.runCi;
  refuse({ message: 'No CI run of this branch is under way.', button: title, command: commandId('runCi') });
  return undefined;
}
