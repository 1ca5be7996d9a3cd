import * as vscode from 'vscode';
import { type Accounts, accountsId } from './accounts.ts';
import { type CommandName, commandId, commands, type ViewName, viewId } from './contributions.ts';
import type { LazyWindow } from './lazy-window.ts';

interface Entrances {
  readonly window: LazyWindow;
  readonly accounts: Accounts;
  /** Says what kept the window from opening. */
  readonly failed: (error: unknown) => void;
}

/** All by which VS Code comes in, registered without a window behind it: whichever is used first opens the window. */
export function registerEntrances({ window, accounts, failed }: Entrances): vscode.Disposable[] {
  const names: CommandName[] = [];
  let name: CommandName;
  for (name in commands) names.push(name);
  return [
    ...names.map((each) => registerCommand(each, window, failed)),
    vscode.window.registerWebviewViewProvider(viewId('feed'), {
      resolveWebviewView: async (view, context, token) => (await window.open()).resolveFeed(view, context, token),
    }),
    vscode.window.registerUriHandler({ handleUri: async (uri) => follow(uri, window).catch(failed) }),
    vscode.authentication.registerAuthenticationProvider(accountsId, 'Shiproom', accounts, {
      supportsMultipleAccounts: true,
    }),
  ];
}

const registerCommand = (name: CommandName, window: LazyWindow, failed: (error: unknown) => void): vscode.Disposable =>
  vscode.commands.registerCommand(commandId(name), async (...args: readonly unknown[]) => {
    const opened = await window.open().catch(failed);
    await opened?.run(name, args);
  });

async function follow(uri: vscode.Uri, window: LazyWindow): Promise<void> {
  const { join } = await import('./join.ts');
  await join(uri, async (bridge) => (await window.open()).connectTo(bridge));
}

const trees: readonly ViewName[] = ['now', 'team'];

/** Stands in for the trees until the window is there. VS Code asks a tree for its rows once it is seen, and that is the moment. */
export function standInForTrees(seen: () => void): vscode.Disposable {
  const empty: vscode.TreeDataProvider<never> = {
    getTreeItem: (row) => row,
    getChildren() {
      seen();
      return [];
    },
  };
  return vscode.Disposable.from(...trees.map((name) => vscode.window.registerTreeDataProvider(viewId(name), empty)));
}
