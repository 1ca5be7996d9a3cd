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

export function createSettings(): Settings {
  return {
    bridge() {
      const value = inspect('bridge.url')?.globalValue;
      if (value === undefined || value === '') return undefined;
      const link = readLink(typeof value === 'string' ? value : '');
      if ('wrong' in link) return link;
      return link.code === undefined
        ? { origin: link.origin }
        : { wrong: 'A one-time code has no place in a setting.' };
    },
    privateBranches(folder) {
      const found = inspect('share.privateBranches', vscode.Uri.file(folder));
      const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
      return values.flatMap((value) => (value === undefined ? [] : (z.safeParse(Patterns, value).data ?? ['*'])));
    },
    sharingMode() {
      const found = inspect('share.mode');
      const values = [found?.globalValue, found?.workspaceValue].filter((value) => value !== undefined);
      const ranks = values.map((value) =>
        Math.max(
          0,
          sharingModes.findIndex((mode) => mode === value),
        ),
      );
      return sharingModes[Math.min(sharingModes.length - 1, ...ranks)] ?? 'off';
    },
    chooseSharingMode: async (mode) => update('share.mode', mode),
    sharesFiles: () => inspect('share.files')?.globalValue === true,
    testSources: () => new Set(z.safeParse(z.array(TestSource), inspect('tests.sources')?.globalValue).data),
    chooseTestSources: async (sources) => update('tests.sources', [...sources]),
    terminalCommands() {
      const found = inspect('tests.terminalCommands');
      return z.safeParse(Patterns, found?.globalValue ?? found?.defaultValue).data ?? [];
    },
    testReports(folder) {
      const found = inspect('tests.reports', vscode.Uri.file(folder));
      const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
      return values.flatMap((value) => z.safeParse(Patterns, value).data ?? []);
    },
    showsFailures: () => read('testing.showFailures') !== false,
    tellsApprovals: () => read('notifications.approvals') !== false,
    muteApprovals: () => mute('notifications.approvals'),
    actsAs: () => (inspect('actAs')?.globalValue === 'me' ? 'me' : 'bridge'),
    tellsRunEnded: () => read('notifications.runEnded') !== false,
    muteRunEnded: () => mute('notifications.runEnded'),
    tellsMentions: () => read('notifications.mentions') !== false,
    muteMentions: () => mute('notifications.mentions'),
    onDidChange: (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('shiproom')) listener();
      }),
  };
}

const Patterns = z.array(z.string());
/** From what tells least. What is none of them counts as the first. */
const sharingModes: readonly SharingMode[] = ['off', 'presence', 'status'];

const read = (name: SettingName): unknown => vscode.workspace.getConfiguration('shiproom').get(name);

const mute = async (name: SettingName): Promise<void> => update(name, false);

const update = async (name: SettingName, value: unknown): Promise<void> =>
  vscode.workspace.getConfiguration('shiproom').update(name, value, vscode.ConfigurationTarget.Global);

const inspect = (name: SettingName, scope?: vscode.Uri) =>
  vscode.workspace.getConfiguration('shiproom', scope).inspect<unknown>(name);
