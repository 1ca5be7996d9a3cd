import type { Browser } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { endAll, pictureFailures } from './afterwards.ts';
import { launchBrowser } from './browser.ts';
import type { Editor } from './editor.ts';
import { leaveFeed } from './leave-feed.ts';
import { leadIntoEditor, sortAndConfirm } from './team-feed.ts';
import { type Guest, setTeamScene, type TeamScene } from './team-scene.ts';
import { changeModes, shareLines } from './team-sharing.ts';
import {
  clear,
  look,
  only,
  openWindow,
  person,
  picture,
  startEditors,
  turnFiles,
  typeIn,
  type Team,
} from './team-windows.ts';
import type { Workbench } from './workbench.ts';

const stage = inject('stage');
describe.skipIf('missing' in stage)('two people in one room, each in an editor of their own', () => {
  const [anas, bens] = [createSandbox(), createSandbox()];
  const editors: Editor[] = [];
  let scene: TeamScene;
  let browser: Browser;
  let ana: Workbench;
  let ben: Workbench;
  let cleo: Guest;
  let team: Team;

  beforeAll(async () => {
    if ('missing' in stage) return;
    const starting = startEditors(stage, [anas, bens]);
    scene = await setTeamScene(anas);
    cleo = await scene.guest('Cleo');
    const dora = await scene.guest('Dora');
    // By two, since nobody may say so much at once.
    for (let at = 1; at <= 110; at += 1) await (at <= 55 ? cleo : dora).say(`Parcel ${at} of the morning`);
    await dora.wire.close();
    const on = { repository: 'github.example.com/acme/web', branch: 'fix/refund' };
    await cleo.appear({ seen: true, idle: true, on });
    editors.push(...(await starting));
    browser = await launchBrowser(stage.chromium);
    [ana, ben] = await Promise.all([
      openWindow(browser, editors[0], scene.ana.folder),
      openWindow(browser, editors[1], scene.ben.folder),
    ]);
    team = { ana, ben, cleo, scene };
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const each of [scene?.ana, scene?.ben]) {
      await each?.git('checkout', '--quiet', '--', '.');
      await each?.git('clean', '--quiet', '-d', '--force');
    }
  });

  pictureFailures('team', () => [ana, ben]);
  endAll(() => [cleo?.wire, browser, ...editors, scene, anas, bens]);

  it('lets Ben in by his link, and tells the room nothing of Ana before she has seen the exact message', async () => {
    await ben.command('Shiproom: Connect to Bridge…');
    await ben.type(await scene.invite('Ben'));
    await ben.notification(/Connected to/).waitFor();
    await clear(ben);
    await person(ben, /^Ana.*shares no branch · here/).waitFor();
    await ana.command('Shiproom: Share Branch Status');
    const message = await ana.modal().innerText();
    await ana.screenshot(picture('1-message'));
    const at = new URL(scene.bridge.page).origin;
    for (const line of [
      'Share this branch with web?',
      `This is the exact message. It goes to ${at}, and again whenever one of these values changes, until you pause.`,
    ])
      expect(message).toContain(line);
    expect(message.slice(message.indexOf('Repository:')).split('\n').filter(Boolean).slice(0, 6)).toEqual([
      'Repository: github.example.com/acme/web',
      'Branch: feat/login',
      `Commit: ${await scene.ana.commitOf('HEAD')}`,
      'Changed files: 0 staged, 0 unstaged, 0 untracked, 0 conflicted',
      'Names of changed files: none now',
      'You: here, or away for five minutes and more',
    ]);
    expect(await person(ben, /feat\/login/).count()).toBe(0);
    await ana.answerModal('Share');
    await person(ben, /feat\/login/).waitFor();
    await ben.command('Shiproom: Share Branch Status');
    await ben.answerModal('Share');
    await person(ana, /^Ben.*feat\/cart/).waitFor();
    await clear(ana);
    await clear(ben);
  });

  it('shows in Now how the branch stands to its upstream, with the button for it, and opens what is in conflict', async () => {
    const branch = ana.rows('Now', /^feat\/login/).first();
    const says = (words: RegExp) => ana.rows('Now', words).first().waitFor();
    await only(ana, 'Now');
    await says(/no changes · not published/);
    await ana.rowAction(branch, 'Publish Branch', ana.rows('Now', /no changes · even with origin/));
    await scene.ana.commit('Trim names', { 'src/login.mjs': 'export const login = (name) => name.trim();\n' });
    await says(/1 ahead of origin/);
    await ana.rowAction(branch, 'Push', ana.rows('Now', /even with origin/));
    const other = await scene.shared.clone();
    await other.git('switch', '--quiet', 'feat/login');
    await other.commit('Lower names', { 'src/login.mjs': 'export const login = (name) => name.toLowerCase();\n' });
    await other.git('push', '--quiet', 'origin', 'feat/login');
    await scene.ana.git('fetch', '--quiet');
    await says(/1 behind origin/);
    await branch.hover();
    await branch.locator('.actions a.action-label[aria-label="Pull"]').waitFor();
    await scene.ana.commit('Raise names', { 'src/login.mjs': 'export const login = (name) => name.toUpperCase();\n' });
    await says(/1 ahead, 1 behind origin/);
    await scene.ana.write({ 'notes.txt': 'not told\n' });
    await says(/1 file changed/);
    await scene.ana.git('merge', 'origin/feat/login').catch(() => 'in conflict, as it should be');
    const conflict = ana.rows('Now', /^login\.mjs/).first();
    await conflict.waitFor();
    await look(ana, '2-conflict');
    await conflict.click();
    await ana.lines().getByText('<<<<<<< HEAD').waitFor();
    await ana.screenshot(picture('2-opened'));
    await scene.ana.git('merge', '--abort');
    await scene.ana.git('reset', '--quiet', '--hard', 'origin/feat/login');
    await scene.ana.write({ 'notes.txt': undefined });
    await says(/no changes · even with origin/);
    await ana.command('View: Close All Editors');
  });

  it('shows in Team who is here and who is away, with their branch, its card, what it changes, and a message to them', async () => {
    await only(ana, 'Team');
    await person(ana, /^Cleo.*fix\/refund.*idle since/).waitFor();
    await look(ana, '3-team');
    const his = person(ana, /^Ben/);
    await person(ana, /^Ben.*feat\/cart · .*here/).waitFor();
    await person(ana, /^Ana \(you\)/).waitFor();
    await ana.rowAction(his, 'Compare with Their Branch', ana.tab(/feat\/cart at/));
    await ana.lines().getByText('Plums are on their way').waitFor();
    await ana.screenshot(picture('3-compare'));
    await ana.command('View: Close All Editors');
    await ana.rowAction(his, 'Open Card', ana.panel.thread());
    await until(async () => (await ana.panel.thread().inputValue()) === 'feat/cart');
    await ana.panel.card('feat/cart').getByText('Ben').first().waitFor();
    await look(ana, '3-card');
    await only(ana, 'Team');
    await ana.rowAction(his, 'Message', ana.panel.field());
    await until(async () => (await ana.panel.field().inputValue()) === '@Ben ');
    await look(ana, '3-message');
  });

  it('names the files that both have changed to those who both share theirs, and to them alone', async () => {
    await scene.ana.write({ 'src/cart.mjs': '// Anas\n', 'src/menu.mjs': '// Anas\n', 'anas.txt': 'hers alone\n' });
    await scene.ben.write({ 'src/cart.mjs': '// Bens\n', 'src/menu.mjs': '// Bens\n', 'bens.txt': 'his alone\n' });
    await only(ana, 'Team');
    await only(ben, 'Team');
    await person(ana, /^Ben.*2 files in common/).waitFor();
    await person(ben, /^Ana.*2 files in common/).waitFor();
    await clear(ana);
    await look(ana, '4-files');
    for (const name of ['cart.mjs', 'menu.mjs']) await ana.rows('Team', name).waitFor();
    expect(await ana.rows('Team', /\.(mjs|txt)/).count()).toBe(2);
    await turnFiles(ben, () => person(ana, /in common/).waitFor({ state: 'detached' }));
    await ana.rows('Team', 'Files you both changed').waitFor({ state: 'detached' });
    for (const each of [scene.ana, scene.ben]) {
      await each.git('checkout', '--quiet', '--', '.');
      await each.git('clean', '--quiet', '-d', '--force');
    }
  });

  it('has a thread for each branch, in whose messages places, diffs and code lead into the editor', () =>
    leadIntoEditor(team));

  it('sorts the table of a reply, and does what a button offers once that is confirmed', () => sortAndConfirm(team));

  it('completes a command, a branch and a person by what the bridge offers, and keeps the draft over a reload', async () => {
    await typeIn(ben, '/ci st');
    await ben.panel.offers('ci status').waitFor();
    await ben.panel.field().press('Tab');
    await typeIn(ben, '/ci status feat/l');
    await ben.panel.offers('feat/login').waitFor();
    await look(ben, '7-offers');
    await ben.panel.field().press('Tab');
    await until(async () => (await ben.panel.field().inputValue()).trim() === '/ci status feat/login');
    await typeIn(ben, 'Thanks @cl');
    await ben.panel.offers('Cleo').waitFor();
    await ben.panel.field().press('Tab');
    await until(async () => (await ben.panel.field().inputValue()) === 'Thanks @Cleo ');
    await ben.command('Developer: Reload Window');
    await ben.page.locator('.monaco-workbench').waitFor({ state: 'detached' });
    await ben.panel.connection('Connected').waitFor({ timeout: 60_000 });
    await until(async () => (await ben.panel.field().inputValue()) === 'Thanks @Cleo ');
  });

  it('counts what comes while nobody looks, marks where that begins, and reads on in what is older', async () => {
    const badge = ben.page.locator('.part.activitybar .action-item', {
      has: ben.page.locator('[aria-label^="Shiproom"]'),
    });
    await badge.locator('.badge-content').waitFor({ state: 'hidden' });
    await only(ben, 'Team');
    await leaveFeed(ben);
    await cleo.say('The parcels are in');
    await cleo.say('All of them');
    await badge.locator('.badge-content', { hasText: '2' }).waitFor();
    await look(ben, '8-badge');
    await only(ben, 'Feed');
    await ben.panel.entries('All of them').waitFor();
    await ben.panel.divider('New').waitFor();
    await look(ben, '8-new');
    await badge.locator('.badge-content', { hasText: '2' }).waitFor({ state: 'hidden' });
    await ben.panel.entries('All of them').hover();
    await until(async () => {
      await ben.page.mouse.wheel(0, -4_000);
      return (await ben.panel.entries(/^Parcel 1 of|Parcel 1 of/).count()) > 0;
    });
  });

  it('tells by presence the branch alone, by off nothing, and nothing while it is paused', () => changeModes(team));

  it('shares lines as a permalink where the forge has them, else as an excerpt that finds its place, and never a token', () =>
    shareLines(team));
});
