import type * as vscode from 'vscode';
import { editor, fires, type Shown, type Terminal } from './vscode-editor.ts';
import { type QuickInput, quickInputs } from './vscode-quick-input.ts';
import { keep, Uri } from './vscode-values.ts';

const show =
  (kind: Shown['kind']) =>
  async (text: string, ...rest: (string | vscode.MessageOptions)[]): Promise<string | undefined> => {
    const [first] = rest;
    const options = typeof first === 'object' ? first : {};
    const choices = rest.filter((each) => typeof each === 'string');
    const shown = { kind, text, detail: options.detail, modal: options.modal, choices };
    editor.shown.push(shown);
    return editor.answer(shown);
  };

/** As VS Code has it, a channel that was disposed of takes nothing any more, and throws. */
function logChannel() {
  const kept = keep('log channel');
  let closed = false;
  const log = (line: string): void => {
    if (closed) throw new Error('Channel has been closed');
    editor.logged.push(line);
  };
  const dispose = (): void => {
    closed = true;
    kept.dispose();
  };
  return { info: log, warn: log, error: log, dispose };
}

/** VS Code's `window`: only what the extension uses. */
export const window = {
  activeTextEditor: undefined as unknown,
  get visibleTextEditors() {
    return editor.visible;
  },
  tabGroups: { onDidChangeTabs: fires.tabs.event },
  state: { focused: true, active: true },
  onDidChangeActiveTextEditor: fires.editor.event,
  onDidChangeWindowState: fires.focus.event,
  onDidStartTerminalShellExecution: fires.commandBegun.event,
  onDidEndTerminalShellExecution: fires.commandEnded.event,
  createOutputChannel: logChannel,
  createTreeView: (
    id: string,
    { treeDataProvider: provider }: { treeDataProvider: vscode.TreeDataProvider<unknown> },
  ) => {
    const inner = provider.onDidChangeTreeData?.(() => undefined);
    const kept = keep('tree view');
    const tree = {
      provider,
      selection: [],
      visible: true,
      revealed: [] as unknown[],
      async reveal(row: unknown) {
        tree.revealed.push(row);
      },
      dispose() {
        inner?.dispose();
        kept.dispose();
      },
    };
    if (id === 'shiproom.now') editor.tree = tree;
    editor.trees.set(id, tree);
    return tree;
  },
  registerTreeDataProvider(id: string, provider: vscode.TreeDataProvider<unknown>) {
    editor.standIns.set(id, provider);
    const kept = keep(`stand-in of ${id}`);
    return {
      dispose() {
        editor.standIns.delete(id);
        kept.dispose();
      },
    };
  },
  registerUriHandler(handler: vscode.UriHandler) {
    editor.uriHandler = handler;
    return keep('uri handler');
  },
  createStatusBarItem: () => {
    const item = {
      text: '',
      visible: false,
      show: () => void (item.visible = true),
      hide: () => void (item.visible = false),
      dispose: keep('status bar item').dispose,
    };
    editor.item = item;
    return item;
  },
  registerWebviewViewProvider: (_: string, provider: vscode.WebviewViewProvider) => {
    editor.feed = provider;
    return keep('webview provider');
  },
  showInformationMessage: show('information'),
  showWarningMessage: show('warning'),
  showErrorMessage: show('error'),
  async showQuickPick(items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions = {}) {
    const picked = items.filter((item) => item.picked).map(({ label }) => label);
    const choices = items.map(({ label }) => label);
    const shown: Shown = { kind: 'pick', text: options.title ?? '', choices, ...(options.canPickMany && { picked }) };
    editor.shown.push(shown);
    const wanted = editor.answer(shown);
    if (!options.canPickMany) return items.find(({ label }) => label === wanted);
    return wanted === undefined ? undefined : items.filter(({ label }) => wanted.split('\n').includes(label));
  },
  async showInputBox(options: vscode.InputBoxOptions) {
    const shown: Shown = { kind: 'input', text: options.title ?? '', prompt: options.prompt, choices: [] };
    editor.shown.push(shown);
    const typed = editor.answer(shown);
    const judged = typed === undefined ? undefined : await options.validateInput?.(typed);
    return typeof judged === 'string' ? undefined : typed;
  },
  ...quickInputs({
    ask: (input: QuickInput, choices) => {
      const shown: Shown = { kind: choices ? 'pick' : 'input', text: input.title, choices: choices ?? [] };
      editor.shown.push(shown);
      const [prompt, value] = [
        input.prompt ?? input.placeholder,
        choices ? input.activeItems?.[0]?.label : input.value,
      ];
      editor.steps.push(`${input.step ?? 1}/${input.totalSteps ?? 1} ${prompt} [${value ?? ''}]`);
      return editor.answer(shown);
    },
  }),
  createTerminal({ name, pty }: vscode.ExtensionTerminalOptions) {
    const kept = keep(`terminal ${name}`);
    const terminal: Terminal = {
      name,
      pty,
      text: '',
      shown: 0,
      dispose() {
        written.dispose();
        pty.close();
        kept.dispose();
        fires.terminalClosed.fire(terminal);
      },
    };
    const written = pty.onDidWrite((text) => (terminal.text += text));
    editor.terminals.push(terminal);
    return Object.assign(terminal, {
      show() {
        if (terminal.shown === 0) pty.open(undefined);
        terminal.shown += 1;
      },
    });
  },
  setStatusBarMessage: (text: string) => {
    editor.shown.push({ kind: 'status', text, choices: [] });
  },
  onDidCloseTerminal: fires.terminalClosed.event,
  registerTerminalLinkProvider(provider: vscode.TerminalLinkProvider) {
    editor.links = provider;
    return keep('terminal link provider');
  },
  withProgress: (_: unknown, work: () => unknown) => work(),
  showTextDocument: async (document: { uri: Uri } | Uri, options: vscode.TextDocumentShowOptions = {}) => {
    editor.opened.push((document instanceof Uri ? document : document.uri).toString());
    editor.selected = options.selection;
  },
};
