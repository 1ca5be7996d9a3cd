import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { endAll, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { openWorkbench } from './workbench.ts';

const stage = inject('stage');

describe.skipIf('missing' in stage)('the first minute, with a bridge on this machine', () => {
  const sandbox = createSandbox();
  let repository: Repository;
  let bridge: BridgeProcess | undefined;
  let editor: Editor | undefined;
  let browser: Browser;
  let room: PanelPage;

  beforeAll(async () => {
    if ('missing' in stage) return;
    repository = await makeRepository();
    bridge = await startBridge({ sandbox, repository: repository.folder });
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix });
    browser = await launchBrowser(stage.chromium);
  });

  endAll(() => [browser, editor, bridge, repository, sandbox]);

  it('shows the room in a browser, where the bot answers', async () => {
    const page = await (await newProfile(browser)).newPage();
    await page.goto(bridge?.page ?? '');
    room = panelIn(page);
    await room.connection('Connected').waitFor();
    await room.send('/help');
    await room.asides('Only you see this').filter({ hasText: 'ci run' }).waitFor();
    await page.screenshot({ path: join(shots, 'first-minute-page.png') });
  });

  it('is found by an editor of the same user, which then speaks in the same room', async () => {
    const { panel, ...workbench } = await openWorkbench(
      await newProfile(browser),
      editor?.url(repository.folder) ?? '',
    );
    await workbench.openContainer('Shiproom');
    await workbench.expandView('Feed');
    await panel.connection('Connected').waitFor();
    await workbench.view('Now').getByText('Share Branch Status').waitFor();
    await panel.send('Hello from the editor');
    await room.entries('Hello from the editor').waitFor();
    await room.send('Hello from the page');
    await panel.entries('Hello from the page').waitFor();
    await workbench.screenshot(join(shots, 'first-minute-editor.png'));
    expect(workbench.errors).toEqual([]);
  });
});
