import * as vscode from 'vscode';
import { commandId, commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { refuse } from './say.ts';

/** Opens the room's page, which the bridge serves, in the browser. */
export async function openRoom({ uplink }: Services): Promise<void> {
  const origin = uplink.bridge()?.origin;
  if (origin === undefined) {
    const { title } = commands.connect;
    const message = 'Shiproom is not connected to a bridge, which would serve the page.';
    return refuse({ message, button: title, command: commandId('connect') });
  }
  await vscode.env.openExternal(vscode.Uri.parse(`${origin}/`, true));
}
