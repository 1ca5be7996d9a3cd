import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError, type PlatformFault } from '../../../ports/platform-error.ts';
import { type Check, well, wrong } from '../../check.ts';
import { createCaller, jsonOf, shaped } from '../../http/caller.ts';
import { greeting } from '../../http/greeting.ts';
import { refusal, refusals, wordOf } from './failure.ts';
import { User } from './schema.ts';

export interface MattermostToCheck {
  readonly url: string;
  readonly token: string;
  readonly channels: readonly string[];
  readonly clock: Clock;
  readonly timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 10_000;
const mostSkewMs = 300_000;
const Hello = z.object({ event: z.literal('hello') });

/** Looks at each hop to Mattermost: the token, the server's version and clock, the WebSocket, and each channel. */
export async function checkMattermost(config: MattermostToCheck): Promise<readonly Check[]> {
  const account = await checkAccount(config);
  if (!account.every(({ ok }) => ok)) return account;
  return [
    ...account,
    await checkConnection(config),
    ...(await inTurn(config.channels, (id) => checkChannel(config, id))),
  ];
}

/** The address, the token, and what the answer tells of the server. */
export async function checkAccount(config: MattermostToCheck): Promise<readonly Check[]> {
  const name = 'Mattermost token';
  if (config.token === '')
    return [
      wrong(
        name,
        'is missing.',
        'Give the access token of the bot account: System Console → Integrations → Bot Accounts.',
      ),
    ];
  try {
    const answer = await ask(config, '/users/me');
    const { username, is_bot: bot } = shaped(User, answer);
    const hint =
      bot === true ? undefined : 'A bot account of its own is better: people see who speaks, and its rights are few.';
    const version = /^\d+\.\d+\.\d+/.exec(answer.headers.get('x-version-id') ?? '')?.[0];
    const date = Date.parse(answer.headers.get('date') ?? '');
    return [
      well(name, `is @${username}’s.`, hint),
      well('Mattermost server', version === undefined ? 'does not tell its version.' : `is version ${version}.`),
      checkClock(config.clock.now() - date),
    ];
  } catch (error) {
    return [
      failed(name, error, 'Copy the token again, or make another: System Console → Integrations → Bot Accounts.'),
    ];
  }
}

function checkClock(aheadMs: number): Check {
  if (Number.isNaN(aheadMs)) return well('Clock', 'cannot be compared: Mattermost told no time.');
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= mostSkewMs) return well('Clock', `agrees with Mattermost’s to ${Math.max(seconds, 1)} s.`);
  return wrong(
    'Clock',
    `is ${Math.round(seconds / 60)} min ${aheadMs > 0 ? 'ahead of' : 'behind'} Mattermost’s, and may be 5 min off at most.`,
    'Set both machines’ clocks by NTP (on Linux: timedatectl set-ntp true).',
  );
}

/** A channel, which the bot has to be in. */
export async function checkChannel(config: MattermostToCheck, id: string): Promise<Check> {
  const name = `Mattermost ${id}`;
  const invite =
    'In Mattermost, open the channel and type /invite and the bot’s name; the bot has to be in the team first.';
  if (!/^[a-z0-9]{26}$/.test(id))
    return wrong(
      `“${id.slice(0, 40)}”`,
      'is not the id of a channel.',
      'Ids have 26 letters and digits: the channel’s menu → View Info shows it.',
    );
  try {
    await ask(config, `/channels/${id}/posts?per_page=1`);
    return well(name, 'can be read: the bot is in it.');
  } catch (error) {
    if (error instanceof PlatformError && (error.fault === 'gone' || error.fault === 'refused'))
      return wrong(name, 'is a channel that the bot is not in.', invite);
    return failed(name, error, invite);
  }
}

async function ask(config: MattermostToCheck, path: string) {
  const { call } = createCaller({ ...config, word: wordOf, timeoutMs: config.timeoutMs ?? defaultTimeoutMs });
  const headers = { authorization: `Bearer ${config.token}` };
  const answer = await call({ path: `/api/v4${path}`, headers, fine: refusals });
  if (refusals.includes(answer.status)) throw refusal(answer, config.clock.now());
  return answer;
}

/** Opens the WebSocket once, waits for its hello, and leaves. https://api.mattermost.com/#tag/WebSocket */
export async function checkConnection({
  url,
  token,
  clock,
  timeoutMs = defaultTimeoutMs,
}: MattermostToCheck): Promise<Check> {
  const name = 'Mattermost connection';
  const open = 'See that what stands before Mattermost lets WebSockets through (Upgrade, at /api/v4/websocket).';
  const socket = new WebSocket(`${url.replace(/\/+$/, '').replace(/^http/, 'ws')}/api/v4/websocket`, {
    followRedirects: false,
    handshakeTimeout: timeoutMs,
    maxPayload: 1 << 20,
    perMessageDeflate: false,
  });
  socket.on('open', () => socket.send(JSON.stringify({ seq: 1, action: 'authentication_challenge', data: { token } })));
  return greeting(socket, {
    clock,
    timeoutMs,
    frame: (text) => (Hello.safeParse(jsonOf(Buffer.from(text))).success ? well(name, 'says hello.') : undefined),
    none: (why) => wrong(name, `does not come up: ${why}.`, open),
  });
}

const said: Readonly<Record<PlatformFault, string>> = {
  unauthorised: 'is not accepted',
  refused: 'is refused',
  gone: 'is not there',
  limited: 'was not answered: Mattermost limits how often it is asked',
  unavailable: 'cannot be checked: Mattermost is not reached',
  unsure: 'was not answered',
};

function failed(name: string, error: unknown, fix: string): Check {
  if (!(error instanceof PlatformError)) throw error;
  const { fault, vendorWord, retryAfterMs } = error;
  const reach = 'Check mattermost.url in shiproom.yaml, and this machine’s network.';
  const wait = `Ask again in ${Math.ceil((retryAfterMs ?? 10_000) / 1000)} s.`;
  const next = fault === 'limited' ? wait : fault === 'unavailable' ? reach : fix;
  return wrong(name, `${said[fault]} (${vendorWord}).`, next);
}

/** One after another: a doctor that asks too much at once is told to wait. */
async function inTurn<T>([first, ...rest]: readonly T[], look: (each: T) => Promise<Check>): Promise<Check[]> {
  return first === undefined ? [] : [await look(first), ...(await inTurn(rest, look))];
}
