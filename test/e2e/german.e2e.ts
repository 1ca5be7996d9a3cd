import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { read } from '../support/project.ts';
import { createSandbox } from '../support/sandbox.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { type Scene, setScene } from './github-scene.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const german = JSON.parse(read('l10n/bundle.l10n.de.json')) as Record<string, string>;
/** What nobody should read there: phrases of ours that are others in German. */
const english = Object.keys(german).filter((said) => / \w/.test(said) && !said.includes('{') && german[said] !== said);

/** The phrases of English in what a screen reader is told of a part of the window. */
const englishIn = async (part: Locator): Promise<string[]> => {
  const told = await part.ariaSnapshot();
  return english.filter((said) => told.includes(said));
};

describe.skipIf('missing' in stage)('a VS Code that speaks German', () => {
  const sandbox = createSandbox();
  let scene: Scene;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  const look = (name: string) => workbench.screenshot(join(shots, `german-${name}.png`));

  beforeAll(async () => {
    if ('missing' in stage) return;
    scene = await setScene(sandbox);
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix });
    browser = await launchBrowser(stage.chromium);
    const profile = await newProfile(browser);
    // Its own words would come with a language pack; an extension's come with itself, under the same name of the language.
    await profile.addInitScript(() => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: 'de' }));
    workbench = await openWorkbench(profile, editor.url(scene.work.folder));
  });

  pictureFailures('german', () => [workbench]);
  endAll(() => [browser, editor, scene, sandbox]);

  it('reads German in each of its views, narrow as they are', async () => {
    const { panel } = workbench;
    await workbench.openContainer('Shiproom');
    await workbench.widenSideBar(300);
    const share = workbench.view('Jetzt').getByText('Branch-Status teilen');
    await share.waitFor();
    await look('welcome');
    await share.click();
    await workbench.modal().getByText('Diesen Branch mit shop teilen?').waitFor();
    await workbench.answerModal('Teilen');
    await scene.push('Add login', { 'sum.js': 'export const sum = () => "wrong";\n' });
    await workbench.rows('Jetzt', /^adds ?sum\.js:1 · neu/).waitFor();
    await workbench.statusItem('schlägt fehl').waitFor();
    await look('now');
    expect(await englishIn(workbench.view('Jetzt'))).toEqual([]);
    expect(await englishIn(workbench.view('Team'))).toEqual([]);
    await workbench.foldView('Jetzt');
    await workbench.foldView('Team');
    await panel.connection('Verbunden').waitFor();
    await panel.openCard('feat/login');
    await panel.card('feat/login').getByRole('button', { name: 'Fehlgeschlagenes wiederholen' }).waitFor();
    await look('feed');
    for (const part of [panel.card('feat/login'), panel.connection(/./)]) expect(await englishIn(part)).toEqual([]);
  });

  it('asks in German, and tells the time as Germans do', async () => {
    await workbench.command('Shiproom: Teilen anhalten…');
    await workbench.inputTitle('Teilen anhalten').waitFor();
    await workbench
      .picked()
      .getByText(/^bis .*\d\d:\d\d$/)
      .waitFor();
    await look('pick');
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Welcome: Open Walkthrough...');
    await workbench.pick('Erste Schritte mit Shiproom');
    await workbench.page.getByText('Wählen, woher Testergebnisse kommen').waitFor();
    await look('walkthrough');
    expect(workbench.errors).toEqual([]);
  });
});
