import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { type Origin, readLink } from './connection/address.ts';
import type { SettingName } from './contributions/settings.ts';
import type { SharingMode } from './sources/share.ts';

const TestSource = z.enum(['tasks', 'terminal', 'reports', 'command']);
/** Where results of local tests may be taken from. */
export type TestSource = z.infer<typeof TestSource>;

/** The settings, each parsed where it is read: a settings file may hold anything. */
export interface Settings {
  /** The user's own value alone: a workspace must not say where a token goes. Undefined where it is empty. */
  bridge(): { readonly origin: Origin } | { readonly wrong: string } | undefined;
  /** The patterns of all scopes together, so that a workspace can add to the user's and never take away. Unreadable means: all. */
  privateBranches(folder: string): readonly string[];
  /** Of the user's and the workspace's own, the one that tells least. */
  sharingMode(): SharingMode;
  /** Writes the user's own. */
  chooseSharingMode(mode: SharingMode): Promise<void>;
  /** Whether the user lets the bridge know the names of changed files. */
  sharesFiles(): boolean;
  testSources(): ReadonlySet<TestSource>;
  chooseTestSources(sources: readonly TestSource[]): Promise<void>;
  terminalCommands(): readonly string[];
  testReports(folder: string): readonly string[];
  /** Sets the user's own, of all workspaces. */
  nameTestReports(globs: readonly string[]): Promise<void>;
  showsFailures(): boolean;
  tellsApprovals(): boolean;
  muteApprovals(): Promise<void>;
  /** Who does what is asked for at an engine: the user's own word alone, since a workspace must not use their session. */
  actsAs(): 'bridge' | 'me';
  tellsRunEnded(): boolean;
  muteRunEnded(): Promise<void>;
  tellsMentions(): boolean;
  muteMentions(): Promise<void>;
  onDidChange(listener: () => void): vscode.Disposable;
}

export const createSettings = (): Settings => ({
  bridge,
  privateBranches(folder) {
    const values = scopes('share.privateBranches', folder);
    return values.flatMap((value) => z.safeParse(Patterns, value).data ?? ['*']);
  },
  sharingMode,
  chooseSharingMode: async (mode) => update('share.mode', mode),
  sharesFiles: () => inspect('share.files')?.globalValue === true,
  testSources: () => new Set(z.safeParse(z.array(TestSource), inspect('tests.sources')?.globalValue).data),
  chooseTestSources: async (sources) => update('tests.sources', [...sources]),
  terminalCommands() {
    const found = inspect('tests.terminalCommands');
    return z.safeParse(Patterns, found?.globalValue ?? found?.defaultValue).data ?? [];
  },
  testReports: (folder) => scopes('tests.reports', folder).flatMap((value) => z.safeParse(Patterns, value).data ?? []),
  nameTestReports: async (globs) => update('tests.reports', [...globs]),
  showsFailures: () => isOn('testing.showFailures'),
  tellsApprovals: () => isOn('notifications.approvals'),
  muteApprovals: () => mute('notifications.approvals'),
  actsAs: () => (inspect('actAs')?.globalValue === 'me' ? 'me' : 'bridge'),
  tellsRunEnded: () => isOn('notifications.runEnded'),
  muteRunEnded: () => mute('notifications.runEnded'),
  tellsMentions: () => isOn('notifications.mentions'),
  muteMentions: () => mute('notifications.mentions'),
  onDidChange: (listener) =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('shiproom')) listener();
    }),
});

function bridge(): ReturnType<Settings['bridge']> {
  const value = inspect('bridge.url')?.globalValue;
  if (value === undefined || value === '') return undefined;
  const link = readLink(typeof value === 'string' ? value : '');
  if ('wrong' in link) return link;
  return link.code === undefined ? { origin: link.origin } : { wrong: 'A one-time code has no place in a setting.' };
}

/** From what tells least. What is none of them counts as the first. */
const sharingModes: readonly SharingMode[] = ['off', 'presence', 'status'];

function sharingMode(): SharingMode {
  const found = inspect('share.mode');
  const values = [found?.globalValue, found?.workspaceValue].filter((value) => value !== undefined);
  const ranks = values.map((value) => sharingModes.findIndex((mode) => mode === value));
  return sharingModes[Math.max(0, Math.min(sharingModes.length - 1, ...ranks))] ?? 'off';
}

const Patterns = z.array(z.string());

const isOn = (name: SettingName): boolean => vscode.workspace.getConfiguration('shiproom').get(name) !== false;

const mute = async (name: SettingName): Promise<void> => update(name, false);

const update = async (name: SettingName, value: unknown): Promise<void> =>
  vscode.workspace.getConfiguration('shiproom').update(name, value, vscode.ConfigurationTarget.Global);

const inspect = (name: SettingName, scope?: vscode.Uri) =>
  vscode.workspace.getConfiguration('shiproom', scope).inspect<unknown>(name);

/** A setting's values that are set, the user's first. */
function scopes(name: SettingName, folder: string): unknown[] {
  const found = inspect(name, vscode.Uri.file(folder));
  const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
  return values.filter((value) => value !== undefined);
}
