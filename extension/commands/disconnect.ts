import * as vscode from 'vscode';
import { commandId, commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { notice } from '../views/words.ts';
import { offer, refuse } from './say.ts';

const forget = 'Forget Token';

/** Ends the connection, and leaves this workspace alone until it is connected again. The token stays, unless it is to be forgotten. */
export async function disconnect({ uplink, memory, tokens, refresh }: Services): Promise<void> {
  const origin = uplink.bridge()?.origin;
  if (origin === undefined) {
    const { title } = commands.connect;
    return refuse({ message: 'Shiproom is not connected.', button: title, command: commandId('connect') });
  }
  uplink.close();
  await memory.leave();
  refresh();
  const kept = (await tokens.of(origin)) !== undefined;
  const pressed = vscode.window.showInformationMessage(
    notice(`Disconnected from ${origin}.`),
    ...(kept ? [forget] : []),
  );
  offer(pressed, () => tokens.drop(origin));
}
