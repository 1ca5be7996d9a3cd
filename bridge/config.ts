import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { RepositoryId } from '../protocol/model/ids.ts';
import { type Routing, routingTo } from './app/routes/routing.ts';
import { BuildbotSettings } from './connect/buildbot.ts';
import { GitHubSettings } from './connect/github.ts';
import { GitLabSettings } from './connect/gitlab.ts';
import { JenkinsSettings } from './connect/jenkins.ts';
import { mattermostChannel, mattermostChannelWords, MattermostSettings } from './connect/mattermost.ts';
import { type Channel, channelsIn } from './domain/route.ts';
import type { Environment } from './folders.ts';
import { readYaml } from './read-yaml.ts';
import { RouteList, type RouteSettings, wrong } from './route-schema.ts';
import { channelOf, readRepositoryFile, routeOf } from './route-settings.ts';
import { codeOf, Unusable } from './unusable.ts';

const text = z.string().check(z.minLength(1), z.maxLength(2000));
const command = z.union([text, z.array(text).check(z.minLength(1))]);
const names = z.array(text);

const Ci = z.strictObject({
  setup: z.optional(
    command.check(z.describe('What makes a fresh checkout ready; else the clean install of its lock file.')),
  ),
  test: z.optional(command.check(z.describe('What decides; else the package manager’s test script.'))),
  reports: z.optional(names.check(z.describe('Where JUnit reports are written.'))),
  timeLimitMinutes: z.optional(
    z
      .number()
      .check(z.positive(), z.maximum(24 * 60), z.describe('When a run is ended: 30 minutes, where it is not said.')),
  ),
  environment: z.optional(
    z
      .record(z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)), z.string())
      .check(z.describe('Variables for the run, which otherwise sees an allow-list of the bridge’s.')),
  ),
});

/** A channel's id, as its details show it at the bottom: names change, ids do not. */
const slackChannel = /^[CG][A-Z0-9]{5,}$/;
const slackChannelWords = 'must be a channel id such as C0123ABCD, not a name';

const Slack = z.strictObject({
  channel: z.optional(
    z
      .string()
      .check(
        z.regex(slackChannel, slackChannelWords),
        z.describe('The channel’s id, as its details show it. Without routes, everything is told there.'),
      ),
  ),
  asAuthors: z.optional(
    z.boolean().check(z.describe('People’s words are posted under their names: needs the scope chat:write.customize.')),
  ),
  apiUrl: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/,
          'must be https, or http on this machine',
        ),
        z.describe('Another address of Slack’s API, for tests.'),
      ),
  ),
});

const RuleSchema = z.strictObject({
  allow: text.check(z.describe('A command, or its first word and *, or *.')),
  to: names.check(z.describe('People by id, group:NAME, or everyone of the room.')),
  branches: z.optional(names.check(z.describe('The branches for which the rule holds; * stands for anything.'))),
});

const sections = z.strictObject({
  room: z.optional(
    z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(80), z.describe('The room’s name.')) }),
  ),
  groups: z.optional(
    z
      .record(z.string(), names)
      .check(z.describe('People by id, under a name that rules use as group:NAME, and routes as teams.')),
  ),
  rules: z.optional(z.array(RuleSchema).check(z.describe('Who may do what, beyond reading.'))),
  ci: z.optional(Ci.check(z.describe('The built-in CI.'))),
  slack: z.optional(Slack.check(z.describe('Slack. The two tokens come from the environment.'))),
  mattermost: z.optional(MattermostSettings.check(z.describe('Mattermost. The token comes from the environment.'))),
  routes: z.optional(RouteList.check(z.describe('Where what happens is told, and what of it.'))),
  repositories: z.optional(
    z
      .array(RepositoryId.check(z.regex(/^[a-z0-9.-]+(\/[^\s/]+){2,}$/, 'must be host/owner/name, in lower case')))
      .check(z.describe('Further repositories that the room follows, as host/owner/name.')),
  ),
  github: z.optional(GitHubSettings.check(z.describe('GitHub: its pull requests, and its Actions.'))),
  gitlab: z.optional(GitLabSettings.check(z.describe('GitLab: its merge requests, and its pipelines.'))),
  jenkins: z.optional(JenkinsSettings.check(z.describe('Jenkins.'))),
  buildbot: z.optional(BuildbotSettings.check(z.describe('Buildbot.'))),
});

/** The chats that routes may name. */
const chats = ['slack', 'mattermost'] as const;

/** shiproom.yaml, the bridge's own file. It is never read from a repository. */
export const SettingsFile = sections.check(
  z.check((file) => {
    for (const [index, route] of (file.value.routes ?? []).entries())
      file.issues.push(...faultsOf(file.value, route, ['routes', index]));
  }),
);
export type SettingsFile = z.infer<typeof SettingsFile>;

function faultsOf(settings: z.infer<typeof sections>, route: RouteSettings, at: readonly PropertyKey[]) {
  const { channels = [], people = [], include, exclude } = route;
  const groups = settings.groups ?? {};
  const blocks = [
    ['include', include?.teams],
    ['exclude', exclude?.teams],
  ] as const;
  return [
    ...channels.flatMap((each, n) => {
      const why = whyNoChannel(settings, channelOf(each));
      return why === undefined ? [] : [wrong(each, [...at, 'channels', n], why)];
    }),
    ...blocks.flatMap(([block, teams = []]) =>
      teams.flatMap((each, n) =>
        Object.hasOwn(groups, each) ? [] : [wrong(each, [...at, block, 'teams', n], 'is no group of this file')],
      ),
    ),
    ...(channels.length + people.length > 0 ? [] : [wrong(route, [...at], 'leads nowhere: name channels, or people')]),
  ];
}

function whyNoChannel(settings: z.infer<typeof sections>, { platform, channel }: Channel): string | undefined {
  const chat = chats.find((each) => each === platform);
  if (!chat) return `begins with the name of a chat: ${chats.join(', ')}`;
  if (!settings[chat]) return `names ${chat}, which has no section in this file`;
  if (chat === 'slack') return slackChannel.test(channel) ? undefined : slackChannelWords;
  return mattermostChannel.test(channel) ? undefined : mattermostChannelWords;
}

/** Reads the text of a shiproom.yaml. Fails with Unusable, naming line and column. */
export const readSettings = (file: string, content: string): SettingsFile =>
  readYaml({ file, strange: 'is not a setting that Shiproom knows' }, content, SettingsFile);

/** What the settings say of routes. `slack.channel` alone is one route for everything, which is called `default`. */
export function routingOf(settings: SettingsFile): Routing {
  const { routes: said, groups = {} } = settings;
  const home = chats.flatMap((platform): Channel[] => {
    const channel = settings[platform]?.channel;
    return channel === undefined ? [] : [{ platform, channel }];
  });
  const usual = routingTo(home);
  const routes = said ? said.map((route) => routeOf(route)) : usual.routes;
  const channels = channelsIn([{ channels: home }, ...routes]);
  const first = routes.find((route) => route.channels.length > 0)?.channels ?? [];
  const people = new Set([...routes.flatMap((route) => route.people), ...Object.values(groups).flat()]);
  return {
    ...usual,
    routes,
    channels,
    home: home.length > 0 ? home : first,
    read: (content) => readRepositoryFile({ routes, channels, people, groups }, content),
  };
}

/** Reads a settings file. One that nobody named may be missing. Fails with Unusable. */
export async function loadSettings(file: string, named: boolean): Promise<SettingsFile> {
  try {
    return readSettings(file, await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Unusable) throw error;
    if (!named && codeOf(error) === 'ENOENT') return {};
    throw new Unusable(`${file} cannot be read (${codeOf(error)}). Mend that, or name another by --config.`);
  }
}

/** What connects Slack: the file names channels, the environment holds the two tokens. */
export interface SlackSettings {
  readonly channels: readonly string[];
  readonly asAuthors?: boolean;
  readonly apiUrl?: string;
  readonly botToken: string;
  readonly appToken: string;
}

/** The channels of one chat that the settings name, each once: those that it listens to. */
export const channelsOfChat = (settings: SettingsFile, platform: (typeof chats)[number]): string[] =>
  routingOf(settings).channels.flatMap((each) => (each.platform === platform ? [each.channel] : []));

/** Undefined where no Slack is set up. Fails with Unusable where it is set up by half. */
export function slackSettings(settings: SettingsFile, environment: Environment): SlackSettings | undefined {
  if (!settings.slack) return undefined;
  const botToken = environment['SHIPROOM_SLACK_BOT_TOKEN'] ?? '';
  const appToken = environment['SHIPROOM_SLACK_APP_TOKEN'] ?? '';
  if (!botToken.startsWith('xoxb-'))
    throw new Unusable(
      'Slack is set up without its bot token. Set SHIPROOM_SLACK_BOT_TOKEN (xoxb-…), see docs/slack.md.',
    );
  if (!appToken.startsWith('xapp-'))
    throw new Unusable(
      'Slack is set up without its app-level token. Set SHIPROOM_SLACK_APP_TOKEN (xapp-…), see docs/slack.md.',
    );
  const { apiUrl, asAuthors } = settings.slack;
  const channels = channelsOfChat(settings, 'slack');
  if (channels.length === 0)
    throw new Unusable(
      'Slack is set up without a channel. Set slack.channel, or name one in “routes”, see docs/slack.md.',
    );
  return {
    channels,
    botToken,
    appToken,
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(asAuthors === undefined ? {} : { asAuthors }),
  };
}
