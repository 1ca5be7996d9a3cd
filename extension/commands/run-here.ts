import * as vscode from 'vscode';
import { viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { hereOf } from '../situation.ts';
import { tellReply } from './say.ts';

/** Runs a line of the bot for the branch that is checked out here, and tells what it answers. */
export async function runHere(services: Services, line: string): Promise<void> {
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    services.run(line, hereOf(services.situation())),
  );
  await tellReply(services, line, outcome);
}
