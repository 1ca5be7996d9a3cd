import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { hang } from './gallery.ts';
import { type Scene, setScene } from './github-scene.ts';
import { type Focus, type Hands, handsOn, isNamed, settled } from './keyboard.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const wrong = { 'sum.js': 'export const sum = () => "wrong";\n' };

describe.skipIf('missing' in stage)('the whole product, by keyboard alone', () => {
  const sandbox = createSandbox();
  let scene: Scene;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  let hands: Hands;
  let page: Page;
  /** Bo's browser. */
  let bo: PanelPage;

  beforeAll(async () => {
    if ('missing' in stage) return;
    scene = await setScene(sandbox);
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix });
    browser = await launchBrowser(stage.chromium);
    const boPage = await (await newProfile(browser)).newPage();
    await boPage.goto((await scene.invite('Bo')).replace('/join#', '/#'));
    bo = panelIn(boPage);
    workbench = await openWorkbench(await newProfile(browser), editor.url(scene.work.folder));
    ({ page } = workbench);
    hands = handsOn(page);
    await bo.connection('Connected').waitFor();
  });

  /** Waits until something of this name has the focus, somewhere and to be seen. */
  const stands = (name: string | RegExp): Promise<Focus> =>
    settled(hands, (focus) => isNamed(focus, name) && focus.visible && !focus.lost);
  /** Goes to a view, and in it to a row. */
  const row = async (of: string, name: string | RegExp): Promise<void> => {
    await hands.view(of);
    await hands.press('Home');
    await hands.reach('ArrowDown', name);
  };

  pictureFailures('keyboard', () => [workbench]);
  endAll(() => [browser, editor, scene, sandbox]);

  it('connects, and shares after the exact message was read', async () => {
    const now = workbench.view('Now');
    await page.locator('a.action-label[aria-label^="Shiproom"]').waitFor();
    await hands.command('View: Show Shiproom');
    await now.getByText('Share Branch Status').waitFor();
    await hands.command('Shiproom: Disconnect');
    await now.getByText('Connect to Bridge…').waitFor();
    await hands.view('Now');
    await hands.reach('Tab', 'Connect to Bridge…');
    await stands('Connect to Bridge…');
    await hands.press('Enter');
    await stands('on this machine, for this repository');
    await hands.press('Enter');
    await now.getByText('Share Branch Status').waitFor();
    await settled(hands, ({ within }) => within.startsWith('Now'));
    await hands.reach('Tab', 'Share Branch Status');
    await hands.press('Enter');
    await workbench.modal().getByText('Branch: feat/login').waitFor();
    await stands(/^Share$/);
    await hands.press('Enter');
    await stands(/^feat\/login, /);
  });

  it('reads Now row by row, opens a failing test at its line, and reruns from the row’s menu', async () => {
    await scene.push('Add login', wrong);
    await workbench.rows('Now', /^adds/).waitFor();
    await hands.view('Now');
    await hands.press('Home');
    const told: string[] = [];
    for (let at = await hands.focus(); at.name !== told.at(-1); at = await hands.focus()) {
      told.push(at.name);
      expect.soft(at, at.name).toMatchObject({ visible: true, lost: false });
      await hands.press('ArrowDown');
    }
    for (const words of [
      /^feat\/login, /,
      /^Sharing, on/,
      /^Local tests, /,
      /^CI, failed/,
      /^CI #1, failed/,
      /adds, sum\.js:1/,
    ])
      expect
        .soft(
          told.some((each) => words.test(each)),
          String(words),
        )
        .toBe(true);
    await row('Now', /adds, sum\.js:1/);
    await hands.press('Enter');
    await stands(/^sum\.js(?!:)/);
    await page.locator('.statusbar-item', { hasText: 'Ln 1, Col 1' }).waitFor();
    await row('Now', /^CI #1/);
    await hands.menu('Rerun Failed Jobs');
    await workbench.rows('Now', /^CI #1 ?failed · attempt 2/).waitFor();
    await stands(/^CI #1/);
  });

  it('runs CI from the palette, with its inputs', async () => {
    await hands.command('Shiproom: Run CI…');
    for (const choice of ['CI', 'This Branch', 'quick', 'false']) await hands.pick(choice);
    await workbench.rows('Now', /^CI #2 ?failed/).waitFor();
    await hands.command('Notifications: Clear All Notifications');
  });

  it('writes to somebody from their row, and completes a command', async () => {
    await row('Team', /^Bo, /);
    await hands.menu('Message…');
    await stands('Message, or a command');
    await hands.write('can you look?');
    await hands.press('Enter');
    await bo.entries('@Bo can you look?').waitFor();
    await stands('Message, or a command');
    await bo.send('```\nnpm test\n```');
    await bo.send('It is sum.js:1, I think');
    await workbench.panel.entries('It is sum.js:1').waitFor();
    await hands.write('/wh');
    await workbench.panel.offers('who').first().waitFor();
    await hands.press('Tab');
    await settled(hands, ({ value }) => value === '/who');
    await hands.press('Enter');
    await workbench.panel.asides('Bo').waitFor();
    await stands('Message, or a command');
  });

  it('goes through the feed: sorts, copies, opens, acts after a second word, and is nowhere held', async () => {
    const { panel } = workbench;
    await hands.reach('Shift+Tab', /^Who$/);
    await hands.press('Enter', 'Enter');
    await panel.asides().locator('th[aria-sort="descending"]').waitFor();
    await stands(/^Who/);
    await hands.reach('Shift+Tab', /^Only you see this/);
    await hands.press('PageUp');
    await stands(/^Bo, /);
    await hands.reach('Tab', 'sum.js:1');
    await hands.press('Enter');
    await stands(/^sum\.js(?!:)/);
    await hands.feed();
    await hands.reach('Tab', /^Bo, /);
    await hands.press('PageUp');
    await hands.reach('Tab', 'Copy');
    await hands.press('Enter');
    await stands('Copied');
    await hands.reach('Tab', 'Message, or a command');
    await hands.write('/ci status');
    await hands.press('Escape', 'Enter');
    await panel.asides('CI of feat/login').waitFor();
    await hands.reach('Shift+Tab', /^Rerun failed…$/);
    await hands.press('Enter');
    await stands(/^Rerun$/);
    await hands.press('Escape');
    await stands(/^Rerun failed…$/);
    await hands.press('Enter');
    await stands(/^Rerun$/);
    await hands.press('Enter');
    await workbench.rows('Now', /^CI #2 ?failed · attempt 2/).waitFor();
    await settled(hands, ({ lost, inPanel }) => !lost && inPanel);
    await hands.press('F6');
    await settled(hands, ({ inPanel }) => !inPanel);
    for (const key of ['Tab', 'Shift+Tab']) {
      await hands.feed();
      for (let left = 40; left > 0 && (await hands.focus()).inPanel; left -= 1) await hands.press(key);
      expect(await hands.focus()).toMatchObject({ inPanel: false });
    }
  });

  it('finds failures in the Testing view and in Problems, and what Doctor says', async () => {
    await hands.goTo('Testing: Focus on Test Explorer View', ({ within }) => within.startsWith('Test Explorer'));
    await page.locator('.test-explorer .monaco-list-row').first().waitFor();
    await hands.reach('Tab', /^(Test Explorer|CI)/);
    await hands.press('Home');
    // Each press goes one step down, or opens what is shut there, which may take a moment.
    await until(async () => {
      await hands.press('ArrowRight');
      return page.locator('.test-explorer .monaco-list-row[aria-label^="adds"]').isVisible();
    });
    await hands.press('Home');
    await hands.reach('ArrowDown', /adds/, 6);
    await hands.goTo('Problems: Focus on Problems View', ({ within }) => within.startsWith('Problems'));
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'expected 3, got 4' }).waitFor();
    await hands.reach('ArrowDown', /expected 3, got 4/, 10);
    await hands.command('Shiproom: Doctor');
    await workbench.inputTitle('Shiproom Doctor').waitFor();
    await workbench.screenshot(join(shots, 'gallery-doctor-light.png'));
    await settled(hands, ({ name }) => name !== '');
    await hands.press('Escape');
    await stands(/expected 3, got 4/);
    await hands.command('View: Hide Panel');
  });

  it('pauses and resumes from the status bar', async () => {
    for (const [item, stood] of [
      ['Pause Sharing…', /paused/],
      ['Resume Sharing', /failing/],
    ] as const) {
      await hands.goTo('View: Focus Status Bar', ({ within }) => within === 'workbench.parts.statusbar');
      await hands.reach('ArrowRight', /^Shiproom: feat\/login/, 20);
      await hands.press('Enter');
      await settled(hands, ({ within }) => within.startsWith('Now'));
      await hands.press('Home');
      await hands.reach('ArrowDown', /^Sharing/);
      await hands.menu(item);
      if (item === 'Pause Sharing…') await hands.pick('Until I Resume');
      await workbench.statusItem(stood).waitFor();
      await stands(/^Sharing/);
    }
    expect(workbench.errors).toEqual([]);
  });

  it('looks as VS Code does, in each theme, narrow and wide', async () => {
    const { command } = hands;
    await command('View: Close All Editors');
    await hang(workbench, shots, {
      async views() {
        await command('Problems: Focus on Problems View');
        await command('Shiproom: Focus on Now View');
      },
      testing: () => command('Testing: Focus on Test Explorer View'),
    });
    await command('Shiproom: Focus on Now View');
    await command('Shiproom: Disconnect');
    await workbench.view('Now').getByText('Connect to Bridge…').waitFor();
    await hang(workbench, shots, { async welcome() {} });
  });
});
