import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import type { Sandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { shots } from './afterwards.ts';
import { newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import type { Stage } from './setup.ts';
import type { Guest, TeamScene } from './team-scene.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const widths = [300, 600];

/** Who is in the room, and what they share. */
export interface Team {
  readonly ana: Workbench;
  readonly ben: Workbench;
  readonly cleo: Guest;
  readonly scene: TeamScene;
}

const settings = { 'shiproom.share.files': true };

/** An editor for each of them, as on a machine of their own. */
export const startEditors = (
  stage: Exclude<Stage, { missing: string }>,
  sandboxes: readonly Sandbox[],
): Promise<Editor[]> =>
  Promise.all(sandboxes.map((sandbox) => startEditor(stage.editor, { sandbox, vsix: stage.vsix, settings })));

/** A window of an editor, in a browser profile of its own, with our views open. */
export async function openWindow(browser: Browser, editor: Editor | undefined, folder: string): Promise<Workbench> {
  if (!editor) throw new Error('there is no editor');
  const workbench = await openWorkbench(await newProfile(browser), editor.url(folder));
  await workbench.page.setViewportSize({ width: 1280, height: 1000 });
  await workbench.openContainer('Shiproom');
  return workbench;
}

/** The row of a person. */
export const person = (workbench: Workbench, text: string | RegExp): Locator => workbench.rows('Team', text).first();

export const picture = (name: string): string => join(shots, `team-${name}.png`);

/** Pictures of a station, with a side bar that is narrow and with one that is wide. */
export async function look(workbench: Workbench, name: string): Promise<void> {
  for (const width of widths) {
    await workbench.widenSideBar(width);
    await workbench.screenshot(picture(`${name}-${width}`));
  }
}

/** Leaves one view unfolded. */
export async function only(workbench: Workbench, view: string): Promise<void> {
  for (const each of ['Now', 'Team', 'Feed']) if (each !== view) await workbench.foldView(each);
  await workbench.expandView(view);
}

export const clear = (workbench: Workbench): Promise<void> =>
  workbench.command('Notifications: Clear All Notifications');

/** Nothing while the page has no focus. */
export const copied = ({ page }: Workbench): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText().catch(() => ''));

/** The editor, once it has the keyboard. */
export const inEditor = ({ page }: Workbench): Locator => page.locator('.editor-instance .monaco-editor.focused');

/** Types into the composer as a person does, key by key. */
export async function typeIn({ panel }: Workbench, text: string): Promise<void> {
  await panel.field().fill('');
  await panel.field().pressSequentially(text);
}

/** Turns over whether names of files are told, and waits until that is seen: settings that are closed at once are not written. */
export async function turnFiles({ command, page }: Workbench, seen: () => Promise<unknown>): Promise<void> {
  await command('Preferences: Open Settings (UI)');
  const editor = page.locator('.settings-editor');
  await editor.locator('.settings-header .suggest-input-container').click();
  await page.keyboard.type('@id:shiproom.share.files');
  // Before the search has come through, other settings stand there.
  const item = editor.locator('.setting-item-contents', { hasText: 'Tell the bridge the names of the files' });
  const box = item.locator('.setting-value-checkbox');
  const before = await box.getAttribute('aria-checked');
  // The list is drawn anew as it is searched, and a click on what was there before comes to nothing.
  for (let turned = false; !turned; ) {
    if ((await box.getAttribute('aria-checked')) === before) await box.click();
    const isTurned = async () => (await box.getAttribute('aria-checked')) !== before;
    turned = await until(isTurned, 2_000).then(
      () => true,
      () => false,
    );
  }
  await seen();
  await page.keyboard.press('Escape');
  await editor.waitFor({ state: 'hidden' });
}

/** Opens a file and selects whole lines of it. */
export async function selectLines(workbench: Workbench, file: string, from: number, to: number): Promise<void> {
  await workbench.openFile(file);
  await workbench.command('Go to Line/Column...');
  await workbench.page.locator('.quick-input-widget input[type="text"]').first().fill(`:${from}`);
  await workbench.page.keyboard.press('Enter');
  await workbench.statusItem(new RegExp(`Ln ${from}, Col 1$`)).waitFor();
  await inEditor(workbench).waitFor();
  for (let line = from; line <= to; line += 1) await workbench.page.keyboard.press('Shift+ArrowDown');
  await workbench.statusItem(new RegExp(`Ln ${to + 1}, Col 1 .*selected`)).waitFor();
}
