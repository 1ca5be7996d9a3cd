import * as vscode from 'vscode';
import { type Errand, lineOf } from '../deed.ts';
import { viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { showReply, tellReply } from './say.ts';

/** Has a deed done, shows that it is under way, and then what came of it. */
export async function doErrand(services: Services, errand: Errand): Promise<void> {
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    services.perform(errand),
  );
  // What is started has a log to be opened; all else is seen where it was asked for.
  const show = errand.deed.type === 'start' ? showReply : tellReply;
  await show(services, lineOf(errand, []), outcome);
}
