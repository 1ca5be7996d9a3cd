import type { FrameLocator, Locator, Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** The panel, in a page or inside a webview: the same elements under the same names. */
export interface PanelPage {
  /** How it stands to the bridge, in words: `Connected`, … */
  connection(text: string | RegExp): Locator;
  /** A line between entries. */
  divider(text: string): Locator;
  /** Entries of the feed. */
  entries(text?: string | RegExp): Locator;
  /** Those in which somebody else names the reader. */
  mentioned(): Locator;
  /** Replies that only the reader sees. */
  asides(text?: string | RegExp): Locator;
  /** The card of a branch. */
  card(branch: string): Locator;
  /** Unfolds a card, and before it the list of branches, unless they are unfolded. */
  openCard(branch: string): Promise<void>;
  /** Runs of CI on an unfolded card, the newest first. */
  runs(branch: string): Locator;
  /** People, where the section is unfolded. */
  people(text?: string | RegExp): Locator;
  log(): Locator;
  /** Where lines are typed. */
  field(): Locator;
  /** Types a line without sending it. */
  write(text: string): Promise<void>;
  /** What is offered to complete the line. */
  offers(text?: string | RegExp): Locator;
  /** Types a line and sends it; with a slash it is a command. */
  send(text: string): Promise<void>;
  /** Shows what is about the branch of an unfolded card alone. */
  showThread(branch: string): Promise<void>;
  /** The list of the conversations that can be shown. */
  thread(): Locator;
  /** From now on what is written is about the branch of an unfolded card; answers once the composer says so. */
  writeAbout(branch: string): Promise<void>;
  /** Brings the newest message of one's own back into the field, says something else, and saves it. */
  sayInstead(text: string): Promise<void>;
  /** Takes back a message of one's own, and is sure of it. */
  takeBack(text: string): Promise<void>;
  /** What stands where there is no room. */
  welcome(text?: string | RegExp): Locator;
}

/** Finds the panel in whatever holds it. Playwright looks into its shadow roots by itself. */
export function panelIn(scope: Page | FrameLocator): PanelPage {
  const panel = scope.locator('shiproom-panel');
  const withText = (name: string, text?: string | RegExp) =>
    panel.locator(name, text === undefined ? {} : { hasText: text });
  const field = panel.locator('shiproom-composer textarea');
  // By its whole name: `main` is part of many.
  const card = (branch: string) =>
    panel.locator('shiproom-card').filter({ has: scope.locator('.branch').getByText(branch, { exact: true }) });

  return {
    connection: (text) => panel.locator('shiproom-connection .state', { hasText: text }),
    divider: (text) => panel.locator('shiproom-feed .divider', { hasText: text }),
    entries: (text) => withText('shiproom-entry', text),
    mentioned: () => panel.locator('shiproom-entry[mentioned]'),
    asides: (text) => withText('shiproom-aside', text),
    card,
    async openCard(branch) {
      // Where it is narrow, all branches are one line at first.
      await unfold(panel.getByRole('button', { name: /^Branches/ }));
      await unfold(card(branch).locator('button.summary'));
    },
    runs: (branch) => card(branch).locator('shiproom-run'),
    people: (text) => withText('shiproom-people li', text),
    field: () => field,
    log: () => panel.locator('shiproom-log-pane'),
    async write(text) {
      await field.click();
      await field.fill(text);
    },
    offers: (text) => withText('shiproom-composer [role="option"]', text),
    async send(text) {
      await field.click();
      await field.fill(text);
      await panel
        .locator('shiproom-composer')
        .getByRole('button', { name: /^(Send message|Run command)$/ })
        .click();
    },
    async showThread(branch) {
      await card(branch)
        .getByRole('button', { name: `Show thread of ${branch}` })
        .click();
    },
    thread: () => panel.getByRole('combobox', { name: 'Conversation to show' }),
    async writeAbout(branch) {
      await card(branch).getByRole('button', { name: 'Write About This Branch' }).click();
      await panel.locator('shiproom-composer .about').getByText(branch, { exact: true }).waitFor();
    },
    async sayInstead(text) {
      await field.click();
      await field.press('ArrowUp');
      await panel.locator('shiproom-composer').getByRole('button', { name: 'Save message' }).waitFor();
      await field.fill(text);
      await field.press('Enter');
    },
    async takeBack(text) {
      const entry = withText('shiproom-entry', text);
      await entry.hover();
      await entry.getByRole('button', { name: 'Delete message…' }).click();
      await entry.getByRole('button', { name: 'Delete', exact: true }).click();
    },
    welcome: (text) => withText('shiproom-welcome', text),
  };
}

/** Once more where it was about to unfold by itself, and the press folded it. */
async function unfold(button: Locator): Promise<void> {
  await until(async () => {
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
    return (await button.getAttribute('aria-expanded')) === 'true';
  });
}
