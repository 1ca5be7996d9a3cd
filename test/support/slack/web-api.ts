import { blockFaults } from './block-limits.ts';
import { changedEvent, deletedEvent, framed, mentionEvent, messageEvent } from './events.ts';
import type { Faults, Loss } from './faults.ts';
import type { Messages, SlackMessage } from './messages.ts';
import { type Answer, appToken, type Workspace } from './workspace.ts';

export type Args = Readonly<Record<string, unknown>>;

/** A call of the Web API, as it came in. */
export interface Call {
  readonly at: number;
  readonly method: string;
  readonly token: string;
  readonly args: Args;
}

/** Words that only one person sees. */
export interface Whisper {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: unknown;
  readonly thread?: string;
}

/** How a call ends: an answer, or no answer at all. */
export type Reply =
  | { readonly type: 'answer'; readonly answer: Answer; readonly status?: number; readonly retryAfter?: number }
  | { readonly type: 'lost'; readonly how: Loss };

/** What the front has beside the emulator. */
export interface Front {
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly faults: Faults;
  /** Tokens that were taken back. */
  readonly revoked: Set<string>;
  /** Channels that our bot is not in, by id. */
  readonly absent: Set<string>;
  readonly whispers: Whisper[];
  /** An event, framed, for the app's sockets. */
  send(payload: unknown): void;
  socketUrl(): string;
  refusing(): boolean;
}

const refuse = (error: string): Answer => ({ ok: false, error });

/** https://docs.slack.dev/reference/methods/auth.test/#errors */
function unauthorised(front: Front, { token, method }: Call): string | undefined {
  if (token === '') return 'not_authed';
  if (front.revoked.has(token)) return 'token_revoked';
  if (!front.workspace.tokens.includes(token)) return 'invalid_auth';
  // https://docs.slack.dev/reference/methods/apps.connections.open/ : app-level tokens, and nothing else.
  return (token === appToken) === (method === 'apps.connections.open') ? undefined : 'not_allowed_token_type';
}

/** Answers a call as Slack would, from the emulator's state, after whatever fault was planned for it. */
export async function answer(front: Front, call: Call): Promise<Reply> {
  const error = unauthorised(front, call);
  if (error) return { type: 'answer', answer: refuse(error) };
  const fault = front.faults.next(call.method, call.args['channel']);
  if (fault?.type === 'limited')
    return { type: 'answer', answer: refuse('ratelimited'), status: 429, retryAfter: fault.retryAfter };
  if (fault?.type === 'refused') return { type: 'answer', answer: refuse(fault.error) };
  const done = await obey(front, call);
  if (done.ok) await tell(front, call, done);
  return fault ? { type: 'lost', how: fault.how } : { type: 'answer', answer: done };
}

async function obey(front: Front, { method, token, args }: Call): Promise<Answer> {
  const bot = token.startsWith('xoxb-');
  // https://docs.slack.dev/reference/methods/chat.postMessage/#errors
  if (bot && front.absent.has(String(args['channel']))) return refuse('not_in_channel');
  const wrong = blockFaults(args['blocks']);
  if (wrong.length > 0) return { ...refuse('invalid_blocks'), response_metadata: { messages: wrong } };
  if (JSON.stringify(args['text'] ?? '').length > 40_000) return refuse('msg_too_long');
  switch (method) {
    case 'apps.connections.open':
      return front.refusing() ? refuse('internal_error') : { ok: true, url: front.socketUrl() };
    case 'conversations.history':
      return page(await front.messages.roots(String(args['channel'])), args, await known(front, token, args));
    case 'conversations.replies':
      return replies(front, token, args);
    case 'users.info':
      return userInfo(front, await front.workspace.call(token, method, args));
    case 'chat.postMessage':
    case 'chat.update':
      return posted(front, await front.workspace.call(token, method, args));
    default:
      return front.workspace.call(token, method, args);
  }
}

const known = (front: Front, token: string, args: Args): Promise<Answer> =>
  front.workspace.call(token, 'conversations.info', { channel: args['channel'] });

async function replies(front: Front, token: string, args: Args): Promise<Answer> {
  const found = await front.messages.thread(String(args['channel']), String(args['ts']));
  const [root, ...below] = found;
  if (!root) return refuse('thread_not_found');
  const answered = page(below, args, await known(front, token, args));
  // The first message comes along on the first page, whatever its time.
  return answered.ok && !args['cursor']
    ? { ...answered, messages: [without(root, args), ...(answered['messages'] as SlackMessage[])] }
    : answered;
}

const yes = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** Metadata comes along only where it is asked for. */
const without = ({ metadata, ...message }: SlackMessage, args: Args): object =>
  metadata && yes(args['include_all_metadata']) ? { ...message, metadata } : message;

/** https://docs.slack.dev/reference/methods/conversations.history/ : oldest, latest, inclusive, limit, cursor, include_all_metadata. */
function page(all: readonly SlackMessage[], args: Args, info: Answer): Answer {
  if (!info.ok) return info;
  const { oldest = '0', latest = '9999999999.999999', limit = 100, cursor = '' } = args;
  const inside = all.filter(({ ts }) => {
    if (ts === oldest || ts === latest) return yes(args['inclusive']);
    return ts > String(oldest) && ts < String(latest);
  });
  const start = cursor === '' ? 0 : inside.findIndex(({ ts }) => ts === cursor);
  const end = start + Math.min(Number(limit), 999);
  const next_cursor = inside[end]?.ts ?? '';
  const messages = inside.slice(start, end).map((message) => without(message, args));
  return { ok: true, messages, has_more: next_cursor !== '', response_metadata: { next_cursor } };
}

/** https://docs.slack.dev/reference/objects/user-object/ */
function userInfo(front: Front, found: Answer): Answer {
  const user = found['user'] as (Args & { id: string }) | undefined;
  if (!user) return found;
  const usual = { is_restricted: false, is_ultra_restricted: false };
  return { ...found, user: { ...user, ...usual, ...front.workspace.person(user.id)?.marks } };
}

function posted(front: Front, done: Answer): Answer {
  return done.ok ? { ...done, message: front.messages.complete(done['message']) } : done;
}

/** The events that a call causes, for whoever listens: our own posts come back too, marked with our bot_id. */
async function tell(front: Front, { method, args }: Call, done: Answer): Promise<void> {
  const channel = String(done['channel'] ?? args['channel']);
  if (method === 'chat.postEphemeral') {
    const { user, text, blocks, thread_ts: thread } = args;
    const seen = { channel, user: String(user), text: String(text) };
    front.whispers.push({ ...seen, ...(blocks ? { blocks } : {}), ...(typeof thread === 'string' ? { thread } : {}) });
  }
  if (front.absent.has(channel)) return;
  const eventTs = (Date.now() / 1000).toFixed(6);
  if (method === 'chat.postMessage') {
    const message = done['message'] as SlackMessage;
    front.send(framed(messageEvent(channel, message)));
    const mention = mentionEvent(channel, message);
    if (mention) front.send(framed(mention));
  }
  if (method === 'chat.update') front.send(framed(changedEvent(channel, done['message'] as SlackMessage, eventTs)));
  if (method === 'chat.delete') front.send(framed(deletedEvent(channel, String(args['ts']), eventTs)));
}
