import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const shot = (name: string): string => join(shots, `walk-${name}.png`);

/** A small web shop with one test that fails: what a developer would really have. */
const files = {
  'package.json': JSON.stringify({
    name: 'web',
    private: true,
    type: 'module',
    scripts: {
      test: 'node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination=junit.xml',
    },
  }),
  'login.mjs': 'export const login = (user, password) => password.length > 0;\n',
  'login.test.mjs': [
    "import assert from 'node:assert/strict';",
    "import test from 'node:test';",
    "import { login } from './login.mjs';",
    '',
    "test('lets a known user in', () => assert.equal(login('ana', 'secret'), true));",
    "test('refuses a blank password', () => assert.equal(login('ana', ' '), false));",
    '',
  ].join('\n'),
  '.gitignore': 'junit.xml\n',
};

describe.skipIf('missing' in stage)('the whole way: editor, room, browser, Slack, CI and bot', () => {
  const sandbox = createSandbox();
  let repository: Repository;
  let slack: SlackServer;
  let bridge: BridgeProcess;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  let page: Page;
  let room: PanelPage;
  /** The newest commit, as people read it. */
  let short = '';
  const cards = async () =>
    (await slack.messages('deploys')).filter(
      (each) => each.user === slack.bot.userId && (each.thread_ts ?? each.ts) === each.ts,
    );
  const cardText = async () => JSON.stringify(await cards());

  beforeAll(async () => {
    if ('missing' in stage) return;
    repository = await makeRepository(files);
    await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web.git');
    await repository.git('config', 'user.name', 'Ana');
    await repository.switchTo('feat/login');
    slack = await startSlack();
    const config = join(sandbox.root, 'shiproom.yaml');
    writeFileSync(config, `slack:\n  channel: ${slack.channel('deploys')}\n  apiUrl: ${slack.apiUrl}\n`);
    const env = { SHIPROOM_SLACK_BOT_TOKEN: slack.tokens.bot, SHIPROOM_SLACK_APP_TOKEN: slack.tokens.app };
    bridge = await startBridge({ sandbox, repository: repository.folder, args: ['--config', config], env });
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix });
    browser = await launchBrowser(stage.chromium);
    page = await (await newProfile(browser)).newPage();
    await page.goto(bridge.page);
    room = panelIn(page);
    workbench = await openWorkbench(await newProfile(browser), editor.url(repository.folder));
    await workbench.openContainer('Shiproom');
    // Rows out of sight are not drawn.
    await workbench.foldView('Team');
    await workbench.expandView('Feed');
  });

  pictureFailures('walk', () => [workbench]);
  endAll(() => [browser, editor, bridge, slack, repository, sandbox]);

  it('connects by itself, and shares nothing before its user has seen the exact message', async () => {
    await workbench.panel.connection('Connected').waitFor();
    await room.connection('Connected').waitFor();
    await workbench.command('Shiproom: Share Branch Status');
    const message = workbench.modal();
    await message.getByText('Branch: feat/login').waitFor();
    await workbench.screenshot(shot('1-preview'));
    expect(await message.innerText()).toContain('Repository: example.com/acme/web');
    expect(await room.card('feat/login').count()).toBe(0);
    await workbench.answerModal('Share');
    await workbench.panel.openCard('feat/login');
    await room.card('feat/login').waitFor();
    await until(async () => (await cards()).length === 1);
    expect(await cardText()).toContain('feat/login');
  });

  it('follows a commit and a change of branch, in the panel and on the page at once, and in Slack without another message', async () => {
    const commit = await repository.commit('Passwords may not be blank', {
      'login.mjs': 'export const login = (user, password) => password !== "";\n',
    });
    short = commit.slice(0, 7);
    await workbench.panel.openCard('feat/login');
    await workbench.panel.card('feat/login').getByText(short).first().waitFor();
    await room.openCard('feat/login');
    await room.card('feat/login').getByText(short).first().waitFor();
    expect(await cards()).toHaveLength(1);
    await repository.switchTo('feat/cart');
    await workbench.panel.card('feat/cart').waitFor();
    await room
      .people(/feat\/cart/)
      .first()
      .waitFor();
    await until(async () => (await cards()).length === 2);
    await workbench.statusItem(/feat\/cart · /).waitFor();
    await repository.switchTo('feat/login');
    await workbench.statusItem(/feat\/login · /).waitFor();
  });

  it('runs CI from the palette, and shows the failing test’s name on the card', async () => {
    await workbench.command('Shiproom: Run CI…');
    await workbench.pick('This Branch');
    await workbench.panel
      .entries(/is queued for feat\/login/)
      .first()
      .waitFor();
    await workbench.panel.openCard('feat/login');
    await workbench.panel.card('feat/login').getByText('refuses a blank password').first().waitFor({ timeout: 60_000 });
    await room.card('feat/login').getByText('refuses a blank password').first().waitFor();
    await workbench.rows('Now', 'refuses a blank password').first().waitFor();
    await workbench.statusItem(/feat\/login · failing/).waitFor();
    await until(async () => (await cardText()).includes('refuses a blank password'));
    expect(await cardText()).toContain(short);
    await workbench.screenshot(shot('2-red'));
    await page.screenshot({ path: shot('3-page') });
  });

  it('answers a command in the composer, to the asker alone', async () => {
    await workbench.panel.write('/ci s');
    await workbench.panel.offers('ci status').waitFor();
    await workbench.panel.send('/ci status');
    const reply = workbench.panel.asides('CI of feat/login');
    await reply.waitFor();
    await workbench.screenshot(shot('4-reply'));
    expect(await room.asides('CI of feat/login').count()).toBe(0);
  });

  it('reads in the panel what is said in Slack, and in Slack what is said in the panel', async () => {
    await slack.say('ana', 'deploys', 'Is somebody on it?');
    await workbench.panel.entries('Is somebody on it?').waitFor();
    await workbench.panel.send('I am, give me a minute');
    await until(async () => JSON.stringify(await slack.messages('deploys')).includes('I am, give me a minute'));
    await workbench.screenshot(shot('5-conversation'));
    const said = (await slack.messages('deploys')).filter((each) => JSON.stringify(each).includes('give me a minute'));
    expect(said).toHaveLength(1);
  });

  it('answers a slash command in Slack', async () => {
    const { posts } = await slack.slash('ana', 'deploys', 'status feat/login');
    await until(() => posts.length > 0);
    expect(JSON.stringify(posts)).toContain('failing');
  });

  it('opens the log, and goes green when the fix is committed and run', async () => {
    await workbench.command('Shiproom: Open CI Log');
    await workbench.page.locator('.editor-instance .view-lines', { hasText: 'exit code 1' }).waitFor();
    await workbench.screenshot(shot('6-log'));
    const mended = await repository.commit('Blank passwords are refused', {
      'login.mjs': 'export const login = (user, password) => password.trim() !== "";\n',
    });
    await workbench.panel.card('feat/login').getByText(mended.slice(0, 7)).first().waitFor();
    await workbench.panel.send('/ci run');
    await workbench.statusItem(/feat\/login · passing/).waitFor({ timeout: 60_000 });
    await workbench.panel
      .entries(/is green again/)
      .first()
      .waitFor();
    await until(async () => JSON.stringify(await slack.messages('deploys')).includes('is green again'));
    await workbench.screenshot(shot('7-green'));
    expect(workbench.errors).toEqual([]);
  });
});
