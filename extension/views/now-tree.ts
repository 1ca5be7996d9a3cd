import { join } from 'node:path';
import * as vscode from 'vscode';
import { viewId } from '../contributions.ts';
import { hereOf, type Situation } from '../situation.ts';
import { nowMessage, nowRows } from './now-model.ts';
import { type Row, spoken } from './row.ts';
import { createRowKeeper } from './row-keeper.ts';
import type { Time } from './words.ts';

/** The view Now: this branch, as rows. */
export interface NowTree {
  show(situation: Situation): void;
  dispose(): void;
}

export function createNowTree(time: Time): NowTree {
  const changed = new vscode.EventEmitter<Row | Row[] | undefined>();
  const keeper = createRowKeeper();
  let root = '';
  const view = vscode.window.createTreeView<Row>(viewId('now'), {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => [...keeper.below(row)],
      getParent: (row) => keeper.above(row),
      getTreeItem: (row) => itemOf(row, root),
    },
  });
  /** A row that has become another one by opening stays selected. */
  const keepSelection = ([selected]: readonly Row[]): void => {
    const now = selected && keeper.now(selected);
    if (now && now !== selected) view.reveal(now, { select: true, focus: false }).then(undefined, () => undefined);
  };
  return {
    show(situation) {
      const wanted = nowRows(situation, time);
      const words = nowMessage(situation, time) ?? '';
      // A message would take the place of the welcome and its buttons, so there it stands beside the view's name.
      const [message, description] = wanted.length > 0 ? [words, ''] : ['', words];
      if (view.message !== message) view.message = message;
      if (view.description !== description) view.description = description;
      root = situation.checkout?.root ?? '';
      const here = hereOf(situation);
      const rows = keeper.take(wanted, `${here?.repository}\n${here?.branch}`);
      if (rows.length === 0) return;
      const { selection } = view;
      changed.fire(rows === 'all' ? undefined : [...rows]);
      keepSelection(selection);
    },
    dispose() {
      view.dispose();
      changed.dispose();
    },
  };
}

const colours = {
  passed: 'testing.iconPassed',
  failed: 'testing.iconFailed',
  warned: 'list.warningForeground',
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
  const command = openingOf(row, root);
  if (command) item.command = command;
  return item;
}

function foldOf({ children, open }: Row): vscode.TreeItemCollapsibleState {
  if (!children?.length) return vscode.TreeItemCollapsibleState.None;
  return open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

/** VS Code's own command for a click: a page opens in the browser, a file at its line. */
function openingOf({ opens }: Row, root: string): vscode.Command | undefined {
  if (!opens) return undefined;
  const open = { command: 'vscode.open', title: 'Open' };
  if ('href' in opens) return { ...open, arguments: [vscode.Uri.parse(opens.href, true)] };
  const at = new vscode.Position((opens.line ?? 1) - 1, 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at) };
  return { ...open, arguments: [vscode.Uri.file(join(root, opens.file)), options] };
}
