import type * as vscode from 'vscode';
import { Disposable, EventEmitter, keep, live, Named, Position, Range, TreeItem, Uri } from './vscode-values.ts';

const fires = {
  editor: new EventEmitter<unknown>('onDidChangeActiveTextEditor'),
  focus: new EventEmitter<{ focused: boolean }>('onDidChangeWindowState'),
  trust: new EventEmitter<void>('onDidGrantWorkspaceTrust'),
  folders: new EventEmitter<void>('onDidChangeWorkspaceFolders'),
  settings: new EventEmitter<{ affectsConfiguration(name: string): boolean }>('onDidChangeConfiguration'),
  closed: new EventEmitter<unknown>('onDidCloseTextDocument'),
  changed: new EventEmitter<unknown>('onDidChangeTextDocument'),
  task: new EventEmitter<unknown>('onDidEndTaskProcess'),
  extensions: new EventEmitter<void>('extensions.onDidChange'),
};

type Scope = 'globalValue' | 'workspaceValue' | 'workspaceFolderValue';

/** A question or message that was shown, and the words on it. */
export interface Shown {
  readonly kind: 'information' | 'warning' | 'error' | 'pick' | 'input';
  readonly text: string;
  readonly detail?: string | undefined;
  readonly modal?: boolean | undefined;
  readonly choices: readonly string[];
}

const nothing: (shown: Shown) => string | undefined = () => undefined;

/** The editor's side, for a test to look at and to play with. */
export const editor = {
  live,
  fires,
  trusted: true,
  folders: [{ uri: Uri.file('/work/place') }] as { uri: Uri }[] | undefined,
  extension: undefined as undefined | { activate(): Promise<unknown> },
  settings: {} as Record<string, Partial<Record<Scope, unknown>>>,
  commands: new Map<string, (argument?: unknown) => unknown>(),
  executed: [] as unknown[][],
  keys: {} as Record<string, unknown>,
  shown: [] as Shown[],
  /** What the user answers: the words of a button or of a choice, or what is typed; undefined closes. */
  answer: nothing,
  logged: [] as string[],
  opened: [] as string[],
  visible: [] as unknown[],
  tree: undefined as undefined | { message?: string; provider: vscode.TreeDataProvider<unknown> },
  item: undefined as undefined | { text: string; visible: boolean; tooltip?: string },
  feed: undefined as undefined | vscode.WebviewViewProvider,
  documents: new Map<string, vscode.TextDocumentContentProvider>(),
};

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

const log = (line: string) => void editor.logged.push(line);

const window = {
  activeTextEditor: undefined as unknown,
  get visibleTextEditors() {
    return editor.visible;
  },
  state: { focused: true },
  onDidChangeActiveTextEditor: fires.editor.event,
  onDidChangeWindowState: fires.focus.event,
  createOutputChannel: () => ({ info: log, warn: log, error: log, dispose: keep('log channel').dispose }),
  createTreeView: (
    _: string,
    { treeDataProvider: provider }: { treeDataProvider: vscode.TreeDataProvider<unknown> },
  ) => {
    const inner = provider.onDidChangeTreeData?.(() => undefined);
    const kept = keep('tree view');
    editor.tree = {
      provider,
      dispose() {
        inner?.dispose();
        kept.dispose();
      },
    } as NonNullable<typeof editor.tree>;
    return editor.tree;
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
    const shown: Shown = { kind: 'pick', text: options.title ?? '', choices: items.map(({ label }) => label) };
    editor.shown.push(shown);
    const wanted = editor.answer(shown);
    return items.find(({ label }) => label === wanted);
  },
  async showInputBox(options: vscode.InputBoxOptions) {
    const shown: Shown = { kind: 'input', text: options.title ?? '', choices: [] };
    editor.shown.push(shown);
    const typed = editor.answer(shown);
    const judged = typed === undefined ? undefined : await options.validateInput?.(typed);
    return typeof judged === 'string' ? undefined : typed;
  },
  withProgress: (_: unknown, work: () => unknown) => work(),
  showTextDocument: async (document: { uri: Uri }) => void editor.opened.push(document.uri.toString()),
};

const workspace = {
  get isTrusted() {
    return editor.trusted;
  },
  get workspaceFolders() {
    return editor.folders;
  },
  onDidGrantWorkspaceTrust: fires.trust.event,
  onDidChangeWorkspaceFolders: fires.folders.event,
  onDidChangeConfiguration: fires.settings.event,
  onDidCloseTextDocument: fires.closed.event,
  onDidChangeTextDocument: fires.changed.event,
  getConfiguration: (section: string) => ({
    inspect: (name: string) => editor.settings[`${section}.${name}`],
    /** The nearest scope wins, as in VS Code. */
    get(name: string) {
      const { globalValue, workspaceValue, workspaceFolderValue } = editor.settings[`${section}.${name}`] ?? {};
      return workspaceFolderValue ?? workspaceValue ?? globalValue;
    },
    async update(name: string, value: unknown, target: number) {
      const scope: Scope = target === 1 ? 'globalValue' : 'workspaceValue';
      editor.settings[`${section}.${name}`] = { ...editor.settings[`${section}.${name}`], [scope]: value };
    },
  }),
  registerTextDocumentContentProvider: (scheme: string, provider: vscode.TextDocumentContentProvider) => {
    editor.documents.set(scheme, provider);
    return keep(`provider of ${scheme}`);
  },
  async openTextDocument(uri: Uri) {
    await editor.documents
      .get(uri.scheme)
      ?.provideTextDocumentContent(uri as unknown as vscode.Uri, undefined as never);
    return { uri };
  },
};

const commands = {
  registerCommand(id: string, handler: (argument?: unknown) => unknown) {
    editor.commands.set(id, handler);
    const kept = keep(`command ${id}`);
    return {
      dispose: () => {
        editor.commands.delete(id);
        kept.dispose();
      },
    };
  },
  async executeCommand(id: string, ...args: unknown[]) {
    if (id === 'setContext') {
      const [name, value] = args;
      editor.keys[String(name)] = value;
      return undefined;
    }
    editor.executed.push([id, ...args]);
    return editor.commands.get(id)?.(args[0]);
  },
};

/** What `import * as vscode` gives: only what the extension uses. */
export const stub = {
  version: '1.105.0',
  EventEmitter,
  Uri,
  TreeItem,
  ThemeIcon: Named,
  ThemeColor: Named,
  Position,
  Range,
  Disposable,
  CancellationError: class extends Error {},
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  StatusBarAlignment: { Left: 1 },
  ConfigurationTarget: { Global: 1 },
  InputBoxValidationSeverity: { Info: 1 },
  TaskGroup: { Test: { id: 'test' }, Build: { id: 'build' } },
  window,
  workspace,
  commands,
  tasks: { onDidEndTaskProcess: fires.task.event },
  extensions: { getExtension: () => editor.extension, onDidChange: fires.extensions.event },
  env: { openExternal: async (uri: Uri) => editor.opened.push(uri.toString()) > 0 },
};

/** A new editor, as after a reload of the window. */
export function reset(): void {
  live.clear();
  Object.assign(editor, {
    trusted: true,
    folders: [{ uri: Uri.file('/work/place') }],
    extension: undefined,
    settings: {},
    executed: [],
    keys: {},
    shown: [],
    answer: nothing,
    logged: [],
    opened: [],
    visible: [],
  });
  editor.commands.clear();
  window.activeTextEditor = undefined;
}

/** Puts the keyboard into a file, or takes it out of all. */
export function focus(file: string | undefined): void {
  window.activeTextEditor = file === undefined ? undefined : { document: { uri: Uri.file(file) } };
  fires.editor.fire(window.activeTextEditor);
}
