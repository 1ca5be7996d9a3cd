import * as vscode from 'vscode';
import { runName } from '../../../protocol/model/health.ts';
import { titleOf } from '../../commands/title.ts';
import { commandId } from '../../contributions.ts';
import type { Around, Feature } from '../../feature.ts';
import { createToldOnce } from '../../told-once.ts';
import { type Asked, askedOf } from './approval-watch.ts';
import { canOf } from '../rows/can.ts';
import { isPage, notice } from '../words.ts';

type Needs = Pick<Around, 'session' | 'uplink' | 'settings' | 'world' | 'failed'>;

/** The window that is looked at comes first. */
const yieldMs = 700;

/** Says once, in one of this user's windows, that a deployment waits for their approval. `told` is a folder that all of them share. */
export function createApprovalNotice(around: Needs, told: string): Feature {
  const seen = new Set<string>();
  const waiting = new Set<() => void>();
  const { session, uplink, settings, world, failed } = around;
  const first = createToldOnce(told, world.now);

  const tell = async (asked: Asked): Promise<void> => {
    const key = `${uplink.bridge()?.origin} ${session()?.room()?.room} ${asked.key}`;
    if (settings.tellsApprovals() && (await first(key))) await ask(asked, around);
  };
  const tellSoon = (asked: Asked): void => {
    const stop = world.after(vscode.window.state.focused ? 0 : yieldMs, () => {
      waiting.delete(stop);
      tell(asked).catch(failed);
    });
    waiting.add(stop);
  };
  return {
    show({ room }) {
      const fresh = askedOf(room?.cards ?? [], session()?.accounts() ?? []).filter(({ key }) => !seen.has(key));
      for (const asked of fresh) {
        seen.add(asked.key);
        tellSoon(asked);
      }
    },
    dispose: () => waiting.forEach((stop) => stop()),
  };
}

/** One action, and a way never to be asked so again. What cannot be answered from here is answered on its page. */
async function ask({ about, run, gate }: Asked, { session, settings }: Needs): Promise<void> {
  const can = canOf(session()?.room()?.sources, run.provider);
  const page = run.url !== undefined && isPage(run.url) ? run.url : undefined;
  const action = can.decide ? titleOf('approve') : page && titleOf('openPage');
  const mute = vscode.l10n.t('Mute');
  const words = vscode.l10n.t('{0} waits for your approval: {1} on {2}.', gate.environment, runName(run), about.branch);
  const picked = await vscode.window.showInformationMessage(notice(words), ...(action ? [action] : []), mute);
  if (picked === mute) return settings.muteApprovals();
  if (picked === undefined) return;
  if (can.decide)
    await vscode.commands.executeCommand(commandId('approve'), { run: run.run, environment: gate.environment });
  else await vscode.commands.executeCommand(commandId('openPage'), { href: page });
}
