import * as vscode from 'vscode';
import type { Outcome } from '../../client/session.ts';
import type { Bridge } from '../connection/uplink.ts';
import { commandId, commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { notice, plain, plural } from '../views/words.ts';
import { offer, refuse } from './say.ts';

const forget = 'Forget Token';
const again = 'Connect again with a new link.';

/**
 * Ends the connection, has the bridge forget this device, and leaves this workspace alone until it is connected again. Where the bridge
 * cannot be asked, that is said.
 */
export async function disconnect(services: Services): Promise<void> {
  const bridge = bridgeOf(services);
  if (!bridge) return;
  const token = await pairedToken(services, bridge);
  const outcome = token === undefined ? undefined : await askBridge(services, false);
  await leave(services, bridge, outcome?.ok ? token : undefined);
  const { origin } = bridge;
  if (!outcome) return void vscode.window.showInformationMessage(notice(`Disconnected from ${origin}.`));
  if (outcome.ok) {
    const done = `Disconnected from ${origin}, which lets this device in no more. ${again}`;
    return void vscode.window.showInformationMessage(notice(done));
  }
  const known = `Disconnected from ${origin}. It could not be told, and still knows this device: ${outcome.message}`;
  offer(vscode.window.showWarningMessage(notice(known), forget), () => services.tokens.drop(origin));
}

/** Signs out of the bridge: this device, or every device of its user and their part in the chats. */
export async function signOut(services: Services): Promise<void> {
  const bridge = bridgeOf(services);
  if (!bridge) return;
  const where = await askWhere(bridge);
  if (where === 'here') return disconnect(services);
  if (where === undefined) return;
  const token = await services.tokens.of(bridge.origin);
  const outcome = await askBridge(services, true);
  if (!outcome.ok) throw new Error(`Nobody was signed out. ${outcome.message}`);
  await leave(services, bridge, token);
  const done = `Signed out of ${bridge.origin} on ${plural(outcome.value, 'device')}. ${again}`;
  void vscode.window.showInformationMessage(notice(done));
}

async function askWhere({ origin }: Bridge): Promise<'here' | 'everywhere' | undefined> {
  const [here, everywhere] = ['Only Here', 'Everywhere'];
  const detail =
    'Everywhere: your other editors and pages too, and the chats do not take you for this person any more. Connecting again needs a new link.';
  const picked = await vscode.window.showWarningMessage(
    `Sign out of ${plain(origin)}?`,
    { modal: true, detail },
    here,
    everywhere,
  );
  if (picked === here) return 'here';
  return picked === everywhere ? 'everywhere' : undefined;
}

function bridgeOf({ uplink }: Services): Bridge | undefined {
  const bridge = uplink.bridge();
  const { title } = commands.connect;
  if (!bridge) refuse({ message: 'Shiproom is not connected.', button: title, command: commandId('connect') });
  return bridge;
}

/** The token that pairing has bought. One that a bridge on this machine has written down for all its windows is not this device’s to end. */
async function pairedToken({ tokens }: Services, { origin, credential }: Bridge): Promise<string | undefined> {
  const kept = await tokens.of(origin);
  return 'code' in credential || credential.token === kept ? kept : undefined;
}

const notConnected: Outcome<number> = { ok: false, slug: 'not_connected', message: 'No bridge is connected.' };

const askBridge = async ({ uplink }: Services, everywhere: boolean): Promise<Outcome<number>> =>
  (await uplink.session()?.signOut(everywhere)) ?? notConnected;

async function leave({ uplink, memory, tokens, refresh }: Services, { origin }: Bridge, token?: string): Promise<void> {
  uplink.close();
  await memory.leave();
  if (token !== undefined) await tokens.drop(origin, token);
  refresh();
}
