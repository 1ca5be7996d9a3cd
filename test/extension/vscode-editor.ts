import type * as vscode from 'vscode';
import { EventEmitter, live, Uri } from './vscode-values.ts';

export const fires = {
  editor: new EventEmitter<unknown>('onDidChangeActiveTextEditor'),
  focus: new EventEmitter<{ focused: boolean }>('onDidChangeWindowState'),
  tabs: new EventEmitter<unknown>('onDidChangeTabs'),
  trust: new EventEmitter<void>('onDidGrantWorkspaceTrust'),
  folders: new EventEmitter<void>('onDidChangeWorkspaceFolders'),
  settings: new EventEmitter<{ affectsConfiguration(name: string): boolean }>('onDidChangeConfiguration'),
  closed: new EventEmitter<unknown>('onDidCloseTextDocument'),
  changed: new EventEmitter<unknown>('onDidChangeTextDocument'),
  task: new EventEmitter<unknown>('onDidEndTaskProcess'),
  taskOver: new EventEmitter<unknown>('onDidEndTask'),
  taskBegun: new EventEmitter<unknown>('onDidStartTaskProcess'),
  saved: new EventEmitter<unknown>('onDidSaveTextDocument'),
  commandBegun: new EventEmitter<unknown>('onDidStartTerminalShellExecution'),
  commandEnded: new EventEmitter<unknown>('onDidEndTerminalShellExecution'),
  terminalClosed: new EventEmitter<unknown>('onDidCloseTerminal'),
  extensions: new EventEmitter<void>('extensions.onDidChange'),
};

export type Scope = 'globalValue' | 'workspaceValue' | 'workspaceFolderValue';

/** A question or message that was shown, and the words on it. */
export interface Shown {
  readonly kind: 'information' | 'warning' | 'error' | 'pick' | 'input' | 'status';
  readonly text: string;
  readonly detail?: string | undefined;
  readonly modal?: boolean | undefined;
  /** Above a field. */
  readonly prompt?: string | undefined;
  readonly choices: readonly string[];
  /** Of several choices at once, those that were made already; the answer has one of them a line. */
  readonly picked?: readonly string[];
}

export const nothing: (shown: Shown) => string | undefined = () => undefined;

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
  /** The documents that are open. */
  texts: [] as unknown[],
  /** What becomes of a task: its exit code. */
  runTask: (async () => 0) as (task: { execution: object }) => Promise<number | undefined>,
  tree: undefined as undefined | Tree,
  /** Each view by its id; `tree` is the view Now. */
  trees: new Map<string, Tree>(),
  item: undefined as undefined | { text: string; visible: boolean; tooltip?: string; command?: string },
  feed: undefined as undefined | vscode.WebviewViewProvider,
  /** What stands in for a tree, by the view's id. */
  standIns: new Map<string, vscode.TreeDataProvider<unknown>>(),
  uriHandler: undefined as undefined | vscode.UriHandler,
  accounts: undefined as undefined | vscode.AuthenticationProvider,
  documents: new Map<string, vscode.TextDocumentContentProvider>(),
  folding: undefined as undefined | vscode.FoldingRangeProvider,
  places: undefined as undefined | vscode.DocumentLinkProvider,
  terminals: [] as Terminal[],
  links: undefined as undefined | vscode.TerminalLinkProvider,
  clipboard: '',
  /** What `authentication.getSession` was asked, and answers. */
  sessionAsks: [] as unknown[][],
  session: undefined as undefined | { accessToken: string; account: { id: string; label: string } },
  /** The files that there are. */
  files: new Set<string>(),
  /** What was selected in the document that was opened last. */
  selected: undefined as vscode.Range | undefined,
  /** Each step of a flow that was shown, as `2/3 title: prompt [value]`. */
  steps: [] as string[],
};

/** A tree view, as VS Code was told of it. */
export interface Tree {
  message?: string;
  description?: string;
  selection: unknown[];
  visible: boolean;
  revealed: unknown[];
  provider: vscode.TreeDataProvider<unknown>;
}

/** A terminal of the extension, and what it was given to show. */
export interface Terminal {
  readonly name: string;
  readonly pty: vscode.Pseudoterminal;
  text: string;
  shown: number;
  dispose(): void;
}
