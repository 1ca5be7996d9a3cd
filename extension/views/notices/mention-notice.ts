import * as vscode from 'vscode';
import { viewId } from '../../contributions.ts';
import type { Settings } from '../../settings.ts';
import { notice } from '../words.ts';

/** Says that somebody wants this user, unless that is muted. */
export async function noticeCall(words: string, settings: Settings): Promise<void> {
  if (!settings.tellsMentions()) return;
  const [open, mute] = [vscode.l10n.t('Open'), vscode.l10n.t('Mute')];
  const picked = await vscode.window.showInformationMessage(notice(words), open, mute);
  if (picked === open) await vscode.commands.executeCommand(`${viewId('feed')}.focus`);
  if (picked === mute) await settings.muteMentions();
}
