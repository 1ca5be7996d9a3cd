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
  /** What holds it: a view by its title, else a part of the window by its name. */
  readonly within: string;
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
  /** Goes somewhere by a command, which has the keys go there a moment after it was chosen. */
  goTo(title: string, wanted: (focus: Focus) => boolean): Promise<void>;
  /** Goes to a view of ours: its rows, or its buttons where it has none. */
  view(name: string): Promise<void>;
  /** Goes into the panel. */
  feed(): Promise<void>;
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
  const focus = async (): Promise<Focus> => {
    let at: Focus | undefined;
    // A webview may be thrown away while it is asked.
    await until(async () => (at = await focusIn(page.mainFrame()).catch(() => undefined)));
    if (!at) throw new Error('nothing was looked at');
    return at;
  };
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
  const goTo = async (title: string, wanted: (focus: Focus) => boolean): Promise<void> => {
    await command(title);
    await settled({ focus }, wanted);
  };
  const command = async (title: string): Promise<void> => {
    await press('F1');
    // Keys that came before it has the focus would go to what had it.
    await until(async () => {
      const { tag, value } = await focus();
      return tag === 'input' && value === '>';
    });
    await page.keyboard.type(title);
    const rows = page.locator('.quick-input-list .monaco-list-row');
    const row = rows.and(page.locator(`[aria-label="${title}"], [aria-label^="${title},"]`)).first();
    await row.waitFor();
    // The best match is not always the first row.
    for (let left = 20; left > 0 && !(await row.getAttribute('class'))?.includes('focused'); left -= 1)
      await press('ArrowDown');
    await press('Enter');
  };
  return {
    press,
    focus,
    reach,
    command,
    goTo,
    view: (name) => goTo(`Shiproom: Focus on ${name} View`, ({ within }) => within.startsWith(name)),
    feed: () => goTo('Shiproom: Focus on Feed View', ({ inPanel }) => inPanel),
    write: (text) => page.keyboard.type(text),
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
      await page.locator('.monaco-menu :focus, .monaco-menu:focus').first().waitFor();
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
  if (!focused || focused === document.body)
    return { name: '', tag: 'body', value: '', within: '', visible: outer, lost };
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
  const header = focused.closest('.pane')?.querySelector('.pane-header');
  const within = header?.getAttribute('aria-label') ?? focused.closest('.part')?.id ?? '';
  const value = focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement ? focused.value : '';
  return { value, within, name: (name ?? '').slice(0, 200), tag: focused.tagName.toLowerCase(), visible, lost };
}

/** Waits until what has the focus is as wanted. */
export async function settled(hands: Pick<Hands, 'focus'>, wanted: (focus: Focus) => boolean): Promise<Focus> {
  let last: Focus | undefined;
  const met = async () => wanted((last = await hands.focus()));
  await until(met).catch((cause: unknown) => {
    throw new Error(`not as ${String(wanted)}, but at ${JSON.stringify(last)}`, { cause });
  });
  return last ?? hands.focus();
}
