import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSandbox } from '../support/sandbox.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const shots = join(import.meta.dirname, '..', '..', 'test-results', 'e2e');

describe.skipIf('missing' in stage)('the packaged extension in VS Code', () => {
  const sandbox = createSandbox();
  const repository = join(sandbox.root, 'web');
  let editor: Editor | undefined;
  let browser: Browser | undefined;
  let workbench: Workbench;

  beforeAll(async () => {
    if ('missing' in stage) return;
    mkdirSync(shots, { recursive: true });
    mkdirSync(repository);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, env: sandbox.env });
    git('init', '--quiet', '--initial-branch', 'main');
    writeFileSync(join(repository, 'README.md'), '# Web\n');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');

    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix });
    browser = await launchBrowser(stage.chromium);
    workbench = await openWorkbench(await newProfile(browser), editor.url(repository));
  });

  afterAll(async () => {
    await browser?.close();
    await editor?.stop();
    sandbox.remove();
  });

  it('starts without an error, and says in the status bar that no bridge is connected', async () => {
    await workbench.statusItem('Shiproom').waitFor();
    await workbench.screenshot(join(shots, 'smoke-status-bar.png'));
    expect(workbench.errors).toEqual([]);
  });

  it('shows its views, and an empty Now that offers to connect', async () => {
    await workbench.openContainer('Shiproom');
    await workbench.view('Now').waitFor();
    await workbench.expandView('Feed');
    await workbench.panel().locator('body').waitFor();
    await workbench.screenshot(join(shots, 'smoke-views.png'));
    expect(workbench.errors).toEqual([]);
  });
});
