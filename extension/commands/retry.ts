import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse } from './say.ts';

/** Tries at once to connect again; where there is no bridge to try, asks which. */
export async function retry({ uplink, situation }: Services): Promise<void> {
  const obstacle = obstacleOf(situation(), ['trust']);
  if (obstacle) return refuse(obstacle);
  const session = uplink.session();
  if (session) session.retry();
  else await vscode.commands.executeCommand(commandId('connect'));
}
