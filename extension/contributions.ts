interface CommandContribution {
  readonly title: string;
  readonly icon?: `$(${string})`;
  /** Where the palette offers it; everywhere by default, since a command that cannot run says why. */
  readonly palette?: string;
}

/** What the manifest promises. `npm run manifest` writes it into package.json; a test fails if the two differ. */
export const commands = {
  connect: { title: 'Connect to Bridge…', icon: '$(plug)' },
  shareStatus: { title: 'Share Branch Status', icon: '$(broadcast)' },
  pauseSharing: { title: 'Pause Sharing', icon: '$(debug-pause)', palette: '!shiproom.paused' },
  resumeSharing: { title: 'Resume Sharing', icon: '$(play)', palette: 'shiproom.paused' },
  runCi: { title: 'Run CI…', icon: '$(run)' },
  cancelRun: { title: 'Cancel Run', icon: '$(stop-circle)' },
  openLog: { title: 'Open CI Log', icon: '$(output)' },
  runLine: { title: 'Run Bot Command…', icon: '$(terminal)' },
  openRoom: { title: 'Open Room in Browser', icon: '$(link-external)' },
  retry: {
    title: 'Try Again to Connect',
    icon: '$(refresh)',
    palette: "shiproom.connection == 'offline' || shiproom.connection == 'stopped'",
  },
  disconnect: { title: 'Disconnect', icon: '$(debug-disconnect)' },
} as const satisfies Record<string, CommandContribution>;

export type CommandName = keyof typeof commands;

/** A command's id, as VS Code knows it. */
export const commandId = <N extends CommandName>(name: N): `shiproom.${N}` => `shiproom.${name}`;

/** The views inside the container `shiproom`, top to bottom. */
export const views = {
  now: { name: 'Now', type: 'tree', icon: '$(pulse)' },
  feed: { name: 'Feed', type: 'webview', icon: '$(comment-discussion)' },
} as const;

export type ViewName = keyof typeof views;

export const viewId = <N extends ViewName>(name: N): `shiproom.${N}` => `shiproom.${name}`;

interface SettingContribution {
  readonly type: 'string' | 'array' | 'boolean';
  readonly default: string | boolean | readonly string[];
  readonly scope: 'application' | 'window' | 'resource';
  readonly markdownDescription: string;
  readonly items?: { readonly type: 'string' };
  readonly uniqueItems?: boolean;
  /** Whether an untrusted workspace's own value is ignored: it must be wherever a setting sends or runs something. */
  readonly restricted: boolean;
}

export const settings = {
  'bridge.url': {
    type: 'string',
    default: '',
    scope: 'application',
    markdownDescription:
      'The bridge to connect to when VS Code starts, for example `https://shiproom.example.com`; `http` is allowed on this machine only. Empty: the bridge that was used last in this workspace, or one that runs on this machine for its repository. A workspace cannot set this.',
    restricted: true,
  },
  'share.privateBranches': {
    type: 'array',
    items: { type: 'string' },
    uniqueItems: true,
    default: [],
    scope: 'resource',
    markdownDescription:
      'Branches that are never shared, as patterns: `*` stands for any characters, `?` for one. Patterns of the user, the workspace and the folder all count.',
    restricted: true,
  },
  'notifications.runEnded': {
    type: 'boolean',
    default: true,
    scope: 'window',
    markdownDescription: 'Say when a CI run that was started in this window has ended.',
    restricted: false,
  },
} as const satisfies Record<string, SettingContribution>;

export type SettingName = keyof typeof settings;

/** How this window stands, in one word: the first thing that keeps the view Now from showing the branch, or `online`. */
export const states = [
  'starting',
  'untrusted',
  'no-folder',
  'no-git',
  'no-repository',
  'unpaired',
  'connecting',
  'offline',
  'stopped',
  'online',
] as const;
export type State = (typeof states)[number];

/** The `when` keys, each written by `context-keys.ts`. */
export const contextKeys = [
  'shiproom.state',
  'shiproom.connection',
  'shiproom.hasRepository',
  'shiproom.sharing',
  'shiproom.paused',
  'shiproom.running',
] as const;
export type ContextKey = (typeof contextKeys)[number];

const button = (title: string, command: string): string => `[${title}](command:${command})`;
const ours = (name: CommandName): string => button(commands[name].title, commandId(name));

/** What the view Now says where it has nothing to show. */
export const welcome: Readonly<Record<State, string>> = {
  starting: 'Looking for a repository…',
  untrusted: `This workspace is not trusted, so nothing is sent from it.\n${button('Manage Workspace Trust', 'workbench.trust.manage')}`,
  'no-folder': `Open a folder with a git repository to see its branch here.\n${button('Open Folder', 'vscode.openFolder')}`,
  'no-git': `The built-in Git extension is off, so branches cannot be seen.\n${button('Show Git Extension', 'workbench.extensions.search?%22%40builtin%20git%22')}`,
  'no-repository': `This folder has no git repository.\n${button('Initialize Repository', 'git.init')}`,
  unpaired: `Not connected to a bridge.\n${ours('connect')}\nA bridge that runs on this machine for this repository is found by itself.`,
  connecting: 'Connecting to the bridge…',
  offline: `The bridge cannot be reached. It is tried again by itself.\n${ours('retry')}\n${ours('connect')}`,
  stopped: `The bridge has ended the connection.\n${ours('retry')}\n${ours('connect')}`,
  online: `Nothing of this branch is shared yet.\n${ours('shareStatus')}\nYou see the exact message first.`,
};

interface MenuItem {
  readonly command: CommandName;
  readonly when: string;
  readonly group?: string;
}

const inNow = `view == ${viewId('now')}`;
const inFeed = `view == ${viewId('feed')}`;
const online = "shiproom.connection == 'online'";

export const menus = {
  'view/title': [
    { command: 'runCi', when: `${inNow} && ${online}`, group: 'navigation@1' },
    { command: 'shareStatus', when: `${inNow} && shiproom.state == 'online'`, group: 'navigation@2' },
    { command: 'pauseSharing', when: `${inNow} && shiproom.sharing == 'on'`, group: '1_sharing' },
    { command: 'resumeSharing', when: `${inNow} && shiproom.paused`, group: '1_sharing' },
    { command: 'connect', when: inNow, group: '2_bridge@1' },
    { command: 'disconnect', when: `${inNow} && shiproom.connection != 'unpaired'`, group: '2_bridge@2' },
    { command: 'runLine', when: `${inFeed} && ${online}`, group: 'navigation@1' },
    { command: 'openRoom', when: `${inFeed} && shiproom.connection != 'unpaired'`, group: 'navigation@2' },
  ],
  'view/item/context': [
    { command: 'runCi', when: `${inNow} && viewItem == ci`, group: 'inline' },
    { command: 'cancelRun', when: `${inNow} && viewItem == run.active`, group: 'inline@1' },
    { command: 'openLog', when: `${inNow} && viewItem =~ /^run\\./`, group: 'inline@2' },
    { command: 'shareStatus', when: `${inNow} && viewItem == sharing.none`, group: 'inline' },
    { command: 'pauseSharing', when: `${inNow} && viewItem == sharing.on`, group: 'inline' },
    { command: 'resumeSharing', when: `${inNow} && viewItem == sharing.paused`, group: 'inline' },
  ],
} as const satisfies Record<string, readonly MenuItem[]>;
