import * as vscode from 'vscode';
import type { CiRun } from '../../protocol/model/run.ts';
import type { RunId } from '../../protocol/model/ids.ts';
import { rowText, runWords, shortSha, type Time } from '../views/words.ts';

/** The only run, or the one that is picked; undefined where the picking is given up. */
export async function pickRun(runs: readonly CiRun[], title: string, time: Time): Promise<RunId | undefined> {
  if (runs.length === 1) return runs[0]?.run;
  const items = runs.map((run) => ({
    label: `${shortSha(run.commit)} ${runWords(run)}`,
    description: vscode.l10n.t('{0}, queued {1}', rowText(run.workflow), time(run.queuedAt)),
    run: run.run,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Which run') });
  return picked?.run;
}
