import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';
import type { Scope, Workbench } from './workbench.ts';

/** What stands on a row under the pointer. */
export function rowButtons(page: Page, scope: Scope): Pick<Workbench, 'rowAction' | 'tooltip'> {
  const { notification } = messages(page, scope);
  const lost = notification('That row has just changed').first();
  return {
    async rowAction(row, action, seen) {
      for (;;) {
        await row.hover();
        // In one event: rows are drawn anew as things change, and a press that began on the old button would come to nothing.
        await row.locator(`.actions a.action-label[aria-label^="${action}"]`).dispatchEvent('click');
        // One by one: what is seen may be in a frame of its own.
        await until(async () => (await seen.first().isVisible()) || (await lost.isVisible()), 60_000);
        if (await seen.first().isVisible()) return;
        await quickInput(page, scope).command('Notifications: Clear All Notifications');
        await lost.waitFor({ state: 'hidden' });
      }
    },
    async tooltip(of, text) {
      const told = scope.locator('.monaco-hover', { hasText: text }).first();
      const isTold = () =>
        told.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      await until(async () => {
        await page.mouse.move(0, 0);
        await of.hover();
        return isTold();
      }, 40_000);
    },
  };
}

type QuickInput = 'command' | 'pick' | 'picked' | 'type' | 'inputMessage' | 'inputTitle' | 'openFile' | 'editorOf';

/** The palette, and whatever asks in its place. */
export function quickInput(page: Page, scope: Scope): Pick<Workbench, QuickInput> {
  const field = scope.locator('.quick-input-widget input[type="text"]').first();
  const rows = (rest: string) => scope.locator(`.quick-input-list .monaco-list-row${rest}`);

  const list = scope.locator('.quick-input-list');
  const editorOf = (name: string) => scope.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`);
  /** By its prefix: an input that was open before is none. */
  const openPalette = async (): Promise<void> => {
    // F1 works with the focus in a webview too.
    await page.keyboard.press('F1');
    await until(async () => (await field.isVisible()) && (await field.inputValue()).startsWith('>'), 10_000);
  };

  return {
    editorOf,
    async command(title) {
      // A row's name may go on with a key binding; and the best match is not always the first row.
      const row = scope
        .locator(`.quick-input-list .monaco-list-row[aria-label="${title}"]`)
        .or(rows(`[aria-label^="${title},"]`))
        .first();
      // The list is settled as it opens: what may be run only since then is in the next one.
      const isThere = async (): Promise<boolean> => {
        await openPalette();
        await field.fill(`>${title}`);
        await row.waitFor({ timeout: 10_000 });
        return true;
      };
      if (!(await isThere().catch(() => false))) {
        await page.keyboard.press('Escape');
        await isThere();
      }
      await row.click();
    },
    async pick(label) {
      await rows('').filter({ hasText: label }).first().click();
    },
    async type(text) {
      // A list that is left for it has a field, too.
      await until(async () => (await field.isVisible()) && !(await list.isVisible()));
      await field.fill(text);
      await field.press('Enter');
    },
    picked: () => rows('.focused'),
    inputTitle: (title) => scope.locator('.quick-input-widget .quick-input-title', { hasText: title }),
    inputMessage: () => scope.locator('.quick-input-widget .quick-input-message'),
    async openFile(name) {
      await page.keyboard.press('Control+P');
      await field.waitFor();
      await field.fill(name);
      await rows(`[aria-label^="${name}"]`).first().click();
      await editorOf(name).waitFor();
    },
  };
}

/** Notifications and modal questions. */
export function messages(
  page: Page,
  scope: Scope,
): Pick<Workbench, 'notification' | 'answerNotification' | 'modal' | 'answerModal'> {
  const notification = (text: string | RegExp) =>
    scope.locator('.notifications-toasts .notification-list-item', { hasText: text });
  const modal = () => scope.locator('.monaco-dialog-box');

  return {
    notification,
    async answerNotification(text, button) {
      const wanted = { hasText: button };
      // Toasts go by themselves after ten seconds; what they asked waits in the bell's list.
      await notification(text)
        .locator('.monaco-button', wanted)
        .click({ timeout: 5_000 })
        .catch(async () => {
          await quickInput(page, scope).command('Notifications: Show Notifications');
          const all = scope.locator('.notifications-center .notification-list-item', { hasText: text });
          await all.locator('.monaco-button', wanted).click();
        });
    },
    modal,
    async answerModal(button) {
      await modal().locator('.monaco-button', { hasText: button }).click();
    },
  };
}
