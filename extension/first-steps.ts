import * as vscode from 'vscode';
import type { StepKey } from './contributions/states.ts';
import type { Around, Feature } from './feature.ts';

/**
 * Ticks the first steps by what has come about, also where that was before they were opened. VS Code ticks a step when its key changes
 * after it has loaded the steps, and never in that session where the key holds at that moment. So a key holds for an instant only: when it
 * comes about, and each time that a tab is opened which may be the one with the steps.
 */
export function createFirstSteps({ situation, failed }: Pick<Around, 'situation' | 'failed'>): Feature {
  let told = new Set<StepKey>();
  const tell = async (): Promise<void> => {
    const { connection, decision } = situation();
    const online = connection.state === 'online';
    const done: Readonly<Record<StepKey, boolean>> = {
      'shiproom.didConnect': online,
      'shiproom.didShare': online && 'share' in decision,
    };
    let key: StepKey;
    for (key in done) {
      if (!done[key] || told.has(key)) continue;
      told.add(key);
      await vscode.commands.executeCommand('setContext', key, true);
      await vscode.commands.executeCommand('setContext', key, false);
    }
  };
  const watch = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
    // Of what stands in such a tab extensions are not told.
    if (!opened.some(({ input }) => input === undefined)) return;
    told = new Set();
    tell().catch(failed);
  });
  return { show: () => void tell().catch(failed), dispose: () => watch.dispose() };
}
