import * as vscode from 'vscode';
import { type Invitation, looksAlike, readInvitation } from './connection/address.ts';
import type { Bridge } from './connection/uplink.ts';
import { offer } from './commands/say.ts';
import { notice } from './views/words.ts';

/**
 * Follows a join link that some program has opened, once the user has seen where it leads and said yes ([T4]): until then nothing is
 * asked of anybody, and nothing is changed.
 */
export async function join(uri: vscode.Uri, connectTo: (bridge: Bridge) => Promise<void>): Promise<void> {
  const invitation = uri.path === '/join' && uri.fragment === '' ? readInvitation(uri.query) : undefined;
  if (!invitation) {
    const wrong = vscode.l10n.t('That is no join link. Ask for a new one, and open it as the bridge printed it.');
    return void vscode.window.showWarningMessage(notice(wrong));
  }
  if (!vscode.workspace.isTrusted) return refuseUntrusted();
  if (!(await agrees(invitation))) return;
  const { origin, code } = invitation;
  await connectTo({ origin, credential: { code } });
}

async function agrees({ origin }: Invitation): Promise<boolean> {
  const yes = vscode.l10n.t('Connect');
  const detail = vscode.l10n.t(
    'A link asks Shiproom to connect to this bridge. Connect only if it is your team’s. Nothing of your branches is shared by this.',
  );
  const careful = vscode.l10n.t(
    'Beware: this address is spelled with letters that can look like others. It may be another bridge than it seems.',
  );
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('Connect to {0}?', origin),
    { modal: true, detail: looksAlike(origin) ? `${careful}\n\n${detail}` : detail },
    yes,
  );
  return picked === yes;
}

function refuseUntrusted(): void {
  const message = vscode.l10n.t('This workspace is not trusted, so nothing is sent from it.');
  const button = vscode.l10n.t('Manage Workspace Trust');
  offer(vscode.window.showWarningMessage(notice(message), button), () =>
    vscode.commands.executeCommand('workbench.trust.manage'),
  );
}
