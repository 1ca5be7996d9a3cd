import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { BranchName, RepositoryId } from '../../protocol/model/ids.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { type Ear, openEar, plantPrograms, setWorkspace, worstSettings } from './evil-workspace.ts';
import { account, clean, lists, mention, notices, prompts, results } from './hostile-places.ts';
import { type HostileRoom, openHostileRoom } from './hostile-room.ts';
import { loud, loudBranch, loudFile } from './hostile-words.ts';
import { payloads } from './payloads.ts';
import { keepApi, postFromPanel, scriptRuns, strange } from './taken-over.ts';
import { trust, trustInTabs } from './trust.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');

describe.skipIf('missing' in stage)('a repository that means harm, in the editor', () => {
  const sandbox = createSandbox();
  let ear: Ear;
  let greedy: Repository;
  let planted: Repository;
  let sentinel: string;
  let noisy: Repository;
  let room: HostileRoom;
  let window: Workbench;
  /** Every address that the noisy room's window has asked for. */
  const asked: string[] = [];
  let bridge: BridgeProcess;
  let editor: Editor;
  let browser: Browser;

  /** What the room was asked to do; a window that is cut off comes back by itself, and tells where it is. */
  const deeds = () => room.heard().filter((method) => !/^(session|presence)\/|^feed\/read$/.test(method));

  const open = async (folder: string): Promise<Workbench> =>
    openWorkbench(await newProfile(browser), editor.url(folder));

  beforeAll(async () => {
    if ('missing' in stage) return;
    ear = await openEar();
    greedy = await makeRepository();
    await greedy.git('remote', 'add', 'origin', 'https://example.com/acme/greedy.git');
    await setWorkspace(greedy, { ...worstSettings(ear.origin), 'security.workspace.trust.enabled': false });
    planted = await makeRepository();
    sentinel = await plantPrograms(planted);
    bridge = await startBridge({ sandbox, repository: planted.folder });
    editor = await startEditor(stage.editor, {
      sandbox,
      vsix: stage.vsix,
      trust: false,
      settings: { ...trustInTabs, 'extensions.confirmedUriHandlerExtensionIds': ['shiproom.shiproom'] },
    });
    noisy = await makeRepository({
      'README.md': `A repository ${loud.replace('\u2028', '')}\n`,
      [loudFile]: 'A file\n',
    });
    await noisy.git('remote', 'add', 'origin', 'https://example.com/acme/noisy.git');
    await noisy.switchTo(loudBranch);
    const head = await noisy.commit(loud);
    room = await openHostileRoom(
      sandbox,
      { repository: RepositoryId.parse('example.com/acme/noisy'), branch: BranchName.parse(loudBranch) },
      head,
    );
    browser = await launchBrowser(stage.chromium);
  });

  pictureFailures('threats', () => [window]);
  endAll(() => [browser, editor, bridge, ear, greedy, planted, room, noisy, sandbox]);

  it('[T1] says by its settings where to connect, and not one byte goes there, trusted or not', async () => {
    const workbench = await open(greedy.folder);
    await workbench.openContainer('Shiproom');
    await workbench.view('Now').getByText('This workspace is not trusted').waitFor();
    await trust(workbench);
    await workbench.view('Now').getByText('Not connected to a bridge.').waitFor();
    await workbench.command('Shiproom: Share Branch Status');
    await workbench.notification(/not connected/).waitFor();
    await workbench.command('Shiproom: Connect to Bridge…');
    await workbench.inputTitle('Connect to Bridge').waitFor();
    expect(await workbench.page.locator('.quick-input-list').getByText(ear.origin).count()).toBe(0);
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Shiproom: Doctor');
    await workbench.inputTitle('Shiproom Doctor').waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    expect(await workbench.page.locator('.quick-input-widget').getByText(ear.origin).count()).toBe(0);
    await workbench.screenshot(join(shots, 'threats-greedy.png'));
    expect(ear.heard()).toEqual({ connections: 0, bytes: 0 });
    expect(workbench.errors).toEqual([]);
    await workbench.page.context().close();
  });

  it('[T12] names programs for git to start, and none is started while it is not trusted', async () => {
    const workbench = await open(planted.folder);
    await workbench.openContainer('Shiproom');
    await workbench.view('Now').getByText('This workspace is not trusted').waitFor();
    await workbench.expandView('Feed');
    for (const title of ['Share Branch Status', 'Run CI…', 'Doctor']) await workbench.command(`Shiproom: ${title}`);
    await workbench.inputTitle('Shiproom Doctor').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.openFile('README.md');
    await workbench.page.locator('.editor-instance .view-lines', { hasText: 'A repository' }).click();
    await workbench.page.keyboard.press('Control+A');
    await workbench.command('Shiproom: Share Selection to Chat…');
    await workbench.screenshot(join(shots, 'threats-planted.png'));
    expect(existsSync(sentinel)).toBe(false);
    expect(workbench.errors).toEqual([]);
  });

  it('[T2] shows names, titles and subjects of strangers as text, wherever they stand', async () => {
    const profile = await newProfile(browser);
    await profile.addInitScript(keepApi);
    window = await openWorkbench(profile, editor.url(noisy.folder));
    const { page } = window;
    page.on('request', (request) => asked.push(request.url()));
    await window.openContainer('Shiproom');
    await trust(window);
    await window.command('View: Close Editor');
    await window.rows('Team', 'workbench.action.quit').first().waitFor();
    await window.rows('Now', 'workbench.action.quit').first().waitFor();
    for (const view of ['Now', 'Team']) {
      await window.tooltip(window.rows(view, 'workbench.action.quit').first(), 'workbench.action.quit');
      await clean(window);
    }
    await window.tooltip(window.statusItem(/Shiproom|failing/).last(), '');
    await clean(window);
    await window.screenshot(join(shots, 'threats-loud.png'));
    expect(window.errors).toEqual([]);
  });

  it.each([
    ['notices', notices],
    ['lists to pick from', lists],
    ['prompts, and what is confirmed', prompts],
    ['results of tests, and problems', results],
    ['mentions', mention],
    ['accounts', account],
  ])('[T2] makes nothing of them in %s', async (place, visit) => {
    await visit(window, room);
    await window.screenshot(join(shots, `threats-${place.split(' ')[0]}.png`));
    expect(asked.filter((url) => /hit|\/x$/.test(url))).toEqual([]);
    expect(window.errors).toEqual([]);
  });

  it('[T3] runs no script of 200 payloads in the feed, and shows them', async () => {
    await window.openContainer('Shiproom');
    await window.expandView('Feed');
    await window.panel.connection('Connected').waitFor();
    room.rest();
    const last = payloads.at(-1) ?? '';
    await window.panel.entries(last.slice(0, 10)).last().waitFor();
    const made = window.panel
      .entries()
      .locator(
        'img, iframe, object, embed, script, template, math, form, details, meta, base, style, [onload], [onerror], [onclick], [onfocus], [ontoggle], a[href^="javascript:"], a[href^="command:"]',
      );
    expect(await made.count()).toBe(0);
    expect(payloads.length).toBe(200);
    for (const frame of window.page.frames()) expect(await frame.evaluate(() => 'hit' in globalThis)).toBe(false);
    expect(asked.filter((url) => /\/hit|evil|javascript:/.test(url))).toEqual([]);
    // And if one were made, it would not run: the page's policy stands behind all this.
    expect(await scriptRuns(window.page)).toBe(false);
    await window.screenshot(join(shots, 'threats-payloads.png'));
    await clean(window);
  });

  it('[T3] honours the closed list of verbs alone, of a panel that was taken over', async () => {
    const before = [deeds().length, window.page.context().pages().length];
    const tabs = window.page.locator('.tabs-container .tab');
    const opened = await tabs.count();
    expect(strange().length).toBeGreaterThanOrEqual(100);
    await postFromPanel(window.page, strange());
    // What is well-formed is done in order after them.
    await postFromPanel(window.page, [{ type: 'open-place', file: 'README.md', line: 1 }]);
    await window.tab('README.md').waitFor();
    expect([deeds().length, window.page.context().pages().length]).toEqual(before);
    expect(await tabs.count()).toBe(opened + 1);
    expect(await window.modal().allInnerTexts()).toEqual([]);
    expect(window.errors).toEqual([]);
  });

  it('[T4] asks and does nothing for links that are none', async () => {
    const before = deeds().length;
    const place = `bridge=${encodeURIComponent(ear.origin)}`;
    const said = window.page.locator('.notifications-center').getByText('That is no join link').first();
    for (const link of [
      `join?${place}&code=c0de-C0DE_c0de&command=workbench.action.quit`,
      `join?${place}`,
      'join?code=c0de-C0DE_c0de',
      `join?${place}/path&code=c0de-C0DE_c0de`,
      'join?bridge=http://evil.example&code=c0de-C0DE_c0de',
      'join?bridge=javascript:alert(1)&code=c0de-C0DE_c0de',
      `join?${place}&code=c0de-C0DE_c0de#x`,
      `connect?${place}&code=c0de-C0DE_c0de`,
      `../join?${place}&code=short`,
      'run?command=workbench.action.quit',
    ]) {
      await window.command('Developer: Open URL');
      await window.type(`code-oss://shiproom.shiproom/${link}`);
      // Not by its toast: VS Code shows no third one within a second.
      await window.command('Notifications: Show Notifications');
      await said.waitFor();
      await window.command('Notifications: Clear All Notifications');
      await said.waitFor({ state: 'hidden' });
      expect(await window.modal().count()).toBe(0);
    }
    expect(ear.heard()).toEqual({ connections: 0, bytes: 0 });
    expect(deeds().length).toBe(before);
    expect(window.errors).toEqual([]);
  });
});
