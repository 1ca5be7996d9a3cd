import { until } from '../support/until.ts';
import { change } from './team-scene.ts';
import { copied, inEditor, look, only, picture, type Team } from './team-windows.ts';

/** What is said about a branch, and what it leads to. */
export async function leadIntoEditor({ ana, ben }: Team): Promise<void> {
  await only(ben, 'Feed');
  await only(ana, 'Feed');
  await ana.panel.openCard('feat/login');
  await ana.panel.writeAbout('feat/login');
  await ana.panel.send('It is src/cart.mjs:4 again');
  await ana.panel.send(`So:\n\`\`\`\n${change}\n\`\`\``);
  await ben.panel.entries('It is src/cart.mjs:4').getByText('feat/login').waitFor();
  await ben.panel.thread().selectOption('feat/login');
  await ben.panel.entries('Parcel 110').waitFor({ state: 'detached' });
  await ben.panel.entries('So:').waitFor();
  await look(ben, '5-thread');
  await ben.panel.entries('It is').getByRole('button', { name: 'src/cart.mjs:4' }).click();
  await ben.tab('cart.mjs').waitFor();
  await ben.statusItem(/Ln 4, Col 1/).waitFor();
  await inEditor(ben).waitFor();
  await ben.panel.entries('So:').getByRole('button', { name: 'Copy' }).click();
  await ben.panel.entries('So:').getByRole('button', { name: 'Copied' }).waitFor();
  await until(async () => (await copied(ben)) === change);
  await ben.panel.entries('So:').getByRole('button', { name: 'Open diff' }).click();
  await ben.page.locator('.monaco-diff-editor').getByText('Math.round(sum)').first().waitFor();
  await ben.screenshot(picture('5-diff'));
  await ben.command('View: Close All Editors');
  await ben.panel.thread().selectOption('All conversations');
  await ben.panel.entries('Parcel 110').waitFor();
}

/** A reply of the bot, and a button of it. */
export async function sortAndConfirm({ ana }: Team): Promise<void> {
  await ana.panel.send('/who');
  const rows = ana.panel.asides('/who').locator('tbody tr');
  await rows.first().waitFor();
  const order = async () => (await rows.allInnerTexts()).map((row) => row.split(/\s/)[0]);
  const header = ana.panel.asides('/who').getByRole('button', { name: 'Who' });
  for (const names of ['Ana Ben Cleo', 'Cleo Ben Ana']) {
    await header.click();
    await until(async () => (await order()).join(' ') === names);
  }
  await look(ana, '6-table');
  await ana.panel.send('/ci run feat/login');
  const red = ana.panel.entries('went red');
  await red.waitFor();
  // What the log says unfolds above the feed, and with it the button would move under the hand that presses it.
  await ana.panel.card('feat/login').getByText('exit code 1').waitFor();
  await red.getByRole('button', { name: 'Rerun…' }).click();
  await red.getByText('Rerun it?').waitFor();
  await look(ana, '6-confirm');
  await red.getByRole('button', { name: 'Rerun', exact: true }).click();
  await ana.panel.entries('Run ended').waitFor();
  await look(ana, '6-rerun');
}
