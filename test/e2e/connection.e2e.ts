import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { selfSigned } from '../support/certificate.ts';
import { type EditorSession, openEditorSession } from '../support/editor-session.ts';
import { createSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type CompanyScene, devicesListed, inside, joinLink, setCompanyScene } from './company-scene.ts';
import { type Editor, startEditor } from './editor.ts';
import { trust, trustInTabs } from './trust.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const shot = (name: string) => join(shots, `connection-${name}.png`);

describe.skipIf('missing' in stage)('the way to the bridge, and the manners on it', () => {
  const sandbox = createSandbox();
  let scene: CompanyScene;
  let editor: Editor;
  let browser: Browser;
  let profile: BrowserContext;
  let workbench: Workbench;
  let bo: EditorSession;
  let link: string;

  const now = (text: string | RegExp) => workbench.view('Now').getByText(text).first();
  /** Waits until Bo sees whoever runs the bridge with so many devices. */
  const devices = (count: number) =>
    until(() => bo.session.room()?.people.some((each) => each.person.name !== 'Bo' && each.devices === count));
  const follow = async (to: string) => {
    await workbench.command('Developer: Open URL');
    await workbench.type(to);
  };

  beforeAll(async () => {
    if ('missing' in stage) return;
    scene = await setCompanyScene();
    editor = await startEditor(stage.editor, {
      sandbox,
      vsix: stage.vsix,
      trust: false,
      settings: {
        'http.proxy': scene.proxy.url,
        ...trustInTabs,
        'extensions.confirmedUriHandlerExtensionIds': ['shiproom.shiproom'],
      },
      env: { NODE_EXTRA_CA_CERTS: scene.authority },
    });
    browser = await launchBrowser(stage.chromium);
    profile = await newProfile(browser);
    workbench = await openWorkbench(profile, editor.url(scene.repository.folder));
    bo = openEditorSession(await scene.invite('Bo'), 'bo');
    [link = ''] = await scene.ownLinks();
  });

  pictureFailures('connection', () => [workbench]);
  endAll(() => [bo?.session, browser, editor, scene, sandbox]);

  it('[T4] goes nowhere from a workspace that is not trusted, whatever link is opened', async () => {
    await workbench.openContainer('Shiproom');
    await now('This workspace is not trusted').waitFor();
    await follow(joinLink(link, scene.origin));
    await workbench.notification('This workspace is not trusted').waitFor();
    expect(await workbench.modal().count()).toBe(0);
    expect(scene.front.reached()).toBe(0);
  });

  it('[T4] follows a join link once its user has seen where it leads and said yes', async () => {
    await trust(workbench);
    await now('Not connected to a bridge.').waitFor();
    await follow(joinLink(link, scene.origin));
    await workbench.modal().getByText(`Connect to ${scene.origin}?`).waitFor();
    await workbench.screenshot(shot('join'));
    await workbench.answerModal('Cancel');
    await workbench.modal().waitFor({ state: 'hidden' });
    await now('Not connected to a bridge.').waitFor();
    expect(scene.front.reached()).toBe(0);
    // The same code: the first time it was not spent.
    await follow(joinLink(link, scene.origin));
    await workbench.answerModal('Connect');
    await now('Nothing of this branch is shared yet.').waitFor();
    await workbench.rows('Team', 'Bo').waitFor();
    await workbench.screenshot(shot('welcome'));
    expect(scene.front.reached()).toBeGreaterThan(0);
  });

  it('says what is missing where there is no folder, and where there is no repository', async () => {
    const bare = join(sandbox.root, 'bare');
    mkdirSync(bare);
    const empty = await openWorkbench(profile, editor.url());
    await empty.openContainer('Shiproom');
    await empty.view('Now').getByText('Open a folder with a git repository').waitFor();
    await empty.screenshot(shot('no-folder'));
    await empty.page.goto(editor.url(bare));
    await empty.openContainer('Shiproom');
    await trust(empty);
    await empty.view('Now').getByText('This folder has no git repository.').waitFor({ timeout: 60_000 });
    await empty.screenshot(shot('no-repository'));
    await empty.page.close();
  });

  it('is one person with as many devices as they have windows, and none is dropped for another', async () => {
    const second = await openWorkbench(profile, editor.url(scene.other.folder));
    await second.openContainer('Shiproom');
    await trust(second);
    await second.command('Shiproom: Connect to Bridge…');
    await second.pick(scene.origin);
    await second.rows('Team', 'Bo').waitFor();
    await devices(2);
    const links = [await scene.ownLinks(), await scene.ownLinks()].flat();
    const more = links.map((each, at) => openEditorSession(each, `window-${at}`));
    await devices(6);
    await until(async () => (await workbench.rows('Team').count()) === 2);
    expect(await workbench.rows('Team', '(you)').count()).toBe(1);
    await second.view('Team').getByText('2 here').waitFor();
    const dropped = more
      .flatMap(({ events }) => events)
      .filter((each) => each.type === 'connection' && each.connection.state === 'stopped');
    expect(dropped).toEqual([]);
    for (const { session } of more) session.close();
    await devices(2);
    await second.page.close();
    await devices(1);
  });

  it('says since when nobody answers, comes back by itself, and nothing is lost', async () => {
    await scene.front.cut();
    await workbench
      .view('Now')
      .locator('.pane-header')
      .getByText(/offline since \d/)
      .waitFor();
    await now('The bridge cannot be reached. It is tried again by itself.').waitFor();
    await bo.session.say('While you slept');
    await workbench.panel.send('When I woke');
    await workbench.screenshot(shot('offline'));
    await scene.front.mend();
    await workbench.panel.entries('While you slept').waitFor({ timeout: 60_000 });
    await workbench.panel.entries('When I woke').waitFor();
    await now('Nothing of this branch is shared yet.').waitFor();
    await bo.until('entries', ({ entries }) => JSON.stringify(entries).includes('When I woke'));
  });

  it('names the hop that fails with what mends it, and finds all well once it is mended', async () => {
    await workbench.view('Now').getByText('Share Branch Status').click();
    await workbench.answerModal('Share');
    await workbench.rows('Now', 'feat/login').first().waitFor();
    await scene.front.cut();
    await scene.stop();
    await workbench.command('Shiproom: Doctor');
    await workbench.inputTitle('Shiproom Doctor').waitFor();
    await workbench
      .picked()
      .filter({ hasText: 'Network' })
      .filter({ hasText: `Nothing listens at 127.0.0.1:${scene.front.port}` })
      .waitFor();
    await workbench.screenshot(shot('doctor'));
    await scene.start();
    await scene.front.mend();
    // Until it is connected again Doctor says that what is shared waits.
    await workbench.panel.connection('Connected').waitFor({ timeout: 60_000 });
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByPlaceholder('Everything is in order').waitFor();
    await workbench.screenshot(shot('well'));
    await workbench.page.keyboard.press('Escape');
  });

  it('shows its first steps with their pictures, done where they are done already', async () => {
    await workbench.command('Welcome: Open Walkthrough...');
    await workbench.pick('Get Started with Shiproom');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor();
    await workbench.screenshot(shot('walkthrough'));
    expect(await steps.count()).toBe(5);
    for (const step of await steps.all()) {
      await step.locator('.step-title').click();
      const picture = workbench.page.locator('.getting-started-media img');
      const width = () => picture.evaluate((each: HTMLImageElement) => each.naturalWidth).catch(() => 0);
      await until(async () => (await width()) > 100);
      expect(await picture.getAttribute('alt')).not.toBe('');
    }
    const done = workbench.page.locator('.getting-started-step[aria-checked="true"] .step-title');
    for (const title of ['Connect to your team’s bridge', 'Share your branch']) await done.getByText(title).waitFor();
    await steps.filter({ hasText: 'Talk to your team' }).getByText('Open the Feed').click();
    await until(async () => (await done.count()) === 3);
    await workbench.page.keyboard.press('Escape');
  });

  it('is among the accounts of VS Code, where signing out ends it and has the bridge forget the device', async () => {
    const own = openEditorSession((await scene.ownLinks())[0] ?? '', 'another');
    await own.until('room');
    const before = await devicesListed(own);
    await workbench.page.locator('.activitybar a.action-label[aria-label="Accounts"]').click();
    const account = workbench.page.locator('.monaco-menu .action-menu-item', {
      hasText: ` at 127.0.0.1:${scene.front.port}`,
    });
    await account.waitFor();
    await workbench.screenshot(shot('accounts'));
    await account.click();
    await workbench.chooseFromMenu('Sign Out');
    await workbench.modal().waitFor();
    await workbench.screenshot(shot('sign-out'));
    await workbench.answerModal('Sign Out');
    await workbench.notification('which lets this device in no more').waitFor();
    await now('Not connected to a bridge.').waitFor();
    expect(await devicesListed(own)).toBe(before - 1);
    own.session.close();
    // There is nothing left here to connect with.
    await workbench.command('Shiproom: Connect to Bridge…');
    await workbench.inputMessage().filter({ hasText: 'Paste the link' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('goes by the proxy of VS Code and trusts the company’s authority, and no other', async () => {
    await follow(joinLink(await scene.invite('Cleo'), `https://${inside}`));
    await workbench.modal().getByText(`Connect to https://${inside}?`).waitFor();
    expect(scene.secure.reached()).toBe(0);
    await workbench.answerModal('Connect');
    await workbench.rows('Team', 'Cleo (you)').waitFor();
    expect(new Set(scene.proxy.asked)).toEqual(new Set([`${inside}:443`]));
    scene.secure.certify(selfSigned(inside));
    const offline = now(/offline since/i);
    await offline.waitFor();
    await workbench.command('Shiproom: Try Again to Connect');
    await workbench.command('Shiproom: Doctor');
    await workbench
      .picked()
      .filter({ hasText: 'Certificate' })
      .filter({ hasText: 'Certificate not trusted' })
      .waitFor();
    await workbench.screenshot(shot('certificate'));
    await workbench.page.keyboard.press('Escape');
    await offline.waitFor();
    scene.secure.certify(scene.company);
    await workbench.command('Shiproom: Try Again to Connect');
    await workbench.rows('Team', 'Cleo (you)').waitFor();
    expect(workbench.errors).toEqual([]);
  });
});
