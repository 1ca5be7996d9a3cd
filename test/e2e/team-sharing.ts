import { expect } from 'vitest';
import { until } from '../support/until.ts';
import { token } from './team-scene.ts';
import { copied, inEditor, look, only, person, picture, selectLines, type Team } from './team-windows.ts';
import type { Workbench } from './workbench.ts';

async function choose(ana: Workbench, mode: string): Promise<void> {
  await ana.command('Shiproom: Change Sharing Mode…');
  await ana.pick(new RegExp(`^${mode}`));
}

/** Ana tells less, nothing, all, nothing for an hour, and all again. */
export async function changeModes({ ana, ben, cleo, scene }: Team): Promise<void> {
  await only(ana, 'Now');
  await only(ben, 'Team');
  await choose(ana, 'Presence');
  await ana.rows('Now', /Sharing.*branch name only/).waitFor();
  const hidden = await scene.ana.commit('Not told');
  await ana.rows('Now', /1 ahead of origin/).waitFor();
  await person(ben, /^Ana.*feat\/login.*here/).waitFor();
  await look(ana, '9-presence');
  await choose(ana, 'Off');
  await person(ben, /^Ana/).waitFor({ state: 'detached' });
  await person(ben, /^Cleo/).waitFor();
  await look(ben, '9-off');
  expect(JSON.stringify(cleo.wire.frames)).not.toContain(hidden);
  await choose(ana, 'Status');
  await person(ben, /^Ana.*feat\/login/).waitFor();
  await until(() => JSON.stringify(cleo.wire.frames).includes(hidden));
  await ana.command('Shiproom: Pause Sharing…');
  await ana.screenshot(picture('9-pause'));
  await ana.pick('For an Hour');
  await ana.rows('Now', /Sharing.*paused until/).waitFor();
  await person(ben, /^Ana.*shares no branch/).waitFor();
  await look(ana, '9-paused');
  await ana.command('Shiproom: Resume Sharing');
  await person(ben, /^Ana.*feat\/login/).waitFor();
}

/** Ana shows lines of a file, and tries to show what nobody may see. */
export async function shareLines({ ana, ben, cleo, scene }: Team): Promise<void> {
  await only(ana, 'Feed');
  await only(ben, 'Feed');
  await ana.panel.send(`Look at this\n${token}`);
  await ana.panel.asides(/Nothing was sent: line 2 looks like/).waitFor();
  await look(ana, '10-refused');
  await ana.panel.send('Not that');
  await ben.panel.entries('Not that').waitFor();
  expect(await ben.panel.entries('Look at this').count()).toBe(0);
  expect(JSON.stringify(cleo.wire.frames)).not.toContain(token);

  await selectLines(ana, 'cart.mjs', 3, 5);
  await ana.command('Shiproom: Share Selection to Chat…');
  await ana.type('Is this right?');
  await ana.modal().getByText('const prices').waitFor();
  await ana.screenshot(picture('10-excerpt'));
  await ana.answerModal('Send');
  const excerpt = ben.panel.entries('Is this right?');
  await excerpt.waitFor();
  await look(ben, '10-excerpt');
  await excerpt.getByRole('button', { name: 'Open on your branch' }).click();
  await ben.notification('Found 2 lines further down.').waitFor();
  await ben.lines().getByText('export').first().waitFor();
  await ben.statusItem(/selected/).waitFor();
  await inEditor(ben).waitFor();
  await ben.screenshot(picture('10-opened'));
  await ben.page.keyboard.press('Control+C');
  await until(async () => (await copied(ben)).startsWith('export function total'));
  expect((await copied(ben)).trimEnd().split('\n')).toHaveLength(3);

  await scene.ana.git('push', '--quiet', 'origin', 'feat/login');
  await selectLines(ana, 'cart.mjs', 3, 5);
  await ana.command('Shiproom: Share Selection to Chat…');
  await ana.type('');
  const commit = await scene.ana.commitOf('HEAD');
  const link = `https://github.example.com/acme/web/blob/${commit}/src/cart.mjs#L3-L5`;
  await ana.modal().getByText(link).waitFor();
  await ana.answerModal('Send');
  await ben.panel.entries(link).getByRole('link').waitFor();
  await look(ben, '10-link');
  expect([...ana.errors, ...ben.errors]).toEqual([]);
}
