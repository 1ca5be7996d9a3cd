import { sessionForge } from './forges/words.ts';

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
  shareSelection: { title: 'Share Selection to Chat…', icon: '$(comment-draft)' },
  changeSharingMode: { title: 'Change Sharing Mode…', icon: '$(eye)' },
  chooseTestSources: { title: 'Choose Test Sources…', icon: '$(beaker)' },
  runTest: { title: 'Run This Test Locally', icon: '$(run)', palette: 'false' },
  openCard: { title: 'Open Card', icon: '$(comment-discussion)', palette: 'false' },
  compareBranch: { title: 'Compare with Their Branch', icon: '$(diff)', palette: 'false' },
  messagePerson: { title: 'Message…', icon: '$(comment)', palette: 'false' },
  pauseSharing: { title: 'Pause Sharing…', icon: '$(debug-pause)', palette: '!shiproom.paused' },
  resumeSharing: { title: 'Resume Sharing', icon: '$(play)', palette: 'shiproom.paused' },
  runCi: { title: 'Run CI…', icon: '$(run)' },
  rerunCi: { title: 'Rerun CI', icon: '$(debug-restart)' },
  rerunFailed: { title: 'Rerun Failed Jobs', icon: '$(run-errors)' },
  rerunJob: { title: 'Rerun Job', icon: '$(debug-restart)' },
  rerunDebug: { title: 'Rerun with Debug Logging…', icon: '$(debug-alt)' },
  cancelRun: { title: 'Cancel Run', icon: '$(stop-circle)' },
  approve: { title: 'Approve Deployment…', icon: '$(check)' },
  reject: { title: 'Reject Deployment…', icon: '$(close)' },
  claim: { title: 'Claim Red Build', icon: '$(person-add)' },
  release: { title: 'Release Claim', icon: '$(person)' },
  handOver: { title: 'Hand Over Red Build…', icon: '$(arrow-swap)' },
  openLog: { title: 'Open CI Log', icon: '$(output)' },
  openLogInTerminal: { title: 'Open CI Log in Terminal', icon: '$(terminal)' },
  openPullRequest: { title: 'Open Pull Request', icon: '$(git-pull-request)' },
  openPage: { title: 'Open in Browser', icon: '$(link-external)', palette: 'false' },
  link: { title: 'Link Account…', icon: '$(account)' },
  unlink: { title: 'Unlink Account…', icon: '$(sign-out)' },
  pair: { title: 'Pair with Chat…', icon: '$(comment-discussion)' },
  runLine: { title: 'Run Bot Command…', icon: '$(terminal)' },
  openRoom: { title: 'Open Room in Browser', icon: '$(link-external)' },
  doctor: { title: 'Doctor', icon: '$(pulse)' },
  retry: {
    title: 'Try Again to Connect',
    icon: '$(refresh)',
    palette: "shiproom.connection == 'offline' || shiproom.connection == 'stopped'",
  },
  disconnect: { title: 'Disconnect', icon: '$(debug-disconnect)' },
  signOut: { title: 'Sign Out…', icon: '$(sign-out)' },
} as const satisfies Record<string, CommandContribution>;

export type CommandName = keyof typeof commands;

/** A command's id, as VS Code knows it. */
export const commandId = <N extends CommandName>(name: N): `shiproom.${N}` => `shiproom.${name}`;

/** The views inside the container `shiproom`, top to bottom. */
export const views = {
  now: { name: 'Now', type: 'tree', icon: '$(pulse)' },
  team: { name: 'Team', type: 'tree', icon: '$(organization)' },
  feed: { name: 'Feed', type: 'webview', icon: '$(comment-discussion)' },
} as const;

export type ViewName = keyof typeof views;

export const viewId = <N extends ViewName>(name: N): `shiproom.${N}` => `shiproom.${name}`;

interface SettingContribution {
  readonly type: 'string' | 'array' | 'boolean';
  readonly default: string | boolean | readonly string[];
  readonly scope: 'application' | 'window' | 'resource';
  readonly markdownDescription: string;
  readonly items?: { readonly type: 'string'; readonly enum?: readonly string[] };
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
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
  'share.mode': {
    type: 'string',
    enum: ['off', 'presence', 'status'],
    markdownEnumDescriptions: [
      'Nobody sees that you are here, and nothing of your branches is sent.',
      'Others see that you are here and on which branch, and nothing of what is in it.',
      'Others see your branch with its commit, how many files are changed, and the last test run.',
    ],
    default: 'status',
    scope: 'window',
    markdownDescription:
      'How much of your work others may see. Of the values of the user and the workspace, the one that tells least counts. Nothing is sent before you have shared a repository once.',
    restricted: true,
  },
  'share.files': {
    type: 'boolean',
    default: false,
    scope: 'application',
    markdownDescription:
      'Tell the bridge the names of the files that you have changed, so that you and a team-mate who does the same learn of files that you both work on. Only names, never what is in them, and nobody sees those that are not theirs too.',
    restricted: true,
  },
  'tests.sources': {
    type: 'array',
    items: { type: 'string', enum: ['tasks', 'terminal', 'reports', 'command'] },
    uniqueItems: true,
    default: [],
    scope: 'application',
    markdownDescription:
      'Where results of local tests are taken from: `tasks` of the group Test, by how they end; `terminal` commands that match `#shiproom.tests.terminalCommands#`, by how they end; `reports` that match `#shiproom.tests.reports#`; `command`, what was run as `shiproom run -- …`. Choose with **Shiproom: Choose Test Sources…**. A workspace cannot set this.',
    restricted: true,
  },
  'tests.terminalCommands': {
    type: 'array',
    items: { type: 'string' },
    uniqueItems: true,
    default: ['npm test*', 'npm run test*', 'pnpm test*', 'yarn test*', 'pytest*', 'go test*', 'cargo test*'],
    scope: 'application',
    markdownDescription:
      'Terminal commands that are test runs, as patterns: `*` stands for any characters, `?` for one. A workspace cannot set this.',
    restricted: true,
  },
  'tests.reports': {
    type: 'array',
    items: { type: 'string' },
    uniqueItems: true,
    default: [],
    scope: 'resource',
    markdownDescription:
      'Report files of test runs, as glob patterns below the repository: JUnit XML, CTRF, the JSON of Vitest and Jest, `go test -json`, TAP, TRX.',
    restricted: true,
  },
  'testing.showFailures': {
    type: 'boolean',
    default: true,
    scope: 'window',
    markdownDescription:
      'Show what failed in the last CI run of the branch in the Testing view and in Problems, at its present line.',
    restricted: false,
  },
  actAs: {
    type: 'string',
    enum: ['bridge', 'me'],
    markdownEnumDescriptions: [
      'The bridge does it, after it has asked the forge whether you may.',
      `This editor does it with your own ${sessionForge} session, for repositories on ${sessionForge}, and tells the bridge how that went. The session stays in the editor.`,
    ],
    default: 'bridge',
    scope: 'application',
    markdownDescription:
      'Who reruns, cancels, starts and approves CI when you ask for it here. A workspace cannot set this.',
    restricted: true,
  },
  'notifications.runEnded': {
    type: 'boolean',
    default: true,
    scope: 'window',
    markdownDescription: 'Say when a CI run that was started in this window has ended.',
    restricted: false,
  },
  'notifications.approvals': {
    type: 'boolean',
    default: true,
    scope: 'window',
    markdownDescription: 'Say when a deployment waits for your approval.',
    restricted: false,
  },
  'notifications.mentions': {
    type: 'boolean',
    default: true,
    scope: 'window',
    markdownDescription:
      'Say when somebody mentions you in the room, and when a message was sent to your editor from a chat.',
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
const inTeam = `view == ${viewId('team')}`;
const inFeed = `view == ${viewId('feed')}`;
const online = "shiproom.connection == 'online'";

/** A row of the view Now whose `viewItem` begins with this word, and has that other among its words. */
const item = (is: string, has = ''): string => {
  const words = [is && `^${is}\\b`, has && `\\b${has}\\b`].filter(Boolean);
  return [inNow, ...words.map((word) => `viewItem =~ /${word}/`)].join(' && ');
};

export const menus = {
  'view/title': [
    { command: 'runCi', when: `${inNow} && ${online}`, group: 'navigation@1' },
    { command: 'shareStatus', when: `${inNow} && shiproom.state == 'online'`, group: 'navigation@2' },
    { command: 'pauseSharing', when: `${inNow} && shiproom.sharing == 'on'`, group: '1_sharing' },
    { command: 'resumeSharing', when: `${inNow} && shiproom.paused`, group: '1_sharing' },
    { command: 'changeSharingMode', when: inNow, group: '1_sharing' },
    { command: 'connect', when: inNow, group: '2_bridge@1' },
    { command: 'disconnect', when: `${inNow} && shiproom.connection != 'unpaired'`, group: '2_bridge@2' },
    { command: 'signOut', when: `${inNow} && shiproom.connection != 'unpaired'`, group: '2_bridge@3' },
    { command: 'pair', when: `${inNow} && ${online}`, group: '3_identity' },
    { command: 'doctor', when: inNow, group: '4_doctor' },
    { command: 'runLine', when: `${inFeed} && ${online}`, group: 'navigation@1' },
    { command: 'openRoom', when: `${inFeed} && shiproom.connection != 'unpaired'`, group: 'navigation@2' },
  ],
  'view/item/context': [
    { command: 'runCi', when: item('ci'), group: 'inline@2' },
    { command: 'claim', when: item('ci', 'claimable'), group: 'inline@1' },
    { command: 'handOver', when: item('ci', 'claimable'), group: '1_claim' },
    { command: 'release', when: item('claim', 'mine'), group: 'inline@1' },
    { command: 'handOver', when: item('claim'), group: 'inline@2' },
    { command: 'cancelRun', when: item('run', 'cancel'), group: 'inline@1' },
    { command: 'rerunFailed', when: item('run', 'rerunFailed'), group: 'inline@1' },
    { command: 'rerunCi', when: item('run', 'rerun'), group: 'inline@2' },
    { command: 'rerunDebug', when: item('run', 'debug'), group: '1_rerun' },
    { command: 'openLog', when: item('run'), group: 'inline@3' },
    { command: 'openLogInTerminal', when: item('run'), group: '2_log' },
    { command: 'rerunJob', when: item('job', 'rerunJob'), group: 'inline@1' },
    { command: 'openLog', when: item('job'), group: 'inline@2' },
    { command: 'openLogInTerminal', when: item('job'), group: '2_log' },
    { command: 'approve', when: item('gate', 'decide'), group: 'inline@1' },
    { command: 'reject', when: item('gate', 'decide'), group: 'inline@2' },
    { command: 'openPage', when: item('', 'page'), group: 'inline@9' },
    { command: 'chooseTestSources', when: item('tests'), group: 'inline@1' },
    { command: 'runTest', when: item('failure', 'runnable'), group: 'inline@1' },
    { command: 'openCard', when: `${inTeam} && viewItem =~ /\\bbranch\\b/`, group: 'inline@1' },
    { command: 'compareBranch', when: `${inTeam} && viewItem =~ /\\bcompare\\b/`, group: 'inline@2' },
    { command: 'messagePerson', when: `${inTeam} && viewItem =~ /\\bother\\b/`, group: 'inline@3' },
    { command: 'shareStatus', when: item('sharing', 'none'), group: 'inline' },
    { command: 'pauseSharing', when: item('sharing', 'on'), group: 'inline' },
    { command: 'resumeSharing', when: item('sharing', 'paused'), group: 'inline' },
  ],
  'editor/context': [
    {
      command: 'shareSelection',
      when: `editorHasSelection && ${online} && resourceScheme == 'file'`,
      group: '9_cutcopypaste@9',
    },
  ],
} as const satisfies Record<string, readonly MenuItem[]>;

/** Schemas of the files that are written by hand, for the extension that completes YAML where it is installed. */
export const yamlSchemas = [
  { fileMatch: ['.shiproom.yml', '.shiproom.yaml'], url: './media/schema/repository.json' },
  { fileMatch: ['shiproom.yaml'], url: './media/schema/shiproom.json' },
] as const;
