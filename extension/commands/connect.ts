import * as vscode from 'vscode';
import { readLink } from '../connection/address.ts';
import type { LocalBridge } from '../connection/state-file.ts';
import type { Bridge } from '../connection/uplink.ts';
import { commandId, viewId } from '../contributions.ts';
import { inOwnWords } from '../own-words.ts';
import type { Services } from '../services.ts';
import { notice, rowText } from '../views/words.ts';
import { obstacleOf } from './obstacle.ts';
import { offer, refuse } from './say.ts';
import { titleOf } from './title.ts';

/** Connects this window to a bridge: one found on this machine, one paired before, or that of a link. */
export async function connect(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust']);
  if (obstacle) return refuse(obstacle);
  const bridge = await pick(services);
  if (bridge) await connectTo(services, bridge);
}

/** Connects to a bridge that this user has agreed to, and says how that went. */
export async function connectTo(services: Services, bridge: Bridge): Promise<void> {
  const connection = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    services.connect(bridge),
  );
  // Whoever has chosen another bridge meanwhile, or none, is told of that.
  if (services.uplink.bridge() !== bridge) return;
  if (connection.state !== 'online') {
    const why = 'reason' in connection && connection.reason ? connection.reason : vscode.l10n.t('It did not answer.');
    throw new Error(`${bridge.origin}: ${why}`);
  }
  tellConnected(services);
}

function tellConnected({ situation }: Services): void {
  const { room, decision } = situation();
  const name = room?.name ?? vscode.l10n.t('the room');
  // Whatever else keeps the branch back, or has let its name out, is no matter of sharing it for the first time.
  if (!('withhold' in decision) || decision.withhold !== 'not-agreed')
    return void vscode.window.showInformationMessage(notice(vscode.l10n.t('Connected to {0}.', name)));
  const said = vscode.l10n.t('Connected to {0}. Nothing of your branch is shared yet.', name);
  offer(vscode.window.showInformationMessage(notice(said), titleOf('shareStatus')), () =>
    vscode.commands.executeCommand(commandId('shareStatus')),
  );
}

type Choice = vscode.QuickPickItem & { readonly bridge?: Bridge };

async function pick(services: Services): Promise<Bridge | undefined> {
  const choices = await choicesOf(services);
  if (choices.length === 0) return paste(services);
  const link: Choice = {
    label: `$(link) ${vscode.l10n.t('Paste a Link…')}`,
    description: vscode.l10n.t('as the bridge printed it'),
  };
  const picked = await vscode.window.showQuickPick<Choice>([...choices, link], {
    title: vscode.l10n.t('Connect to Bridge'),
    placeHolder: vscode.l10n.t('A bridge on this machine, one paired before, or a link'),
  });
  return picked && (picked.bridge ?? paste(services));
}

async function choicesOf({ localBridges, tokens, situation, settings }: Services): Promise<readonly Choice[]> {
  const [local, paired] = await Promise.all([localBridges(), tokens.origins()]);
  const here = situation().checkout?.repository;
  const isHere = (bridge: LocalBridge): boolean => bridge.repository === here;
  const sorted = [...local.filter(isHere), ...local.filter((bridge) => !isHere(bridge))];
  const configured = settings.bridge();
  const known = new Set([...(configured && 'origin' in configured ? [configured.origin] : []), ...paired]);
  const remembered = await Promise.all(
    [...known].map(async (origin): Promise<Choice | undefined> => {
      const token = await tokens.of(origin);
      const item = { label: `$(globe) ${origin}`, description: vscode.l10n.t('paired before') };
      return token === undefined ? undefined : { ...item, bridge: { origin, credential: { token } } };
    }),
  );
  return [
    ...sorted.map((bridge) => ({
      label: `$(vm) ${bridge.origin}`,
      description: isHere(bridge)
        ? vscode.l10n.t('on this machine, for this repository')
        : vscode.l10n.t('on this machine'),
      detail: rowText(bridge.repository),
      bridge: { origin: bridge.origin, credential: { token: bridge.token } },
    })),
    ...remembered.filter((choice) => choice !== undefined),
  ];
}

/** Asks for a link, and names the origin in it before anything is sent there. */
async function paste({ tokens }: Services): Promise<Bridge | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Connect to Bridge'),
    prompt: vscode.l10n.t('Paste the link that the bridge printed'),
    placeHolder: 'https://…/#code=…',
    ignoreFocusOut: true,
    validateInput: judge,
  });
  if (text === undefined) return undefined;
  const link = readLink(text);
  if ('wrong' in link) throw new Error(inOwnWords(link.wrong));
  if (link.code !== undefined) return { origin: link.origin, credential: { code: link.code } };
  const token = await tokens.of(link.origin);
  if (token === undefined)
    throw new Error(
      vscode.l10n.t('This link has no code, and {0} is not paired yet. Ask for a new link.', link.origin),
    );
  return { origin: link.origin, credential: { token } };
}

function judge(text: string): string | vscode.InputBoxValidationMessage | undefined {
  if (text.trim() === '') return undefined;
  const link = readLink(text);
  if ('wrong' in link) return inOwnWords(link.wrong);
  return { message: vscode.l10n.t('Connects to {0}', link.origin), severity: vscode.InputBoxValidationSeverity.Info };
}
