import { WebClient } from '@slack/web-api';
import * as z from 'zod/mini';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { type Check, well, wrong } from '../../check.ts';
import { defaultTimeoutMs, slackUrl } from './config.ts';
import { explain } from './doctor-words.ts';
import { greet } from './doctor-socket.ts';
import { toPlatformError } from './failure.ts';
import { createSlackLogger } from './logger.ts';
import { botScopes, optionalScopes } from './manifest.ts';

export interface SlackToCheck {
  readonly botToken: string;
  readonly appToken: string;
  /** Where the bridge posts and listens: channels by id, people by `@` and their id. */
  readonly channels: readonly string[];
  readonly apiUrl?: string | undefined;
  readonly clock: Clock;
  readonly timeoutMs?: number | undefined;
  /** People's words are posted under their names, for which a further scope is needed. */
  readonly asAuthors?: boolean | undefined;
  /** A bridge is connected with these tokens: no further connection is opened, since Slack would send it events that are the bridge's. */
  readonly connected?: boolean | undefined;
}

/** What `auth.test` and its headers tell of a bot token. */
interface Known {
  readonly team: string;
  readonly bot: string;
  /** Absent where Slack did not say. */
  readonly scopes?: readonly string[] | undefined;
  /** How far our clock is ahead of Slack's. */
  readonly aheadMs?: number | undefined;
}

const AuthTest = z.object({ team: z.string(), user: z.string() });
const ScopesOf = z.object({ response_metadata: z.object({ scopes: z.array(z.string()) }) });
const Connection = z.object({ url: z.string() });

/** Clocks that differ by more miss what was said meanwhile, or take it in twice. */
const mostSkewMs = 300_000;

/** Looks at each hop to Slack, in the order in which they depend on each other. What needs a hop that is broken is left out. */
export async function checkSlack(config: SlackToCheck): Promise<readonly Check[]> {
  const [bot, app] = [await checkBot(config), await checkApp(config)];
  if (!bot[0]?.ok) return [...bot, ...app];
  return [...bot, ...app, ...(await inTurn(config.channels, (channel) => checkPlace(config, channel)))];
}

/** The bot token, its scopes, and our clock against Slack's. */
export async function checkBot(config: SlackToCheck): Promise<readonly Check[]> {
  const misread = prefixed(
    config.botToken,
    'xoxb-',
    'Slack bot token',
    'the Bot User OAuth Token, under OAuth & Permissions',
  );
  if (misread) return [misread];
  let dateAt: number | undefined;
  const noteDate: typeof fetch = async (...asked) => {
    const answer = await fetch(...asked);
    const date = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isFinite(date)) dateAt = date;
    return answer;
  };
  try {
    const answer = await clientOf(config, config.botToken, noteDate).apiCall('auth.test');
    const { team, user } = z.parse(AuthTest, answer);
    const scopes = ScopesOf.safeParse(answer);
    const aheadMs = dateAt === undefined ? undefined : config.clock.now() - dateAt;
    const known = {
      team,
      bot: user,
      scopes: scopes.success ? scopes.data.response_metadata.scopes : undefined,
      aheadMs,
    };
    return [well('Slack bot token', `is @${user}’s in ${team}.`), checkScopes(known, config), checkClock(known)];
  } catch (error) {
    return [failed('Slack bot token', error)];
  }
}

function checkScopes({ scopes }: Known, { asAuthors = false }: SlackToCheck): Check {
  const name = 'Slack scopes';
  if (scopes === undefined) return well(name, 'are not told by Slack; what is missing shows when it is used.');
  const author = 'chat:write.customize';
  const needed = { ...botScopes, ...(asAuthors ? { [author]: optionalScopes[author] } : {}) };
  const missing = Object.entries(needed).filter(([scope]) => !scopes.includes(scope));
  if (missing.length > 0)
    return wrong(
      name,
      `lack ${missing.map(([scope, why]) => `${scope} (${why})`).join(', ')}.`,
      'Add them under OAuth & Permissions → Bot Token Scopes, then press “Reinstall to Workspace”. The token stays the same.',
    );
  const known = [...Object.keys(botScopes), ...Object.keys(optionalScopes)];
  const needless = scopes.filter((scope) => !known.includes(scope));
  return needless.length === 0
    ? well(name, `are the ${scopes.length} that Shiproom asks for.`)
    : well(
        name,
        `are complete, and more than Shiproom uses: ${needless.join(', ')}.`,
        'Remove those under OAuth & Permissions, unless you gave them on purpose.',
      );
}

function checkClock({ aheadMs }: Known): Check {
  if (aheadMs === undefined) return well('Clock', 'cannot be compared: Slack told no time.');
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= mostSkewMs) return well('Clock', `agrees with Slack’s to ${Math.max(seconds, 1)} s.`);
  return wrong(
    'Clock',
    `is ${Math.round(seconds / 60)} min ${aheadMs > 0 ? 'ahead of' : 'behind'} Slack’s, and may be 5 min off at most.`,
    'Set this machine’s clock by NTP (on Linux: timedatectl set-ntp true).',
  );
}

/** The app-level token, and a connection by it. */
export async function checkApp(config: SlackToCheck): Promise<readonly Check[]> {
  const misread = prefixed(
    config.appToken,
    'xapp-',
    'Slack app-level token',
    'the one under Basic Information → App-Level Tokens',
  );
  if (misread) return [misread];
  let url: string;
  try {
    ({ url } = z.parse(Connection, await clientOf(config, config.appToken).apiCall('apps.connections.open')));
  } catch (error) {
    return [failed('Slack app-level token', error)];
  }
  const token = well('Slack app-level token', 'opens connections.');
  if (config.connected) return [token, well('Slack connection', 'is left to the bridge that runs.')];
  return [token, await greet(url, config.clock, config.timeoutMs ?? defaultTimeoutMs)];
}

/** One channel, which the bot has to be in; or one person. */
export async function checkPlace(config: SlackToCheck, place: string): Promise<Check> {
  const client = clientOf(config, config.botToken);
  const name = `Slack ${place}`;
  try {
    if (place.startsWith('@')) await client.apiCall('users.info', { user: place.slice(1) });
    else await client.apiCall('conversations.history', { channel: place, limit: 1 });
    return well(name, place.startsWith('@') ? 'is somebody of the workspace.' : 'can be read: the bot is in it.');
  } catch (error) {
    return failed(name, error);
  }
}

function clientOf({ apiUrl, timeoutMs }: SlackToCheck, token: string, ask?: typeof fetch): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl ?? slackUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? defaultTimeoutMs,
    allowAbsoluteUrls: false,
    logger: createSlackLogger(() => {}),
    ...(ask ? { fetch: ask } : {}),
  });
}

/** A token of another kind is told by its beginning, without asking Slack. */
function prefixed(token: string, prefix: string, name: string, where: string): Check | undefined {
  if (token.startsWith(prefix) && /^[\w-]{10,300}$/.test(token)) return undefined;
  const kind = /^(xox[a-z]|xapp)-/.exec(token)?.[1];
  const says =
    token === ''
      ? 'is missing.'
      : kind === undefined
        ? 'does not look like a token of Slack’s.'
        : kind === prefix.slice(0, -1)
          ? 'is too short, or has characters that no token has: it was not copied whole.'
          : `is of another kind: it begins with ${kind}-.`;
  return wrong(name, says, `Give ${where}; it begins with ${prefix}.`);
}

function failed(name: string, error: unknown): Check {
  const failure =
    error instanceof z.core.$ZodError ? new PlatformError('unsure', 'unreadable_answer') : toPlatformError(error);
  const { says, fix } = explain(failure);
  return wrong(name, says, fix);
}

/** One after another: a doctor that asks too much at once is told to wait. */
async function inTurn<T>([first, ...rest]: readonly T[], look: (each: T) => Promise<Check>): Promise<Check[]> {
  return first === undefined ? [] : [await look(first), ...(await inTurn(rest, look))];
}
