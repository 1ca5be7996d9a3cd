import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');

describe.skipIf('missing' in stage)('the packaged extension in VS Code, with no bridge', () => {
  const sandbox = createSandbox();
  let repository: Repository | undefined;
  let editor: Editor | undefined;
  let browser: Browser | undefined;
  let workbench: Workbench;

  beforeAll(async () => {
    if ('missing' in stage) return;
    repository = await makeRepository();
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix });
    browser = await launchBrowser(stage.chromium);
    workbench = await openWorkbench(await newProfile(browser), editor.url(repository.folder));
  });

  pictureFailures('smoke', () => [workbench]);
  endAll(() => [browser, editor, repository, sandbox]);

  it('shows its views, and offers to connect', async () => {
    await workbench.openContainer('Shiproom');
    await workbench.view('Now').getByText('Connect to Bridge…').waitFor();
    await workbench.expandView('Feed');
    await workbench.panel.connection(/./).waitFor();
    await workbench.screenshot(join(shots, 'smoke-views.png'));
    expect(workbench.errors).toEqual([]);
  });

  it('says in the status bar how it stands, once it was looked at', async () => {
    await workbench.statusItem('Shiproom').waitFor();
    await workbench.screenshot(join(shots, 'smoke-status-bar.png'));
    expect(workbench.errors).toEqual([]);
  });
});
