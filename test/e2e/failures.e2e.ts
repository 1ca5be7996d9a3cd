import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { brokenSum, options, shop, sum } from './failures-project.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { setSlackScene, type SlackScene } from './slack-scene.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const root = join(import.meta.dirname, '..', '..');
/** A colour theme by its name, to look at the pictures in another. */
const theme = process.env['SHIPROOM_E2E_THEME'];

const themeWord = theme ? `-${theme.replaceAll(' ', '-').toLowerCase()}` : '';

const widths = { '-wide': 600, '-narrow': 300 };

describe.skipIf('missing' in stage)('what failed, and the tests of this machine, in the editor', () => {
  const sandbox = createSandbox();
  let scene: SlackScene;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  let page: Page;
  let room: PanelPage;

  const now = (text?: string | RegExp): Locator => workbench.rows('Now', text);
  const local = (words: string): Locator => now(new RegExp(`^Local tests\\s*${words}`));
  const problem = (text?: string | RegExp): Locator =>
    workbench.page.locator('.markers-panel .monaco-list-row', text === undefined ? {} : { hasText: text });
  /** A test of the Testing view, by its name and how it went. */
  const inTesting = (label: string): Locator =>
    workbench.page.locator(`.test-explorer .monaco-list-row[aria-label^="${label}"]`);
  /** Unfolds all of the Testing view: each press goes one step down, or opens what is shut there, which may take a moment. */
  const unfoldTesting = async (): Promise<void> => {
    await inTesting('CI').click();
    await until(async () => {
      await press('ArrowRight');
      return inTesting('adds').isVisible();
    });
  };
  const runAdds = async (): Promise<void> => {
    await inTesting('adds').hover();
    // In one event: the row is drawn anew as results come, and a press that began on the old button would come to nothing.
    await inTesting('adds').locator('a.action-label[aria-label^="Run Test"]').dispatchEvent('click');
  };
  const cursorAt = (line: number) => workbench.statusItem(`Ln ${line},`).waitFor();
  const press = (...keys: readonly string[]): Promise<void> =>
    keys.reduce(async (before, key) => before.then(async () => workbench.page.keyboard.press(key)), Promise.resolve());
  /** Pictures of a station, with the side bar wide, narrow and as usual. */
  const look = async (name: string): Promise<void> => {
    for (const [word, width] of Object.entries(widths)) {
      await workbench.widenSideBar(width);
      await workbench.screenshot(join(shots, `failures${themeWord}-${name}${word}.png`));
    }
  };
  /** The editor, once it has the keyboard. */
  const inEditor = () => workbench.page.locator('.editor-instance .monaco-editor.focused');
  const open = async (name: string): Promise<void> => {
    await workbench.openFile(name);
    await workbench.editorOf(name).locator('.view-lines').getByText('halve').first().click();
    await inEditor().waitFor();
  };
  /** Runs a command in Ann's clone, outside of the editor. */
  const outside = (program: string, ...words: readonly string[]) =>
    promisify(execFile)(program, words, { cwd: scene.work.folder, env: sandbox.env });
  /** What the room's page says of the tests of Ann's machine. */
  const told = (words: string): Locator => room.card(scene.branch).getByText(words).first();
  /** The room's card of the branch says nothing of tests, in Slack and on its page. */
  const nothingLeft = async (): Promise<void> => {
    await room.openCard(scene.branch);
    await room.runs(scene.branch).first().waitFor();
    expect.soft(await told('Local tests').count()).toBe(0);
    expect.soft(scene.cardText()).not.toContain('Local tests');
  };

  beforeAll(async () => {
    if ('missing' in stage) return;
    scene = await setSlackScene(sandbox, { project: shop });
    await scene.push('Add sum', { 'sum.js': brokenSum });
    // Where VS Code runs in a browser it saves by itself.
    const settings = { 'files.autoSave': 'off', ...(theme ? { 'workbench.colorTheme': theme } : {}) };
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix, settings });
    browser = await launchBrowser(stage.chromium);
    page = await (await newProfile(browser)).newPage();
    await page.goto(scene.bridge.page);
    room = panelIn(page);
    workbench = await openWorkbench(await newProfile(browser), editor.url(scene.work.folder));
    // Programs of the repository run here: on a busy machine they take their time.
    workbench.page.setDefaultTimeout(50_000);
    await workbench.page.setViewportSize({ width: 1280, height: 1000 });
    await workbench.openContainer('Shiproom');
    await workbench.foldView('Feed');
    await workbench.foldView('Team');
    await now(/^adds/).waitFor();
  });

  pictureFailures('failures', () => [workbench]);
  endAll(() => [browser, editor, scene, sandbox]);

  it('names what failed in CI at its line, among Problems and in the Testing view', async () => {
    await local('no source chosen').waitFor();
    await workbench.command('Problems: Focus on Problems View');
    await problem('adds').getByText('[Ln 6, Col 1]').waitFor();
    await problem('halves').getByText('[Ln 10, Col 1]').waitFor();
    await workbench.openContainer('Testing');
    await unfoldTesting();
    await inTesting('adds (new) (Failed)').waitFor();
    await look('1-red');
  });

  it('carries them to where they are today, saved or not, and a click goes there', async () => {
    await open('sum.test.js');
    await press('Control+Home', 'Enter', 'Enter');
    await problem('halves').getByText('[Ln 12, Col 1]').waitFor();
    await problem('adds').getByText('[Ln 8, Col 1]').click();
    await cursorAt(8);
    await press('Enter');
    await inEditor().waitFor();
    await press('Control+S');
    await workbench.rowMenu(inTesting('halves'), 'Go to Test');
    await cursorAt(12);
    await workbench.openContainer('Shiproom');
    await now(/^adds/).click();
    await cursorAt(8);
    await look('2-moved');
  });

  it('says that a line is no more, and forgets it when it is back', async () => {
    await workbench.openContainer('Testing');
    await open('sum.test.js');
    await problem('adds').click();
    await cursorAt(8);
    await press('Enter');
    await inEditor().waitFor();
    await press('Control+Shift+K');
    await problem('adds (this line no longer exists)').waitFor();
    await inTesting('adds (new · this line no longer exists)').waitFor();
    await look('3-gone');
    await press('Control+Z');
    await problem('adds').getByText('[Ln 8, Col 1]').waitFor();
    await inTesting('adds (new) (Failed)').waitFor();
    expect.soft(await problem('no longer exists').count()).toBe(0);
  });

  it('runs one here by the repository’s own command; how it went stays here while no source is chosen', async () => {
    await runAdds();
    await workbench.notification('The result stays in this editor').waitFor();
    await workbench.terminal().getByText('strictEqual').first().waitFor();
    await look('4-here');
    await workbench.openContainer('Shiproom');
    await local('no source chosen').waitFor();
    await workbench.answerNotification('The result stays in this editor', 'Choose Test Sources…');
    await workbench.inputTitle('Choose Test Sources').waitFor();
    for (const name of ['Test tasks', 'Terminal commands', 'Report files', 'shiproom run']) await workbench.pick(name);
    await workbench.screenshot(join(shots, `failures${themeWord}-4-sources.png`));
    await press('Enter');
    await workbench.page.locator('.quick-input-list').getByText('**/junit*.xml').waitFor();
    await press('Enter');
    await local('not run yet').waitFor();
  });

  it('runs it from Now’s row, and shows what failed here with counts and lines; nothing leaves unshared', async () => {
    await workbench.rowAction(now(/^adds.*new/), 'Run This Test Locally', local('2 failed'));
    await now(/^halves\s*sum\.test\.js:12$/).click();
    await cursorAt(12);
    await look('5-local');
    await nothingLeft();
  });

  it('reaches the card in Slack and on the room’s page once the branch is shared, and is out of date by an edit', async () => {
    await workbench.command('Shiproom: Share Branch Status');
    await workbench.modal().getByText('2 failed').waitFor();
    await workbench.answerModal('Share');
    await scene.cardShows('Local tests: ✗ 2 failed');
    await told('2 failed').waitFor();
    await open('sum.js');
    await press('Control+Home', 'Control+Shift+K');
    await workbench.page.keyboard.insertText(`${sum.split('\n')[0]}\n`);
    await press('Control+S');
    await local('2 failed · files changed since').waitFor();
    await told('files changed since').waitFor();
    await look('6-stale');
  });

  it('takes results from a command in a terminal, from a test task, and from a report of another program', async () => {
    await workbench.command('Terminal: Create New Terminal (In Active Workspace)');
    await until(async () => /[$#]$/.test((await workbench.terminal().innerText()).trim()));
    await workbench.page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
    await workbench.page.keyboard.type('npm test\n');
    await local('2 passed').waitFor();
    await workbench.tooltip(now(/^Local tests/), 'npm test in the terminal passed');
    await look('7-passed');
    await scene.work.write({ 'sum.js': sum.replace('-a', '-b') });
    await workbench.command('Tasks: Run Test Task');
    await workbench.pick('all tests');
    await local('1 failed, 1 passed').waitFor();
    await scene.cardShows('Local tests: ✗ 1 failed, 1 passed');
    await scene.work.write({ 'sum.js': sum });
    await outside('node', '--test', ...options);
    await local('2 passed').waitFor();
  });

  it('takes what ran as shiproom run in any shell, with its report', async () => {
    await scene.work.write({ 'more.test.js': `import { test } from 'node:test';\ntest('is there', () => {});\n` });
    const entry = join(root, 'scripts', 'shiproom.mjs');
    const ran = await outside(process.execPath, entry, 'run', '--report', 'junit.xml', '--', 'npm', 'test');
    expect.soft(ran.stderr).toContain('kept for your editor');
    await local('3 passed').waitFor();
    await told('3 passed').waitFor();
  });

  it('is green here by a run of one’s own, and gone when CI is green', async () => {
    await workbench.openContainer('Testing');
    await runAdds();
    await inTesting('adds (new) (Passed)').waitFor();
    await look('8-green-here');
    await scene.push('Mend the sum');
    await workbench.statusItem(`${scene.branch} · passing`).waitFor();
    await inTesting('CI').waitFor({ state: 'detached' });
    await workbench.command('Problems: Focus on Problems View');
    await workbench.page.getByText('No problems have been detected in the workspace.').first().waitFor();
    await look('9-green');
    expect(workbench.errors).toEqual([]);
  });
});
