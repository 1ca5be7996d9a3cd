import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { type Scene, setScene } from './github-scene.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
/** A colour theme by its name, to look at the pictures in another. */
const theme = process.env['SHIPROOM_E2E_THEME'];

const themeWord = theme ? `-${theme.replaceAll(' ', '-').toLowerCase()}` : '';

const widths = { '': 440, '-narrow': 300 };
const wrong = { 'sum.js': 'export const sum = () => "wrong";\n' };
const right = { 'sum.js': 'export const sum = (a, b) => a + b;\n' };

describe.skipIf('missing' in stage)('CI and the pull request of a branch on GitHub, in the editor', () => {
  const sandbox = createSandbox();
  let scene: Scene;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  let page: Page;
  let room: PanelPage;

  const now = (text?: string | RegExp): Locator => workbench.rows('Now', text);
  const run = (text: string | RegExp): Locator =>
    now(text).and(workbench.page.locator('[aria-label^="CI #"], [aria-label^="Deploy #"]'));
  /** Pictures of a station, at the usual width of the side bar and at a narrow one. */
  const look = async (name: string): Promise<void> => {
    for (const [word, width] of Object.entries(widths)) {
      await workbench.widenSideBar(width);
      await workbench.screenshot(join(shots, `github${themeWord}-${name}${word}.png`));
    }
  };

  beforeAll(async () => {
    if ('missing' in stage) return;
    scene = await setScene(sandbox);
    const settings = theme ? { 'workbench.colorTheme': theme } : {};
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix, settings });
    browser = await launchBrowser(stage.chromium);
    page = await (await newProfile(browser)).newPage();
    await page.goto(scene.bridge.page);
    room = panelIn(page);
    workbench = await openWorkbench(await newProfile(browser), editor.url(scene.work.folder));
    await workbench.page.setViewportSize({ width: 1280, height: 1000 });
    await workbench.openContainer('Shiproom');
    // Rows out of sight are not drawn.
    await workbench.foldView('Team');
    await workbench.expandView('Feed');
    await workbench.panel.connection('Connected').waitFor();
    await workbench.foldView('Feed');
  });

  pictureFailures('github', () => [workbench]);
  endAll(() => [browser, editor, scene, sandbox]);

  it('goes red: the run, its job, the failing test by name, and what the pull request waits for', async () => {
    const { github, branch } = scene;
    await scene.push('Add login', wrong);
    const { number } = await github.pulls.open({ head: branch, base: 'main', title: 'Add login', by: 'ann' });
    await github.pulls.request(number, 'cy', 'ann');
    await github.pulls.requestChanges(number, 'bo');
    await github.pulls.thread(number, 'bo', 'Why so?', { path: 'sum.js', line: 1 });
    await now(/^adds/).waitFor();
    await now('1 unresolved thread').waitFor();
    await look('1-red');
    for (const words of [
      /^Pull request#1 open · Add login/,
      '@bo asked for changes',
      '@cywas asked',
      'test did not pass',
      /^test ?failed/,
      /^Unit tests/,
    ])
      await now(words).first().waitFor();
    await now(/^adds.*sum\.js:1 · new/).waitFor();
  });

  it('reruns what failed, and leaves what is folded and selected as it was', async () => {
    // A click unfolds it, too.
    await now(/^build/).click();
    await now('Compile').waitFor();
    await workbench.turnRow(now(/^Pull request/));
    await workbench.rowAction(run(/failed/), 'Rerun Failed Jobs', now('attempt 2').first());
    await look('2-again');
    await run(/failed · attempt 2/).waitFor();
    // It goes by itself after ten seconds.
    await workbench.notification(/CI #\d+ on \S+ failed\./).waitFor();
    await now(/^adds/).waitFor();
    expect.soft(await now(/^build/).getAttribute('aria-selected')).toBe('true');
    expect.soft(await now('Compile').count()).toBe(1);
    expect.soft(await now('Waits for').count()).toBe(0);
    await workbench.turnRow(now(/^Pull request/));
    await workbench.turnRow(now(/^build/));
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('opens the log at the failing step, with the others folded, and in a terminal with its colours', async () => {
    await workbench.command('Shiproom: Open CI Log');
    await workbench.pick('test');
    await workbench.lines().getByText('━━ Unit tests · failed ━━').waitFor();
    await workbench.lines().getByText('✗ adds at sum.js').waitFor();
    for (const folded of ['Cleaning up orphan processes', 'added 3 packages'])
      await workbench.lines().getByText(folded).waitFor({ state: 'detached' });
    await look('3-log');
    const log = (await workbench.lines().innerText()).replaceAll('\u00a0', ' ');
    expect.soft(log).toContain('━━ Complete job · passed ━━');
    await workbench.rowMenu(now(/^test ?failed/), 'Open CI Log in Terminal');
    await workbench.terminal().getByText('The log ends here.').waitFor();
    await look('3-terminal');
    const text = (await workbench.terminal().innerText()).replaceAll('\u00a0', ' ');
    expect.soft(text).not.toMatch(/a title|\]0;|\[2K/);
    // A span of its own, which is what a colour makes of it.
    expect.soft(await workbench.terminal().getByText('✗ adds', { exact: true }).count()).toBe(1);
    await workbench.command('View: Hide Panel');
  });

  it('is claimed, which Now, the panel and the page of the room show', async () => {
    await workbench.rowAction(now(/^CI ?failed/), 'Claim Red Build', now('You are on it'));
    await workbench.expandView('Feed');
    await workbench.panel.openCard(scene.branch);
    await workbench.panel.card(scene.branch).getByText('You are on it since').waitFor();
    await room.openCard(scene.branch);
    await room.card(scene.branch).getByText('You are on it since').waitFor();
    await look('4-claimed');
    await page.screenshot({ path: join(shots, 'github-4-page.png') });
  });

  it('goes green by a push, which ends the claim and bothers nobody', async () => {
    const { branch } = scene;
    await scene.push('Mend', right);
    await workbench.panel
      .entries(/is green again/)
      .first()
      .waitFor();
    await workbench.foldView('Feed');
    await now(/^CI ?passed/).waitFor();
    await workbench.statusItem(`${branch} · passing`).waitFor();
    expect.soft(await now('You are on it').count()).toBe(0);
    expect.soft(await workbench.notification(/./).count()).toBeLessThan(2);
    await look('5-green');
  });

  it('starts a workflow with its inputs, knows them the next time, and cancels from the row', async () => {
    await workbench.command('Shiproom: Run CI…');
    await workbench.pick('CI');
    await workbench.pick('This Branch');
    await workbench.inputTitle('Run CI (3/4)').waitFor();
    await workbench.picked().getByText('quick').waitFor();
    await look('6-input');
    await workbench.pick('full');
    await workbench.picked().getByText('false').waitFor();
    await workbench.pick('true');
    await run(/running/).waitFor();
    await look('6-running');
    await workbench.rowAction(run(/running/), 'Cancel Run', run(/cancelled/));
    await look('6-cancelled');
    await workbench.command('Shiproom: Run CI…');
    await workbench.pick('CI');
    await workbench.pick('This Branch');
    await workbench.picked().getByText('full').waitFor();
    await workbench.pick('quick');
    await workbench.picked().getByText('true').waitFor();
    await workbench.page.keyboard.press('Enter');
    await run(/^CI #4 ?passed/).waitFor();
    await workbench.notification(/CI #4 on \S+ passed\./).waitFor();
    await look('6-passed');
    await page.screenshot({ path: join(shots, 'github-6-page.png') });
  });

  it('deploys once somebody has approved, with a comment', async () => {
    await workbench.titleAction('Now', 'Run CI…');
    await workbench.pick('Deploy');
    await workbench.pick('This Branch');
    await now('waits for approval by @ann').waitFor();
    await look('7-gate');
    await workbench.expandView('Feed');
    await look('7-gate-panel');
    await workbench.foldView('Feed');
    await workbench.rowAction(
      now('waits for approval by @ann'),
      'Approve Deployment…',
      workbench.inputTitle('Approve Deployment to staging'),
    );
    await workbench.type('Ship it');
    await workbench.modal().getByText('Approve the deployment to staging?').waitFor();
    await look('7-confirm');
    await workbench.answerModal('Approve');
    await now('approved by @ann: Ship it').waitFor();
    await run(/^Deploy #1 ?passed/).waitFor();
    await look('7-shipped');
  });

  it('refuses somebody who has not linked their account, and then lets them', async () => {
    const { github } = scene;
    await workbench.command('Shiproom: Connect to Bridge…');
    await workbench.pick('Paste a Link…');
    await workbench.type(await scene.invite('Bo'));
    await workbench.notification(/Connected to/).waitFor();
    await workbench.rowAction(run(/^CI #4/), 'Rerun CI', workbench.notification('Link your account first'));
    await look('8-unlinked');
    await workbench.answerNotification('Link your account first', 'Link Account…');
    const said = workbench.modal().getByText(/Your code is/);
    await said.waitFor();
    await look('8-link');
    github.device.approve(/\w{4}-\w{4}/.exec(await said.innerText())?.[0] ?? '', 'bo');
    await workbench.answerModal('Cancel');
    const [again, first] = [run(/^CI #4 ?passed · attempt 2/), workbench.notification('Link your account first')];
    // That the bridge has heard who Bo is shows in what it lets him do.
    await until(async () => {
      await workbench.command('Notifications: Clear All Notifications');
      await first.waitFor({ state: 'hidden' });
      await workbench.rowAction(run(/^CI #4/), 'Rerun CI', again.or(first));
      return (await again.count()) > 0;
    });
  });

  it('refuses what is asked of a branch that has moved meanwhile', async () => {
    scene.deliver(false);
    await scene.pushElsewhere();
    await workbench.rowAction(run(/^CI #4/), 'Rerun CI', workbench.notification(/is at \w{7} by now/));
    await look('8-moved');
    expect(workbench.errors).toEqual([]);
  });
});
