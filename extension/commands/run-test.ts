import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { runFailure } from '../testing/local-runs.ts';

/** Runs one failing test of CI on this machine: the part that shows them does it, and says there how it went. */
export async function runTest(_services: Services, argument?: unknown): Promise<void> {
  await vscode.commands.executeCommand(runFailure, argument);
}
