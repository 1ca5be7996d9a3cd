import { join } from 'node:path';
import * as vscode from 'vscode';
import { titleOf } from '../commands/title.ts';
import { commandId, viewId, type ViewName } from '../contributions.ts';
import { type Opening, type Row, spoken } from './rows/row.ts';
import { createRowKeeper } from './rows/row-keeper.ts';
import { isPage } from './words.ts';

/** What a tree shows at one instant. */
export interface Shown {
  readonly rows: readonly Row[];
  /** What the rows are about: for another one nothing was opened before. */
  readonly place: string;
  /** The folder that files of rows are below. */
  readonly root: string;
  readonly message: string;
  readonly description: string;
}

/** A view made of rows. What its reader has folded and selected stays so while the rows change. */
export interface RowTree {
  show(shown: Shown): void;
  dispose(): void;
}

export function createRowTree(name: Extract<ViewName, 'now' | 'team'>): RowTree {
  const changed = new vscode.EventEmitter<Row | Row[] | undefined>();
  const keeper = createRowKeeper();
  let root = '';
  const view = vscode.window.createTreeView<Row>(viewId(name), {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => [...keeper.below(row)],
      getParent: (row) => keeper.above(row),
      getTreeItem: (row) => itemOf(row, root),
    },
  });
  /** A row that has become another one by opening stays selected. Out of sight it does not: VS Code would bring the view to the front. */
  const keepSelection = ([selected]: readonly Row[]): void => {
    if (!view.visible) return;
    const now = selected && keeper.now(selected);
    if (now && now !== selected) view.reveal(now, { select: true, focus: false }).then(undefined, () => undefined);
  };
  /** Gives it the focus: its first row, or else whatever VS Code shows in its place. It waits until the row is there. */
  const focused = vscode.commands.registerCommand(`${viewId(name)}.focusRows`, async () => {
    const [first] = keeper.below(undefined);
    if (first) await view.reveal(first, { select: false, focus: true });
    else await vscode.commands.executeCommand(`${viewId(name)}.focus`);
  });
  return {
    show({ rows: wanted, place, message, description, ...shown }) {
      if (view.message !== message) view.message = message;
      if (view.description !== description) view.description = description;
      root = shown.root;
      const rows = keeper.take(wanted, place);
      if (rows.length === 0) return;
      const { selection } = view;
      changed.fire(rows === 'all' ? undefined : [...rows]);
      keepSelection(selection);
    },
    dispose() {
      focused.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

const colours = {
  passed: 'shiproom.passingForeground',
  failed: 'shiproom.failingForeground',
  running: 'shiproom.runningForeground',
  warned: 'shiproom.warnedForeground',
  skipped: 'testing.iconSkipped',
} as const;

/** Tooltips are strings and never Markdown, so that no name or message from outside can hold a link or a command. */
function itemOf(row: Row, root: string): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, foldOf(row));
  item.id = row.id;
  item.tooltip = row.tooltip;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.tint && new vscode.ThemeColor(colours[row.tint]));
  item.accessibilityInformation = { label: spoken(row) };
  if (row.description !== undefined) item.description = row.description;
  if (row.context !== undefined) item.contextValue = row.context;
  const command = row.opens && commandOf(row.opens, root);
  if (command) item.command = command;
  return item;
}

function foldOf({ children, open }: Row): vscode.TreeItemCollapsibleState {
  if (!children?.length) return vscode.TreeItemCollapsibleState.None;
  return open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

/** VS Code's own command for a click, such as a page that opens in the browser, or a file; ours where a line has to be found first. */
function commandOf(opens: Opening, root: string): vscode.Command | undefined {
  if ('command' in opens) return { command: opens.command, title: vscode.l10n.t('Open') };
  const open = { command: 'vscode.open', title: vscode.l10n.t('Open') };
  if ('href' in opens && !isPage(opens.href)) return undefined;
  if ('href' in opens) return { ...open, arguments: [vscode.Uri.parse(opens.href, true)] };
  if (opens.commit !== undefined)
    return { command: commandId('openFailure'), title: titleOf('openFailure'), arguments: [opens] };
  if (opens.line === undefined) return { ...open, arguments: [vscode.Uri.file(join(root, opens.file))] };
  const at = new vscode.Position(opens.line - 1, 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at) };
  return { ...open, arguments: [vscode.Uri.file(join(root, opens.file)), options] };
}
