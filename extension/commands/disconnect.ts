import * as vscode from 'vscode';
import type { Outcome } from '../../client/session.ts';
import type { Connection } from '../../protocol/wire/panel.ts';
import type { Origin } from '../connection/address.ts';
import type { Bridge } from '../connection/uplink.ts';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { notConnected } from '../not-connected.ts';
import { notice, plain } from '../views/words.ts';
import { offer, refuse } from './say.ts';
import { titleOf } from './title.ts';

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
  if (!outcome) return say(vscode.l10n.t('Disconnected from {0}.', origin));
  if (outcome.ok) {
    return say(
      vscode.l10n.t('Disconnected from {0}, which lets this device in no more. Connect again with a new link.', origin),
    );
  }
  const known = vscode.l10n.t(
    'Disconnected from {0}. It could not be told, and still knows this device: {1}',
    origin,
    outcome.message,
  );
  offer(vscode.window.showWarningMessage(notice(known), vscode.l10n.t('Forget Token')), () =>
    services.tokens.drop(origin),
  );
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
  if (!outcome.ok) throw new Error(vscode.l10n.t('Nobody was signed out. {0}', outcome.message));
  await leave(services, bridge, token);
  say(
    outcome.value === 1
      ? vscode.l10n.t('Signed out of {0} on 1 device. Connect again with a new link.', bridge.origin)
      : vscode.l10n.t('Signed out of {0} on {1} devices. Connect again with a new link.', bridge.origin, outcome.value),
  );
}

/**
 * Signs this device out of a bridge, connected to or not, and forgets its token whatever the bridge says: whoever signs out of an account
 * wants it gone from here.
 */
export async function signOutOf(services: Services, origin: Origin): Promise<void> {
  const { uplink, tokens, visit } = services;
  const token = await tokens.of(origin);
  if (token === undefined) return;
  if (uplink.bridge()?.origin === origin) await disconnect(services);
  if ((await tokens.of(origin)) !== token) return;
  const visited = await visit({ origin, credential: { token } }, (session) => session.signOut(false));
  await tokens.drop(origin, token);
  const outcome = visited.ok ? visited.value : refusalOf(visited.connection);
  if (outcome.ok) return;
  const known = vscode.l10n.t(
    'Signed out of {0} on this machine alone. It could not be told, and still knows this device: {1}',
    origin,
    outcome.message,
  );
  void vscode.window.showWarningMessage(notice(known));
}

/** A bridge that knows the token no more has nothing to be told. */
function refusalOf(connection: Connection): Outcome<unknown> {
  if (connection.state === 'unpaired') return { ok: true, value: undefined };
  return { ...notConnected, ...('reason' in connection && { message: connection.reason }) };
}

const say = (text: string): void => void vscode.window.showInformationMessage(notice(text));

async function askWhere({ origin }: Bridge): Promise<'here' | 'everywhere' | undefined> {
  const [here, everywhere] = [vscode.l10n.t('Only Here'), vscode.l10n.t('Everywhere')];
  const detail = vscode.l10n.t(
    'Everywhere: your other editors and pages too, and the chats do not take you for this person any more. Connecting again needs a new link.',
  );
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('Sign out of {0}?', plain(origin)),
    { modal: true, detail },
    here,
    everywhere,
  );
  if (picked === here) return 'here';
  return picked === everywhere ? 'everywhere' : undefined;
}

function bridgeOf({ uplink }: Services): Bridge | undefined {
  const bridge = uplink.bridge();
  if (!bridge) {
    const message = vscode.l10n.t('Shiproom is not connected.');
    refuse({ message, button: titleOf('connect'), command: commandId('connect') });
  }
  return bridge;
}

/** The token that pairing has bought. One that a bridge on this machine has written down for all its windows is not this device’s to end. */
async function pairedToken({ tokens }: Services, { origin, credential }: Bridge): Promise<string | undefined> {
  const kept = await tokens.of(origin);
  return 'code' in credential || credential.token === kept ? kept : undefined;
}

const askBridge = async ({ uplink }: Services, everywhere: boolean): Promise<Outcome<number>> =>
  (await uplink.session()?.signOut(everywhere)) ?? notConnected;

async function leave({ uplink, memory, tokens, refresh }: Services, { origin }: Bridge, token?: string): Promise<void> {
  uplink.close();
  await memory.leave();
  if (token !== undefined) await tokens.drop(origin, token);
  refresh();
}
