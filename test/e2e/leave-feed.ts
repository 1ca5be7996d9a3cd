import type { Workbench } from './workbench.ts';

/** Folds the feed, and has the extension answer something: then it knows that nobody reads there. */
export async function leaveFeed({ foldView, command, inputTitle, page }: Workbench): Promise<void> {
  await foldView('Feed');
  await command('Shiproom: Run Bot Command…');
  await inputTitle('Run Bot Command').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}
