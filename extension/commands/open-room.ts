import * as vscode from 'vscode';
import { askForCode } from '../connection/page-code.ts';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse } from './say.ts';
import { titleOf } from './title.ts';

/** Opens the room's page, which the bridge serves, in the browser. Its owner is let in; others bring their own link. */
export async function openRoom({ situation, uplink, tokens }: Services): Promise<void> {
  const bridge = uplink.bridge();
  if (!bridge) {
    const message = vscode.l10n.t('Shiproom is not connected to a bridge, which would serve the page.');
    return refuse(
      obstacleOf(situation(), ['trust']) ?? { message, button: titleOf('connect'), command: commandId('connect') },
    );
  }
  const { origin, credential } = bridge;
  const token = 'token' in credential ? credential.token : await tokens.of(origin);
  // Without a code the page still opens, and says how to come in.
  const code = token && (await askForCode(origin, token).catch(() => undefined));
  await vscode.env.openExternal(vscode.Uri.parse(code ? `${origin}/#code=${code}` : `${origin}/`, true));
}
