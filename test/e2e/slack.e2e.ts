import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { leaveFeed } from './leave-feed.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { setSlackScene, type SlackScene } from './slack-scene.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
/** A colour theme by its name, to look at the pictures in another. */
const theme = process.env['SHIPROOM_E2E_THEME'];

const themeWord = theme ? `-${theme.replaceAll(' ', '-').toLowerCase()}` : '';

const widths = { '': 440, '-narrow': 300 };

describe.skipIf('missing' in stage)('a room that lives in Slack, in the editor', () => {
  const sandbox = createSandbox();
  /** Ana's own machine: no bridge runs there. */
  const anas = createSandbox();
  let scene: SlackScene;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  let page: Page;
  let room: PanelPage;

  const now = (text?: string | RegExp): Locator => workbench.rows('Now', text);
  /** Pictures of a station, at the usual width of the side bar and at a narrow one. */
  const look = async (name: string): Promise<void> => {
    for (const [word, width] of Object.entries(widths)) {
      await workbench.widenSideBar(width);
      await workbench.screenshot(join(shots, `slack${themeWord}-${name}${word}.png`));
    }
  };
  const clear = () => workbench.command('Notifications: Clear All Notifications');
  /** Where a token is kept, that is offered instead. */
  const asksForLink = () => workbench.inputMessage().getByText('Paste the link that the bridge printed').waitFor();
  const connect = async (link: string): Promise<void> => {
    await workbench.command('Shiproom: Connect to Bridge…');
    await asksForLink();
    await workbench.type(link);
    await workbench.notification(/Connected to/).waitFor();
  };
  /** Nothing while the page has no focus. */
  const copied = () => workbench.page.evaluate(() => navigator.clipboard.readText().catch(() => ''));
  const said = async (words: string) =>
    (await scene.thread()).filter((each) => JSON.stringify(each.blocks ?? each.text).includes(words));

  beforeAll(async () => {
    if ('missing' in stage) return;
    scene = await setSlackScene(sandbox);
    await scene.push('Add login', { 'sum.js': 'export const sum = () => "wrong";\n', ...scene.workflow });
    await scene.github.pulls.open({ head: scene.branch, base: 'main', title: 'Add login', by: 'ann' });
    const settings = theme ? { 'workbench.colorTheme': theme } : {};
    editor = await startEditor(stage.editor, { sandbox: anas, vsix: stage.vsix, settings });
    browser = await launchBrowser(stage.chromium);
    page = await (await newProfile(browser)).newPage();
    await page.goto(scene.bridge.page);
    room = panelIn(page);
    workbench = await openWorkbench(await newProfile(browser), editor.url(scene.work.folder));
    await workbench.page.setViewportSize({ width: 1280, height: 1000 });
    await workbench.openContainer('Shiproom');
    // Rows out of sight are not drawn.
    await workbench.foldView('Team');
    await workbench.view('Now').getByText('Not connected to a bridge.').waitFor();
    await scene.cardShows('Rerun failed');
  });

  pictureFailures('slack', () => [workbench]);
  endAll(() => [browser, editor, scene, sandbox, anas]);

  it('is connected as Ana by the link that Slack gave her alone', async () => {
    const told = await scene.type('ana', 'pair');
    await connect(/http\S+#code=\w+/.exec(told)?.[0] ?? '');
    await look('1-connected');
    await clear();
    await workbench.expandView('Feed');
    await workbench.panel.connection('Connected').waitFor();
    await workbench.panel.openCard(scene.branch);
    await look('1-feed');
    expect(JSON.stringify(await scene.slack.openHome('ana'))).toMatch(/Your devices.*VS Code/);
  });

  it('carries the thread of the branch both ways, and what is changed or taken back', async () => {
    const { slack, branch } = scene;
    await slack.say('bo', 'deploys', 'Is the sum wrong, or the test?', scene.card()?.ts);
    await workbench.panel.entries('Is the sum wrong, or the test?').getByText(branch).waitFor();
    await workbench.panel.writeAbout(branch);
    await workbench.panel.send('The sum, I mend it');
    await until(async () => (await said('The sum, I mend it')).length > 0);
    expect(JSON.stringify(await said('The sum, I mend it'))).toContain('Ana');
    await look('2-thread');
    const [first] = await said('The sum, I mend it');
    // Slack may have it before the panel knows that it was sent.
    await workbench.panel.entries('The sum, I mend it').waitFor();
    await workbench.panel.sayInstead('The test, I mend it');
    await until(async () => (await said('The test, I mend it')).length > 0);
    expect(await said('The sum, I mend it')).toEqual([]);
    expect((await said('The test, I mend it')).map(({ ts }) => ts)).toEqual([first?.ts]);
    await workbench.panel.entries('The test, I mend it').getByText('edited').waitFor();
    await look('2-edited');
    await workbench.panel.takeBack('The test, I mend it');
    await until(async () => (await said('I mend it')).length === 0);
    await workbench.panel.entries('message taken back').waitFor();
    await look('2-taken-back');
  });

  it('tells Ana once that Bo wants her, and shows where', async () => {
    const { slack } = scene;
    await leaveFeed(workbench);
    await slack.say('bo', 'deploys', `<@${slack.user('ana')}> can you look at the sum?`, scene.card()?.ts);
    const notice = workbench.notification('Bo mentioned you');
    await notice.waitFor();
    expect(await workbench.notification(/./).count()).toBe(1);
    await look('3-mentioned');
    await workbench.answerNotification('Bo mentioned you', 'Open');
    await workbench.panel.entries('can you look at the sum?').and(workbench.panel.mentioned()).waitFor();
    await look('3-entry');
    await workbench.notification(/./).first().waitFor({ state: 'detached' });
  });

  it('brings a message from another channel into Ana’s editor, and nobody else’s', async () => {
    const { slack } = scene;
    await leaveFeed(workbench);
    const elsewhere = await slack.say('bo', 'quiet', 'The plan of the week: login, then the cart');
    const { posts } = await slack.shortcut('ana', 'quiet', elsewhere);
    await workbench.notification('Sent to your editor').waitFor();
    await until(() => posts.length > 0);
    expect(JSON.stringify(posts)).toContain('It is in your editor now');
    await look('4-sent');
    await workbench.answerNotification('Sent to your editor', 'Open');
    await workbench.panel.entries('The plan of the week').getByText('Only you see this').waitFor();
    await look('4-entry');
    await slack.say('bo', 'deploys', 'Lunch?');
    await room.entries('Lunch?').waitFor();
    expect(await room.entries('The plan of the week').count()).toBe(0);
  });

  it('shows in the editor what was rerun from Slack, and offers it no more', async () => {
    const { github, branch } = scene;
    await workbench.foldView('Feed');
    await now(/^CI ?failed/).waitFor();
    const told = await scene.type('bo', 'link');
    github.device.approve(/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(told)?.[0] ?? '', 'bo');
    await until(async () => (await scene.type('bo', 'link')).includes('You are @bo'));
    expect(await scene.press('bo', 'Rerun failed')).toContain('Running what failed');
    await now(/attempt 2/)
      .first()
      .waitFor();
    await scene.cardShows('reran what failed of CI #1');
    expect(scene.cardText()).toMatch(/Bo\W+reran/);
    await until(() => !scene.cardText().includes('Rerun failed'));
    await workbench.command('Shiproom: Rerun Failed Jobs');
    await workbench.notification('Rerun Failed Jobs: CI #1 is still under way.').waitFor();
    await look('5-again');
    await clear();
    await workbench.expandView('Feed');
    await workbench.panel.card(branch).getByText('Bo reran what failed of CI #1').waitFor();
    await workbench.panel.send('/ci rerun --failed');
    await workbench.panel.asides('/ci rerun --failed').getByText('CI #1 is still under way.').waitFor();
    await look('5-panel');
    await scene.letGo();
    await workbench.foldView('Feed');
    await now(/failed · attempt 2/)
      .first()
      .waitFor();
    await scene.cardShows('Rerun failed');
  });

  it('is signed out from the page in Slack, at once, and keeps no secret', async () => {
    const { slack } = scene;
    await slack.openHome('ana');
    await slack.pressHome('ana', 'Sign out all');
    await workbench.statusItem('Shiproom · not connected').waitFor();
    // Opened only now, it shows nothing of what Ana could read.
    await workbench.expandView('Feed');
    await workbench.panel.welcome('You were signed out. Connect again with a new link.').waitFor();
    await workbench.panel.welcome().getByRole('button', { name: 'Connect to Bridge…' }).waitFor();
    await now('Connect to Bridge…').waitFor();
    await workbench.view('Now').getByText('You were signed out.').waitFor();
    await look('6-signed-out');
    await workbench.command('Shiproom: Connect to Bridge…');
    await asksForLink();
    await workbench.page.keyboard.press('Escape');
  });

  it('joins whoever came by the owner’s link with Ana of Slack, by a code that is typed there', async () => {
    const { slack, bridge } = scene;
    await connect(bridge.link);
    await clear();
    await workbench.command('Shiproom: Pair with Chat…');
    const shown = workbench.modal().getByText(/Type \/shiproom pair/);
    await shown.waitFor();
    await look('7-code');
    const line = /\/shiproom (pair [\w-]+)/.exec(await shown.innerText())?.[1] ?? '';
    await workbench.answerModal('Copy');
    await until(async () => (await copied()) === `/shiproom ${line}`);
    expect(await scene.type('ana', line)).toContain('You are Ann here too');
    await slack.say('ana', 'deploys', 'It was I all along');
    await workbench.panel.entries('It was I all along').getByText('Ann', { exact: true }).waitFor();
    await look('7-joined');
  });

  it('signs out everywhere from the editor: the page of the room, too', async () => {
    await workbench.command('Shiproom: Sign Out…');
    await workbench
      .modal()
      .getByText(/^Sign out of/)
      .waitFor();
    await look('8-where');
    await workbench.answerModal('Everywhere');
    await workbench.notification('Signed out of').waitFor();
    await workbench.panel.welcome().getByRole('button', { name: 'Connect to Bridge…' }).waitFor();
    await room.welcome('You were signed out').waitFor();
    await look('8-signed-out');
    await page.screenshot({ path: join(shots, `slack${themeWord}-8-page.png`) });
    await clear();
    await workbench.command('Shiproom: Connect to Bridge…');
    await asksForLink();
    expect(workbench.errors).toEqual([]);
  });
});
