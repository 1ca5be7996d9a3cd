import { join } from 'node:path';
import type { Workbench } from './workbench.ts';

/** The editor's themes by what a picture is called, each with the class that it gives the workbench. */
const themes = [
  ['light', 'Light Modern', 'vs'],
  ['dark', 'Dark Modern', 'vs-dark'],
  ['contrast', 'Dark High Contrast', 'hc-black'],
] as const;
const widths = [300, 600] as const;

/** Takes pictures of views, in each theme at each width of the side bar: `gallery-VIEW-THEME-WIDTH.png`. Each view is opened by its own function. */
export async function hang(
  workbench: Workbench,
  folder: string,
  views: Readonly<Record<string, () => Promise<void>>>,
): Promise<void> {
  for (const [theme, title, kind] of themes) {
    await workbench.command('Preferences: Color Theme');
    // The list draws only those of its rows that are in sight.
    await workbench.page.getByPlaceholder(/^Select Color Theme/).fill(title);
    await workbench.pick(title);
    await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
    for (const [name, open] of Object.entries(views)) {
      await open();
      for (const width of widths) {
        await workbench.widenSideBar(width);
        await workbench.screenshot(join(folder, `gallery-${name}-${theme}-${width}.png`));
      }
    }
  }
}
