import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { type Ear, openEar, plantPrograms, setWorkspace, worstSettings } from './evil-workspace.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const shots = join(import.meta.dirname, '..', '..', 'test-results', 'e2e');

describe.skipIf('missing' in stage)('a repository that means harm, in the editor', () => {
  const sandbox = createSandbox();
  let ear: Ear;
  let greedy: Repository;
  let planted: Repository;
  let sentinel: string;
  let bridge: BridgeProcess;
  let editor: Editor;
  let browser: Browser;

  const open = async (folder: string): Promise<Workbench> =>
    openWorkbench(await newProfile(browser), editor.url(folder));

  beforeAll(async () => {
    if ('missing' in stage) return;
    mkdirSync(shots, { recursive: true });
    ear = await openEar();
    greedy = await makeRepository();
    await greedy.git('remote', 'add', 'origin', 'https://example.com/acme/greedy.git');
    await setWorkspace(greedy, { ...worstSettings(ear.origin), 'security.workspace.trust.enabled': false });
    planted = await makeRepository();
    sentinel = await plantPrograms(planted);
    bridge = await startBridge({ sandbox, repository: planted.folder });
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix, trust: false });
    browser = await launchBrowser(stage.chromium);
  });

  afterAll(async () => {
    await browser?.close();
    await editor?.stop();
    await bridge?.stop();
    await ear?.close();
    await greedy?.remove();
    await planted?.remove();
    sandbox.remove();
  });

  it('[T1] says by its settings where to connect, and not one byte goes there, trusted or not', async () => {
    const workbench = await open(greedy.folder);
    await workbench.openContainer('Shiproom');
    await workbench.view('Now').getByText('This workspace is not trusted').waitFor();
    await workbench.command('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await workbench.page.keyboard.press('Escape');
    await workbench.view('Now').getByText('Not connected to a bridge.').waitFor();
    await workbench.command('Shiproom: Share Branch Status');
    await workbench.notification(/not connected/).waitFor();
    await workbench.command('Shiproom: Connect to Bridge…');
    await workbench.inputTitle('Connect to Bridge').waitFor();
    expect(await workbench.page.locator('.quick-input-list').getByText(ear.origin).count()).toBe(0);
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
    for (const title of ['Share Branch Status', 'Run CI…', 'Doctor', 'Share Selection to Chat…'])
      await workbench.command(`Shiproom: ${title}`);
    await workbench.openFile('README.md');
    await workbench.screenshot(join(shots, 'threats-planted.png'));
    expect(existsSync(sentinel)).toBe(false);
    expect(workbench.errors).toEqual([]);
  });
});
