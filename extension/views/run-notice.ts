import * as vscode from 'vscode';
import { verdict } from '../../protocol/model/health.ts';
import { commandId, commands } from '../contributions.ts';
import type { Settings } from '../settings.ts';
import type { EndedRun } from './run-watch.ts';
import { notice, runWords } from './words.ts';

const openLog = commands.openLog.title;
const mute = 'Mute';

/** Says that a run which was started here has ended, unless that is muted. */
export async function noticeEnded({ about, run }: EndedRun, settings: Settings): Promise<void> {
  if (!settings.tellsRunEnded()) return;
  const said = notice(`CI on ${about.branch} ${runWords(run)}.`);
  const picked = await (verdict(run) === 'passing'
    ? vscode.window.showInformationMessage(said, openLog, mute)
    : vscode.window.showWarningMessage(said, openLog, mute));
  if (picked === openLog) await vscode.commands.executeCommand(commandId('openLog'), { run: run.run });
  if (picked === mute) await settings.muteRunEnded();
}
