import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { RepositoryId } from '../protocol/model/ids.ts';
import { BuildbotSettings } from './connect/buildbot.ts';
import { GitHubSettings } from './connect/github.ts';
import { GitLabSettings } from './connect/gitlab.ts';
import { JenkinsSettings } from './connect/jenkins.ts';
import type { Environment } from './folders.ts';
import { codeOf, Unusable } from './unusable.ts';

const text = z.string().check(z.minLength(1), z.maxLength(2000));
const command = z.union([text, z.array(text).check(z.minLength(1))]);
const names = z.array(text);

const Ci = z.strictObject({
  setup: z.optional(command),
  test: z.optional(command),
  reports: z.optional(names),
  timeLimitMinutes: z.optional(z.number().check(z.positive(), z.maximum(24 * 60))),
  environment: z.optional(z.record(z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)), z.string())),
});

const Slack = z.strictObject({
  /** The channel's id, as its details show it at the bottom: names change, ids do not. */
  channel: z.string().check(z.regex(/^[CG][A-Z0-9]{5,}$/, 'must be a channel id such as C0123ABCD, not a name')),
  apiUrl: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/,
          'must be https, or http on this machine',
        ),
      ),
  ),
});

const RuleSchema = z.strictObject({ allow: text, to: names, branches: z.optional(names) });

/** shiproom.yaml, the bridge's own file. It is never read from a repository. */
export const SettingsFile = z.strictObject({
  room: z.optional(z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(80)) })),
  groups: z.optional(z.record(z.string(), names)),
  rules: z.optional(z.array(RuleSchema)),
  ci: z.optional(Ci),
  slack: z.optional(Slack),
  /** Further repositories that the room follows, as host/owner/name. */
  repositories: z.optional(
    z.array(RepositoryId.check(z.regex(/^[a-z0-9.-]+(\/[^\s/]+){2,}$/, 'must be host/owner/name, in lower case'))),
  ),
  github: z.optional(GitHubSettings),
  gitlab: z.optional(GitLabSettings),
  jenkins: z.optional(JenkinsSettings),
  buildbot: z.optional(BuildbotSettings),
});
export type SettingsFile = z.infer<typeof SettingsFile>;

/** Reads the text of a shiproom.yaml. Fails with Unusable, naming line and column. */
export function readSettings(file: string, content: string): SettingsFile {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (broken) throw new Unusable(`${at(broken.pos[0])}: ${firstLine(broken.message)}`);
  const parsed = SettingsFile.safeParse(plain(document, file) ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (!issue) throw new Unusable(`${file}: cannot be read`);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const empty =
    document.getIn(path.map(keyOf)) === null ? 'has nothing under it; where it needs nothing, write {}' : undefined;
  const what = unknown === undefined ? (empty ?? issue.message) : 'is not a setting that Shiproom knows';
  throw new Unusable(`${at(offsetOf(document, path))}: “${path.map(String).join('.')}” ${lowered(what)}`);
}

/** The document as plain values. An alias without its anchor is found only here, without a place. */
function plain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new Unusable(`${file}: ${firstLine(error instanceof Error ? error.message : String(error))}`);
  }
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

/** What connects a Slack channel: the file names the channel, the environment holds the two tokens. */
export interface SlackSettings {
  readonly channel: string;
  readonly apiUrl?: string;
  readonly botToken: string;
  readonly appToken: string;
}

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
  const { channel, apiUrl } = settings.slack;
  return { channel, botToken, appToken, ...(apiUrl === undefined ? {} : { apiUrl }) };
}

const firstLine = (message: string): string => message.split('\n')[0] ?? message;
const lowered = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

/** Where the thing at a path, or the nearest thing above it, begins in the text. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth).map(keyOf), true);
    const range = node !== null && typeof node === 'object' && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}

const keyOf = (key: PropertyKey): string | number => (typeof key === 'symbol' ? String(key) : key);
