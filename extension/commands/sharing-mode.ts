import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import type { SharingMode } from '../sources/share.ts';
import { offer } from './say.ts';
import { notice } from '../views/words.ts';
import { titleOf } from './title.ts';

interface Choice extends vscode.QuickPickItem {
  readonly mode: SharingMode;
}

/** Asks how much of this person's work others may see. What is taken away is taken back at once. */
export async function changeSharingMode(services: Services): Promise<void> {
  const { settings, refresh } = services;
  const present = settings.sharingMode();
  const items = choices().map((item) =>
    item.mode === present ? { ...item, description: vscode.l10n.t('now') } : item,
  );
  const picked = await vscode.window.showQuickPick<Choice>(items, {
    title: titleOf('changeSharingMode').replace('…', ''),
    placeHolder: vscode.l10n.t('How much of your work others may see'),
  });
  if (!picked) return;
  await settings.chooseSharingMode(picked.mode);
  refresh();
  const now = settings.sharingMode();
  if (now !== picked.mode) return tellHeld(now);
  const { decision, connection } = services.situation();
  const waits = 'withhold' in decision && decision.withhold === 'not-agreed' && connection.state === 'online';
  if (waits) await vscode.commands.executeCommand(commandId('shareStatus'));
}

function choices(): readonly Choice[] {
  const { l10n } = vscode;
  return [
    {
      mode: 'off',
      label: l10n.t('Off'),
      detail: l10n.t('Nobody sees that you are here, and nothing of your branches is sent.'),
    },
    {
      mode: 'presence',
      label: l10n.t('Presence'),
      detail: l10n.t('Others see that you are here and on which branch, and nothing of what is in it.'),
    },
    {
      mode: 'status',
      label: l10n.t('Status'),
      detail: l10n.t('Others see your branch with its commit, how many files are changed, and the last test run.'),
    },
  ];
}

/** A workspace may hold the mode lower than its user does, and never higher. */
function tellHeld(mode: SharingMode): void {
  const label = choices().find((choice) => choice.mode === mode)?.label ?? mode;
  const button = vscode.l10n.t('Open Workspace Settings');
  const said = vscode.l10n.t('This workspace holds sharing at “{0}”: its own setting tells less than yours.', label);
  offer(vscode.window.showWarningMessage(notice(said), button), () =>
    vscode.commands.executeCommand('workbench.action.openWorkspaceSettings', { query: 'shiproom.share.mode' }),
  );
}
