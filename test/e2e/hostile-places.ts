import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { HostileRoom } from './hostile-room.ts';
import type { Workbench } from './workbench.ts';

/** What all words of the hostile room have in them, wherever they are cut. */
const mark = 'onerror=hit';

/** Nothing in the page was made of words: no link, no element, no icon, no script. What VS Code's own git shows of a branch is not ours. */
export async function clean({ page }: Workbench): Promise<void> {
  const made =
    '[href^="command:workbench.action.quit"], [data-href^="command:workbench.action.quit"], img[src="x"], img[src*="hit.png"], [onerror]';
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

/** They are what is asked for, why an answer is none, and what is confirmed. */
export async function prompts(window: Workbench): Promise<void> {
  const told = window.inputMessage();
  const escape = async (): Promise<void> => {
    await window.page.keyboard.press('Escape');
    await window.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  };
  await window.command('Shiproom: Run CI…');
  for (const choice of ['one [x]', 'This Branch', 'a [x]']) await window.pick(choice);
  await seen(window, told.filter({ hasText: 'text [x]' }));
  await window.type('many');
  await seen(window, told.filter({ hasText: 'is a number' }));
  await escape();
  await window.command('Shiproom: Run Bot Command…');
  await window.pick('go [x]');
  await seen(window, told.filter({ hasText: ': [x]' }));
  await window.type('');
  await seen(window, told.filter({ hasText: 'needs' }));
  await escape();
  await window.command('Shiproom: Approve Deployment…');
  await window.pick('a [x]');
  await seen(window, window.inputTitle('Approve Deployment to a [x]'));
  await window.type('');
  await seen(window, window.modal());
  await window.answerModal('Cancel');
  await window.modal().waitFor({ state: 'hidden' });
}

/** They are tests, and what CI complains of: in lists, and at the line itself. */
export async function results(window: Workbench): Promise<void> {
  const { page } = window;
  await window.openContainer('Testing');
  await seen(window, page.locator('.test-explorer .monaco-list-row'));
  await window.command('Problems: Focus on Problems View');
  await seen(window, page.locator('.markers-panel .monaco-list-row'));
  await window.openFile('README.md');
  await window.command('Test: Peek Output');
  await seen(window, page.locator('.test-output-peek .view-lines'));
  await window.command('View: Close All Editors');
  await window.tab('README.md').waitFor({ state: 'detached' });
}

/** They are who calls the reader, and what they say. */
export async function mention(window: Workbench, room: HostileRoom): Promise<void> {
  room.mention();
  await seen(window, window.notification('mentioned you'));
  await window.command('Notifications: Clear All Notifications');
}

/** They are somebody's name among the accounts. */
export async function account(window: Workbench): Promise<void> {
  await window.page.locator('.activitybar a.action-label[aria-label="Accounts"]').click();
  await seen(window, window.page.locator('.monaco-menu .action-menu-item'));
  await window.page.keyboard.press('Escape');
}
