import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { HostileRoom } from './hostile-room.ts';
import type { Workbench } from './workbench.ts';

/** What all words of the hostile room have in them, wherever they are cut. */
const mark = 'onerror=hit';

/** Nothing in the page was made of words: no link, no element, no icon, no script. What VS Code's own git shows of a branch is not ours. */
export async function clean({ page }: Workbench): Promise<void> {
  const made = '[href*="action.quit"], [data-href*="action.quit"], img[src="x"], img[src*="hit.png"], [onerror]';
  const found = page.locator(`${made}, .codicon-squirrel`);
  const ours = (all: readonly Element[]) =>
    all.filter((each) => !each.closest('[aria-label*="(Git)"]')).map((each) => each.parentElement?.outerHTML);
  expect(await found.evaluateAll(ours)).toEqual([]);
  expect(await page.getByRole('link', { name: /^[xi]$/ }).count()).toBe(0);
  expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false);
}

/** Waits for the words there, and finds nothing made of them. */
async function seen(window: Workbench, place: Locator): Promise<void> {
  await place.filter({ hasText: mark }).first().waitFor();
  await clean(window);
}

/** They are the room that was joined: in a toast, and in the notification center. */
export async function notices(window: Workbench, room: HostileRoom): Promise<void> {
  await window.command('Developer: Open URL');
  await window.type(room.link);
  await window.answerModal('Connect');
  await seen(window, window.notification('Connected to'));
  await window.command('Notifications: Show Notifications');
  await seen(window, window.page.locator('.notifications-center .notification-list-item'));
  await window.command('Notifications: Clear All Notifications');
}

/** They are in each list to pick from. */
export async function lists(window: Workbench): Promise<void> {
  const widget = window.page.locator('.quick-input-widget');
  for (const title of [
    'Run CI…',
    'Run Bot Command…',
    'Open CI Log',
    'Rerun with Debug Logging…',
    'Hand Over Red Build…',
    'Approve Deployment…',
  ]) {
    await window.command(`Shiproom: ${title}`);
    await seen(window, widget.locator('.quick-input-list .monaco-list-row'));
    await window.page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
  }
}

/** They are tests, and what CI complains of. */
export async function results(window: Workbench): Promise<void> {
  const tests = window.page.locator('.test-explorer .monaco-list-row');
  await window.openContainer('Testing');
  await seen(window, tests);
  await window.command('Problems: Focus on Problems View');
  await seen(window, window.page.locator('.markers-panel .monaco-list-row'));
}

/** They are somebody's name among the accounts. */
export async function account(window: Workbench): Promise<void> {
  await window.page.locator('.activitybar a.action-label[aria-label="Accounts"]').click();
  await seen(window, window.page.locator('.monaco-menu .action-menu-item'));
  await window.page.keyboard.press('Escape');
}
