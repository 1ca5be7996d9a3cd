import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { type PanelPage, panelIn } from './panel.ts';
import { messages, quickInput, rowButtons } from './workbench-input.ts';

const extension = 'shiproom.shiproom';

/** One window of VS Code, by the words and roles that a person goes by. */
export interface Workbench {
  readonly page: Page;
  /** Errors that escaped in the page; the console is full of harmless ones. */
  readonly errors: readonly string[];
  /** An item of the status bar. */
  statusItem(text: string | RegExp): Locator;
  /** Opens a container of the activity bar, unless it is open. */
  openContainer(title: string): Promise<void>;
  /** A view of the side bar, by its title. */
  view(title: string): Locator;
  /** Unfolds a view of the open container, unless it is unfolded. */
  expandView(title: string): Promise<void>;
  /** Rows of a tree view. */
  rows(view: string, text?: string | RegExp): Locator;
  /** Presses one of the buttons that a row shows under the pointer, once more where the row was being drawn anew, until something is seen of it. */
  rowAction(row: Locator, action: string, seen: Locator): Promise<void>;
  /** Points at something until it tells this: what is drawn anew under the pointer tells nothing. */
  tooltip(of: Locator, text: string): Promise<void>;
  /** Presses one of the buttons in the title of a view. */
  titleAction(view: string, action: string): Promise<void>;
  /** Chooses from a row's context menu. */
  rowMenu(row: Locator, item: string): Promise<void>;
  /** Chooses from the menu that is open, or is about to be. */
  chooseFromMenu(item: string): Promise<void>;
  /** Folds or unfolds a row, whichever it is not, and answers once it is. */
  turnRow(row: Locator): Promise<void>;
  /** Folds a view of the open container, unless it is folded. */
  foldView(title: string): Promise<void>;
  /** Drags the border of the side bar, until it is about as wide. */
  widenSideBar(width: number): Promise<void>;
  /** The panel in our webview. */
  readonly panel: PanelPage;
  /** Runs a command by its whole title, as `Shiproom: Run CI…`. */
  command(title: string): Promise<void>;
  /** Chooses from the quick pick that is open. */
  pick(label: string | RegExp): Promise<void>;
  /** What the quick pick or input box is for. */
  inputTitle(title: string): Locator;
  /** The row of the quick pick that Enter would choose. */
  picked(): Locator;
  /** Types into the input box that is open, and presses Enter. */
  type(text: string): Promise<void>;
  /** What the quick pick or input box says below its field. */
  inputMessage(): Locator;
  notification(text: string | RegExp): Locator;
  /** Presses a button of a notification. */
  answerNotification(text: string | RegExp, button: string): Promise<void>;
  modal(): Locator;
  answerModal(button: string): Promise<void>;
  /** The tab of an open editor. */
  tab(title: string | RegExp): Locator;
  /** Lines of the open editor that are in sight. */
  lines(): Locator;
  /** Lines of the open terminal that are in sight. */
  terminal(): Locator;
  /** The open editor of a file, by its name. */
  editorOf(name: string): Locator;
  /** Opens a file of the workspace by its name, and answers when it is the one that is seen. */
  openFile(name: string): Promise<void>;
  screenshot(path: string): Promise<void>;
}

/** Opens a window and answers when the workbench stands; that an extension runs is seen by what it shows. */
export async function openWorkbench(context: BrowserContext, url: string): Promise<Workbench> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 120_000 });
  return workbenchOn(page, errors);
}

/** The window that a frame of a page holds, once the workbench stands. */
export async function workbenchIn(page: Page, frame: FrameLocator): Promise<Workbench> {
  await frame.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 120_000 });
  return workbenchOn(page, [], frame);
}

/** What holds the workbench. */
export type Scope = Page | FrameLocator;

function workbenchOn(page: Page, errors: readonly string[], scope: Scope = page): Workbench {
  return {
    page,
    errors,
    ...sideBar(page, scope),
    ...rowButtons(page, scope),
    ...quickInput(page, scope),
    ...messages(page, scope),
    statusItem: (text) => scope.locator('.part.statusbar .statusbar-item', { hasText: text }),
    // Two webviews may live at once; ours is named by its extension.
    panel: panelIn(
      scope.frameLocator(`iframe.webview.ready[src*="extensionId=${extension}"]`).frameLocator('iframe#active-frame'),
    ),
    lines: () => scope.locator('.editor-instance .view-lines'),
    terminal: () => scope.locator('.terminal-wrapper.active .xterm-rows'),
    tab: (title) => scope.locator('.tabs-container .tab', { hasText: title }),
    async screenshot(path) {
      await page.screenshot({ path });
    },
  };
}

type SideBar =
  | 'openContainer'
  | 'view'
  | 'expandView'
  | 'foldView'
  | 'rows'
  | 'titleAction'
  | 'rowMenu'
  | 'chooseFromMenu'
  | 'turnRow'
  | 'widenSideBar';

function sideBar(page: Page, scope: Scope): Pick<Workbench, SideBar> {
  const ofPane = (title: string) => scope.locator(`.pane-header[aria-label^="${title}"]`);
  const view = (title: string) => scope.locator('.part.sidebar .pane', { has: ofPane(title) });
  const header = (title: string) => view(title).locator('.pane-header');
  const turn = async (title: string, unfolded: boolean) => {
    if ((await header(title).getAttribute('aria-expanded')) === String(!unfolded)) await header(title).click();
    await header(title)
      .and(scope.locator(`[aria-expanded="${unfolded}"]`))
      .waitFor();
  };
  /** By the keyboard: VS Code takes no click so soon after the one that opened the menu. */
  const chooseFromMenu = async (item: string) => {
    const wanted = { hasText: item };
    await scope.locator('.monaco-menu .action-menu-item', wanted).last().hover();
    await scope.locator('.monaco-menu .action-item.focused > .action-menu-item', wanted).last().waitFor();
    await page.keyboard.press('Enter');
  };

  return {
    view,
    async openContainer(title) {
      const icon = scope.locator(`a.action-label[aria-label^="${title}"]`);
      const item = scope.locator('.part.activitybar .action-item', { has: icon });
      const open = item.and(scope.locator('.checked'));
      // A click on the open one closes the side bar, also where it opened by itself just before.
      await until(async () => {
        if (!(await open.isVisible())) await item.click();
        return open.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      });
    },
    expandView: (title) => turn(title, true),
    foldView: (title) => turn(title, false),
    rows: (title, text) => view(title).locator('.monaco-list-row', text === undefined ? {} : { hasText: text }),
    async titleAction(title, action) {
      await header(title).hover();
      await header(title).locator(`.actions a.action-label[aria-label^="${action}"]`).click();
    },
    async rowMenu(row, item) {
      await row.click({ button: 'right' });
      await chooseFromMenu(item);
    },
    chooseFromMenu,
    async turnRow(row) {
      const turned = (await row.getAttribute('aria-expanded')) !== 'true';
      await row.locator('.monaco-tl-twistie').click();
      await row.and(scope.locator(`[aria-expanded="${turned}"]`)).waitFor();
    },
    async widenSideBar(width) {
      const box = await scope.locator('.part.sidebar').boundingBox();
      if (!box || Math.abs(box.width - width) < 2) return;
      const [x, y] = [box.x + box.width, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + width - box.width, y, { steps: 4 });
      await page.mouse.up();
      // Away from it, so that it is not lit.
      await page.mouse.move(x + 200, y);
    },
  };
}
