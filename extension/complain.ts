import * as vscode from 'vscode';
import { offer } from './commands/say.ts';
import { inOwnWords } from './own-words.ts';
import type { Settings } from './settings.ts';
import { notice } from './views/words.ts';

/** Says that a setting cannot be used, if one cannot; call it when it is made. */
export function complainOf({ bridge }: Pick<Settings, 'bridge'>): void {
  const configured = bridge();
  if (!configured || 'origin' in configured) return;
  const wrong = notice(`shiproom.bridge.url: ${inOwnWords(configured.wrong)}`);
  offer(vscode.window.showWarningMessage(wrong, vscode.l10n.t('Open Settings')), () =>
    vscode.commands.executeCommand('workbench.action.openSettings', 'shiproom.bridge.url'),
  );
}
