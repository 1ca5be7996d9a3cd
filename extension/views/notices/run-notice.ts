import * as vscode from 'vscode';
import { runName, verdict } from '../../../protocol/model/health.ts';
import { titleOf } from '../../commands/title.ts';
import { commandId } from '../../contributions.ts';
import type { Settings } from '../../settings.ts';
import type { EndedRun } from './run-watch.ts';
import { notice, runWords } from '../words.ts';

/** Says that a run which was started here has ended, unless that is muted. */
export async function noticeEnded({ about, run }: EndedRun, settings: Settings): Promise<void> {
  if (!settings.tellsRunEnded()) return;
  const [openLog, mute] = [titleOf('openLog'), vscode.l10n.t('Mute')];
  const said = notice(vscode.l10n.t('{0} on {1} {2}.', runName(run), about.branch, runWords(run)));
  const picked = await (verdict(run) === 'passing'
    ? vscode.window.showInformationMessage(said, openLog, mute)
    : vscode.window.showWarningMessage(said, openLog, mute));
  if (picked === openLog) await vscode.commands.executeCommand(commandId('openLog'), { run: run.run });
  if (picked === mute) await settings.muteRunEnded();
}
