import { readdir, readFile } from 'node:fs/promises';
import { matchesGlob } from 'node:path';
import type * as vscode from 'vscode';
import { editor, fires, nothing, type Scope } from './vscode-editor.ts';
import {
  Disposable,
  EventEmitter,
  DocumentLink,
  FoldingRange,
  keep,
  live,
  Named,
  Position,
  Range,
  TreeItem,
  Uri,
} from './vscode-values.ts';
import {
  CancellationTokenSource,
  createDiagnosticCollection,
  Diagnostic,
  Location,
  testing,
  TestMessage,
  TestRunRequest,
  tests,
  TestTag,
} from './vscode-testing.ts';
import { executeTask, ProcessExecution, Task } from './vscode-tasks.ts';
import { createFileSystemWatcher } from './vscode-watchers.ts';
import { window } from './vscode-window.ts';

const workspace = {
  get isTrusted() {
    return editor.trusted;
  },
  get workspaceFolders() {
    return editor.folders;
  },
  get textDocuments() {
    return editor.texts;
  },
  onDidGrantWorkspaceTrust: fires.trust.event,
  onDidChangeWorkspaceFolders: fires.folders.event,
  onDidChangeConfiguration: fires.settings.event,
  onDidCloseTextDocument: fires.closed.event,
  onDidChangeTextDocument: fires.changed.event,
  onDidSaveTextDocument: fires.saved.event,
  createFileSystemWatcher,
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
  fs: {
    async stat(uri: Uri) {
      if (!editor.files.has(uri.path)) throw new Error('No such file.');
      return { type: 1 };
    },
    readFile: async (uri: Uri) => readFile(uri.path),
  },
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
  async findFiles({ base, pattern }: RelativePattern, _: unknown, most: number) {
    const names = await readdir(base.path, { recursive: true });
    return names
      .filter((name) => matchesGlob(name, pattern) && !/^\.git\/|(?:^|\/)node_modules\//.test(name))
      .slice(0, most)
      .map((name) => Uri.joinPath(base, name));
  },
};

class RelativePattern {
  readonly base: Uri;
  readonly pattern: string;
  constructor(base: Uri, pattern: string) {
    this.base = base;
    this.pattern = pattern;
  }
}

const languages = {
  createDiagnosticCollection,
  registerFoldingRangeProvider(_: unknown, provider: vscode.FoldingRangeProvider) {
    editor.folding = provider;
    return keep('folding provider');
  },
  registerDocumentLinkProvider(_: unknown, provider: vscode.DocumentLinkProvider) {
    editor.places = provider;
    return keep('document link provider');
  },
};

const authentication = {
  async getSession(...asked: unknown[]) {
    editor.sessionAsks.push(asked);
    return editor.session;
  },
  registerAuthenticationProvider(_id: string, _label: string, provider: vscode.AuthenticationProvider) {
    editor.accounts = provider;
    return keep('authentication provider');
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

const l10n = {
  /** English, with the arguments in their places. */
  t: (message: string, ...args: readonly unknown[]) =>
    message.replace(/\{(\d+)\}/g, (hole, at: string) => (Number(at) in args ? String(args[Number(at)]) : hole)),
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
  Selection: Range,
  DocumentLink,
  RelativePattern,
  FoldingRange,
  FoldingRangeKind: { Region: 3 },
  TextEditorRevealType: { AtTop: 3 },
  QuickInputButtons: { Back: 'back' },
  Disposable,
  CancellationError: class extends Error {},
  QuickPickItemKind: { Separator: -1 },
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  StatusBarAlignment: { Left: 1 },
  ProgressLocation: { Window: 10, Notification: 15 },
  ConfigurationTarget: { Global: 1 },
  InputBoxValidationSeverity: { Info: 1 },
  TerminalShellExecutionCommandLineConfidence: { Low: 0, Medium: 1, High: 2 },
  TaskGroup: { Test: { id: 'test' }, Build: { id: 'build' } },
  CancellationTokenSource,
  TestMessage,
  TestTag,
  TestRunRequest,
  TestRunProfileKind: { Run: 1 },
  Location,
  Diagnostic,
  DiagnosticSeverity: { Error: 0, Warning: 1 },
  ProcessExecution,
  Task,
  TaskScope: { Workspace: 2 },
  TaskRevealKind: { Always: 1, Silent: 2 },
  TaskPanelKind: { Shared: 1, Dedicated: 2 },
  tests,
  window,
  workspace,
  commands,
  languages,
  authentication,
  l10n,
  tasks: {
    onDidStartTaskProcess: fires.taskBegun.event,
    onDidEndTaskProcess: fires.task.event,
    onDidEndTask: fires.taskOver.event,
    executeTask,
  },
  extensions: { getExtension: () => editor.extension, onDidChange: fires.extensions.event },
  env: {
    language: 'en',
    openExternal: async (uri: Uri) => editor.opened.push(uri.toString()) > 0,
    clipboard: { writeText: async (text: string) => void (editor.clipboard = text) },
  },
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
    texts: [],
    runTask: async () => 0,
    terminals: [],
    clipboard: '',
    sessionAsks: [],
    session: undefined,
    files: new Set(),
    selected: undefined,
    steps: [],
  });
  editor.commands.clear();
  testing.controllers.splice(0);
  testing.diagnostics.clear();
  window.activeTextEditor = undefined;
}

/** Puts the keyboard into a file, or takes it out of all. */
export function focus(file: string | undefined): void {
  window.activeTextEditor = file === undefined ? undefined : { document: { uri: Uri.file(file) } };
  fires.editor.fire(window.activeTextEditor);
}
