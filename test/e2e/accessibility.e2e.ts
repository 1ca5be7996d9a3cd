import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openStage, type PanelStage, type ThemeName } from '../accessibility/stage.ts';
import { scenes } from '../accessibility/states.ts';
import { endAll } from './afterwards.ts';
import { launchBrowser } from './browser.ts';

const stage = inject('stage');
const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'panel');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = [300, 600] as const;
/** At one width all themes, at the other those that differ most: colours do not change with the width. */
const worn: Readonly<Record<(typeof widths)[number], readonly ThemeName[]>> = {
  300: ['dark', 'light', 'hc-dark', 'hc-light'],
  600: ['light', 'hc-dark'],
};

/** The looks that are kept to be looked at. */
const pictured = ['dark 300', 'light 600', 'hc-dark 300'];

/** What only a theme can spoil; the rest is looked at once at each width. */
const looks = ['color-contrast', 'link-in-text-block'];

describe.skipIf('missing' in stage)('the panel in every state', () => {
  let browser: Browser;
  let panel: PanelStage;

  beforeAll(async () => {
    if ('missing' in stage) return;
    browser = await launchBrowser(stage.chromium);
    panel = await openStage(browser);
  });

  endAll(() => [panel, browser]);

  it.each(scenes)('has no fault that axe knows: $name', async ({ name, play }) => {
    const faults: string[] = [];
    // Narrow from the start: what is folded there stays so.
    await panel.page.setViewportSize({ width: widths[0], height: 900 });
    await play(panel);
    await panel.page.evaluate(axe);
    for (const width of widths) {
      await panel.page.setViewportSize({ width, height: 900 });
      // What stood whole in a narrow panel may be half out of sight in a wide one; its reader scrolls.
      await panel.page.evaluate(() =>
        document.querySelector('shiproom-panel')?.shadowRoot?.querySelector('aside')?.scrollTo(0, 0),
      );
      if (await panel.page.evaluate(() => document.documentElement.scrollHeight > innerHeight))
        faults.push(`at ${width} the page is longer than its window, and may be scrolled away as a whole`);
      for (const theme of worn[width]) {
        await panel.wear(theme);
        const found = await violations(panel.page, theme === worn[width][0] ? undefined : looks);
        faults.push(...found.map((fault) => `${theme} at ${width}: ${fault}`));
        if (pictured.includes(`${theme} ${width}`))
          await panel.page.screenshot({ path: join(pictures, `${name.replaceAll(' ', '-')}-${theme}-${width}.png`) });
      }
    }
    expect(faults).toEqual([]);
  });
});

/** The rules that were broken, each with its place and what is wrong there. */
async function violations(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  const found = await page.evaluate(async (only) => {
    const { axe: check } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const chosen = only
      ? { runOnly: { type: 'rule', values: only } }
      : { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] } };
    const { violations: broken } = await check.run({ ...chosen, resultTypes: ['violations'] });
    return broken.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${JSON.stringify(target)}: ${failureSummary ?? ''}`),
    );
  }, rules);
  return found;
}
