import * as vscode from 'vscode';
import type { Origin } from '../connection/address.ts';
import { bridgeOf } from '../connection/choice.ts';
import { askHealth } from '../connection/health.ts';
import type { Bridge } from '../connection/uplink.ts';
import { viewId } from '../contributions.ts';
import { examine, type Probes } from '../doctor/examine.ts';
import { pickFinding } from '../doctor/findings-pick.ts';
import { reportOf } from '../doctor/report.ts';
import { inOwnWords } from '../own-words.ts';
import type { Services } from '../services.ts';

/** Tests each hop from this editor to the chats, and names the one that fails, with what mends it. */
export async function doctor(services: Services): Promise<void> {
  const hops = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    examine(probesOf(services)),
  );
  const picked = await pickFinding(hops);
  if (picked === undefined) return;
  if (picked !== 'copy' && picked.mend) {
    const { command, args = [] } = picked.mend;
    await vscode.commands.executeCommand(command, ...args);
    return;
  }
  const versions = [`VS Code ${vscode.version}`, `${vscode.env.remoteName ?? 'local'}, ${vscode.env.appHost}`];
  await vscode.env.clipboard.writeText(reportOf(hops, versions));
  vscode.window.setStatusBarMessage(vscode.l10n.t('The report was copied.'), 5_000);
}

const probesOf = (services: Services): Probes => ({
  situation: services.situation(),
  bridge: () => findBridge(services),
  health: askHealth,
  hello: (bridge) => services.visit(bridge, async (session) => session.room()),
  now: services.world.now,
  time: services.time,
});

/** The bridge of this window, connected or not, be it by a link that is still tried; a token counts for the one origin that it was bought from. */
async function findBridge(services: Services): Promise<Bridge | { readonly wrong: string }> {
  const { uplink, tokens, memory, settings, localBridges, workspace } = services;
  const set = settings.bridge();
  if (set && 'wrong' in set) return { wrong: `shiproom.bridge.url: ${inOwnWords(set.wrong)}` };
  const present = uplink.bridge();
  if (present && 'token' in present.credential) return present;
  const linked = present && uplink.connection().state !== 'unpaired' ? present : undefined;
  const wanted = present?.origin ?? set?.origin ?? memory.last();
  const token = wanted && (await tokens.of(wanted));
  if (wanted && token !== undefined) return { origin: wanted, credential: { token } };
  if (linked) return linked;
  const found = await bridgeOf({
    configured: set?.origin,
    last: memory.last(),
    repositories: workspace.ids(),
    local: await localBridges(),
    tokenOf: (origin) => tokens.of(origin),
  });
  return found ?? { wrong: notPaired(wanted, await tokens.origins()) };
}

function notPaired(wanted: Origin | undefined, paired: readonly Origin[]): string {
  const [other] = paired;
  if (!wanted) {
    return other
      ? vscode.l10n.t('No bridge is chosen here. This machine is paired with {0}.', paired.join(', '))
      : vscode.l10n.t('This machine is paired with no bridge, and none runs on it for this repository.');
  }
  return other
    ? vscode.l10n.t('This machine is not paired with {0}, but with {1}.', wanted, paired.join(', '))
    : vscode.l10n.t('This machine is not paired with {0}: ask for a new link.', wanted);
}
