import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { titleOf } from './title.ts';

const hourMs = 3_600_000;
const morning = 8;

/** Takes the branch back from the room, and sends nothing more of it: for an hour, until tomorrow, or until it is resumed. */
export async function pauseSharing({ memory, refresh, time, world }: Services): Promise<void> {
  const { l10n } = vscode;
  const now = world.now();
  const [hour, tomorrow] = [now + hourMs, nextMorning(now)];
  const items = [
    { label: l10n.t('For an Hour'), description: l10n.t('until {0}', time(hour)), until: hour },
    { label: l10n.t('Until Tomorrow'), description: l10n.t('until {0}', time(tomorrow)), until: tomorrow },
    { label: l10n.t('Until I Resume'), until: true },
  ] as const;
  const picked = await vscode.window.showQuickPick(items, {
    title: titleOf('pauseSharing').replace('…', ''),
    placeHolder: l10n.t('Your branch is taken back from the room at once.'),
  });
  if (!picked) return;
  await memory.pause(picked.until);
  refresh();
}

/** Eight o'clock of the next day, where the user is. */
export function nextMorning(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, morning).getTime();
}
