import { sessionForge } from '../forges/words.ts';

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
