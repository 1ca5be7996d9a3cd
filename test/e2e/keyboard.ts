import type { Frame, Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** What has the focus, as its user would find it. */
export interface Focus {
  /** What a screen reader says of it: of a list, its active row. */
  readonly name: string;
  readonly tag: string;
  /** What stands in it, where something can be written. */
  readonly value: string;
  /** Whether anything on the screen shows that it has the focus. */
  readonly visible: boolean;
  readonly inPanel: boolean;
  /** Whether it is the page itself: nothing that anybody chose. */
  readonly lost: boolean;
}

/** A person without a mouse: presses keys, and reads what the editor shows and tells. */
export interface Hands {
  press(...keys: readonly string[]): Promise<void>;
  write(text: string): Promise<void>;
  focus(): Promise<Focus>;
  /** Presses a key until something of this name has the focus; each stop on the way must be somewhere, and be seen. */
  reach(key: string, name: string | RegExp, most?: number): Promise<Focus>;
  /** Runs a command of the palette by its whole title. */
  command(title: string): Promise<void>;
  /** Chooses from the list that is open. */
  pick(label: string | RegExp): Promise<void>;
  /** Chooses from the context menu of what has the focus. */
  menu(item: string): Promise<void>;
}

export const isNamed = ({ name }: Focus, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? name.includes(wanted) : wanted.test(name);

export function handsOn(page: Page): Hands {
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focus = async (): Promise<Focus> => focusIn(page.mainFrame());
  const reach = async (key: string, name: string | RegExp, most = 60): Promise<Focus> => {
    const met: string[] = [];
    for (let left = most; left > 0; left -= 1) {
      const at = await focus();
      met.push(`${at.tag} ${at.name.slice(0, 60)}${at.visible ? '' : ' (unseen)'}${at.lost ? ' (lost)' : ''}`);
      if (isNamed(at, name)) return at;
      await press(key);
    }
    throw new Error(`${key} does not lead to ${String(name)}, but to:\n${met.join('\n')}`);
  };
  return {
    press,
    focus,
    reach,
    write: (text) => page.keyboard.type(text),
    async command(title) {
      await press('F1');
      const input = page.locator('.quick-input-widget input[type="text"]').first();
      await input.waitFor();
      await page.keyboard.type(title);
      const rows = page.locator('.quick-input-list .monaco-list-row');
      const row = rows.and(page.locator(`[aria-label="${title}"], [aria-label^="${title},"]`)).first();
      await row.waitFor();
      // The best match is not always the first row.
      for (let left = 20; left > 0 && !(await row.getAttribute('class'))?.includes('focused'); left -= 1)
        await press('ArrowDown');
      await press('Enter');
    },
    async pick(label) {
      const rows = page.locator('.quick-input-list .monaco-list-row');
      const row = rows.filter({ hasText: label }).first();
      await row.waitFor();
      for (let left = 20; left > 0 && !(await row.getAttribute('class'))?.includes('focused'); left -= 1)
        await press('ArrowDown');
      await press('Enter');
    },
    async menu(item) {
      await press('Shift+F10');
      await page.locator('.monaco-menu .action-menu-item', { hasText: item }).first().waitFor();
      const chosen = page.locator('.monaco-menu .action-item.focused', { hasText: item });
      for (let left = 20; left > 0 && (await chosen.count()) === 0; left -= 1) await press('ArrowDown');
      await press('Enter');
    },
  };
}

/** Follows the focus through frames and shadow roots, to what really has it. */
async function focusIn(frame: Frame, inPanel = false): Promise<Focus> {
  const handle = await frame.evaluateHandle(() => {
    let at: Element | null = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  });
  const element = handle.asElement();
  const inner = await element?.contentFrame();
  if (inner) return focusIn(inner, true);
  const read = await handle.evaluate(readFocus);
  return { ...read, inPanel };
}

/** Runs in the page. */
function readFocus(focused: Element | null): Omit<Focus, 'inPanel'> {
  // The outer page of a webview is a stop of VS Code's own, on the way into ours.
  const outer = document.querySelector('#active-frame') !== null;
  const lost = !focused || (focused === document.body && !outer);
  if (!focused || focused === document.body) return { name: '', tag: 'body', value: '', visible: outer, lost };
  const active = focused.getAttribute('aria-activedescendant');
  const root = focused.getRootNode() as Document | ShadowRoot;
  const told = (active && root.getElementById(active)) || focused;
  const name =
    told.getAttribute('aria-label') ??
    (told.textContent?.replace(/[\s\uE000-\uF8FF]+/g, ' ').trim() ||
      told.getAttribute('title') ||
      told.getAttribute('placeholder'));
  const outlined = (element: Element): boolean => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !outlineColor.endsWith(', 0)');
  };
  const framed = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const [, ...hex] = /^#(..)(..)(..)/.exec(style.getPropertyValue('--vscode-focusBorder').trim()) ?? [];
    return hex.length === 3 && style.borderTopColor === `rgb(${hex.map((each) => parseInt(each, 16)).join(', ')})`;
  };
  // A field may show it by its frame, a list by its row, an editor by its caret.
  let visible = focused.closest('.monaco-editor.focused, .monaco-inputbox.synthetic-focus, .xterm') !== null;
  if (told !== focused) visible ||= told.classList.contains('focused') || told.getAttribute('aria-selected') === 'true';
  let at: Element | null = focused;
  for (let depth = 0; at && depth < 4; depth += 1) {
    visible ||= outlined(at) || (depth === 1 && framed(at));
    const up: Node | null = at.parentNode;
    at = up instanceof ShadowRoot ? up.host : at.parentElement;
  }
  const value = focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement ? focused.value : '';
  return { value, name: (name ?? '').slice(0, 200), tag: focused.tagName.toLowerCase(), visible, lost };
}

/** Waits until what has the focus is as wanted. */
export async function settled(hands: Hands, wanted: (focus: Focus) => boolean): Promise<Focus> {
  let last: Focus | undefined;
  await until(async () => {
    last = await hands.focus();
    return wanted(last);
  });
  if (!last) throw new Error('nothing was looked at');
  return last;
}
