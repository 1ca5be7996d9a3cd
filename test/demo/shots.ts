import type { BrowserContext, Locator, Page } from 'playwright-core';
import { openWorkbench, type Workbench, workbenchIn } from '../e2e/workbench.ts';
import { until } from '../support/until.ts';
import type { Demo } from './demo.ts';

/** A picture as it comes from the browser, by its place below `media/`. */
interface Shot {
  readonly name: string;
  readonly png: Buffer;
}

const size = { width: 1280, height: 800 };

/** Goes through the demo once, and takes a picture of each thing as it is to be seen. What cannot be taken is told, and left out. */
export async function* shotsOf(demo: Demo, context: BrowserContext, say: (text: string) => void): AsyncGenerator<Shot> {
  async function* take(name: string, work: () => Promise<Buffer>): AsyncGenerator<Shot> {
    try {
      yield { name, png: await work() };
    } catch (error) {
      say(`${name}: not taken: ${String(error).split('\n').slice(0, 3).join(' ')}`);
    }
  }
  const tab = await context.newPage();
  await tab.setViewportSize({ width: 1440, height: 860 });
  await tab.goto(demo.address);
  const inTab = await workbenchIn(tab, tab.frameLocator('#editor'));
  await shown(inTab, /^CI ?failed/);

  const workbench = await openWorkbench(context, demo.editorAddress ?? '');
  const { page } = workbench;
  await page.setViewportSize(size);
  await shown(workbench, /^CI ?failed/);
  const side = page.locator('.part.sidebar');
  yield* take('walkthrough/connect', async () => cropped(side, 262));

  await workbench.command('Shiproom: Share Branch Status');
  await workbench.modal().waitFor();
  yield* take('walkthrough/share', () => workbench.modal().screenshot());
  await workbench.answerModal('Share');
  await workbench.notification(/shared/).waitFor();
  await workbench.command('Notifications: Clear All Notifications');
  await demo.acts.benAsks();
  await demo.acts.cleoPushes();
  await until(() => demo.seen().refundRed);
  yield* take('readme/editor', () => withFeed(workbench));
  yield* take('walkthrough/talk', async () => cropped(workbench.view('Feed'), 500));
  yield* take('readme/team', () => withTeam(workbench));
  yield* take('walkthrough/ci', async () => {
    await workbench.foldView('Feed');
    await away(workbench);
    return cropped(side, 412);
  });
  yield* take('readme/log', () => log(workbench));
  yield* take('readme/testing', () => testing(workbench));
  yield* take('walkthrough/tests', async () => {
    await page.locator('.test-explorer').waitFor({ timeout: 1_000 });
    return cropped(side, 300);
  });
  yield* take('readme/slack', () => slackCard(context, demo));
  yield* take('readme/demo', async () => {
    await tab.reload();
    await shown(await workbenchIn(tab, tab.frameLocator('#editor')), /^CI ?failed/);
    await tab
      .frameLocator('#slack')
      .locator('#channel .message', { hasText: 'feat/delivery' })
      .first()
      .scrollIntoViewIfNeeded();
    await tab.mouse.move(600, 600);
    return tab.screenshot();
  });
  yield* take('readme/room', () => room(context, demo));
}

async function shown(workbench: Workbench, row: RegExp): Promise<void> {
  await workbench.openContainer('Shiproom');
  // Rows below the edge of the view are not drawn.
  await workbench.foldView('Team');
  await workbench.rows('Now', row).first().waitFor({ timeout: 60_000 });
}

/** The upper part of something. */
async function cropped(of: Locator, height: number): Promise<Buffer> {
  const box = await of.boundingBox();
  if (!box) throw new Error('it is not there');
  return of.page().screenshot({ clip: { ...box, height: Math.min(box.height, height) } });
}

async function withFeed(workbench: Workbench): Promise<Buffer> {
  await workbench.widenSideBar(460);
  for (const view of ['Team', 'Feed']) await workbench.foldView(view);
  await workbench.openFile('delivery.test.js');
  await workbench.expandView('Feed');
  await workbench.panel.entries().first().waitFor();
  await away(workbench);
  return workbench.page.screenshot();
}

async function withTeam(workbench: Workbench): Promise<Buffer> {
  await workbench.expandView('Team');
  await workbench.rows('Team', /Ben/).first().waitFor();
  await away(workbench);
  const picture = await workbench.page.screenshot();
  await workbench.foldView('Team');
  return picture;
}

/** Where nothing lights up under the pointer, once nothing turns in the status bar any more. */
async function away({ page }: Workbench): Promise<void> {
  await page.mouse.move(900, 600);
  await page.locator('.part.statusbar .codicon-loading').first().waitFor({ state: 'hidden' });
}

async function slackCard(context: BrowserContext, demo: Demo): Promise<Buffer> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 760 });
  await page.goto(new URL('/slack/', demo.address).href);
  const card = page.locator('#channel .message', { hasText: 'feat/delivery' }).first();
  await card.getByRole('button', { name: /repl(y|ies)/ }).click();
  await page.locator('#thread .message', { hasText: 'price server again' }).waitFor();
  await page.mouse.move(0, 0);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function room(context: BrowserContext, demo: Demo): Promise<Buffer> {
  const page: Page = await context.newPage();
  await page.setViewportSize(size);
  await page.goto(demo.scene.bridge.page);
  await page.locator('shiproom-card').first().waitFor();
  await page.locator('shiproom-entry').first().waitFor();
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function testing(workbench: Workbench): Promise<Buffer> {
  const { page } = workbench;
  await workbench.command('Testing: Focus on Test Explorer View');
  const row = page.locator('.test-explorer .monaco-list-row');
  const test = row.filter({ hasText: 'costs what the country costs' });
  await row.first().waitFor();
  for (let depth = 0; depth < 4 && (await test.count()) === 0; depth += 1)
    await page.locator('.test-explorer .monaco-list-row[aria-expanded="false"] .monaco-tl-twistie').first().click();
  await test.first().dblclick();
  await away(workbench);
  return page.screenshot();
}

async function log(workbench: Workbench): Promise<Buffer> {
  await workbench.openContainer('Shiproom');
  await workbench.foldView('Feed');
  await workbench.command('Shiproom: Open CI Log');
  const failed = workbench.lines().getByText('━━ Unit tests · failed ━━');
  // Where one job alone has failed, its log may open unasked.
  const offered = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'test' });
  await failed.or(offered).first().waitFor();
  if ((await offered.count()) > 0) await workbench.pick('test');
  await failed.waitFor();
  return workbench.page.screenshot();
}
