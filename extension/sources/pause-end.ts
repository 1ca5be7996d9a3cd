import * as vscode from 'vscode';
import type { Around, Feature } from '../feature.ts';

const lookMs = 60_000;
const shownMs = 8_000;

/**
 * Goes on sharing when a pause has ended, and tells it. The clock is looked at every minute, since a timer stands still while the machine sleeps;
 * a pause that ended while no window was open is told by the next one.
 */
export function createPauseEnd({ memory, world, refresh, failed }: Around): Feature {
  let stop: (() => void) | undefined;
  const look = (): void => {
    stop?.();
    stop = undefined;
    const until = memory.pausedUntil();
    if (until === undefined) return;
    const left = until - world.now();
    if (left > 0) stop = world.after(Math.min(left, lookMs), look);
    else end().catch(failed);
  };
  const end = async (): Promise<void> => {
    await memory.pause(false);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Shiproom: the pause has ended, sharing goes on.'), shownMs);
    refresh();
  };
  return {
    show: look,
    dispose: () => stop?.(),
  };
}
