import { blockFaults, viewFaults } from './block-limits.ts';
import { changedEvent, deletedEvent, framed, mentionEvent, messageEvent } from './events.ts';
import type { Faults, Loss } from './faults.ts';
import type { Messages, SlackMessage } from './messages.ts';
import { page, replies } from './pages.ts';
import type { Rates } from './rates.ts';
import { missingScope } from './scopes.ts';
import type { Storms } from './storms.ts';
import { type Answer, appToken, refuse, shiproom, type Workspace } from './workspace.ts';

export type Args = Readonly<Record<string, unknown>>;

/** A call of the Web API, as it came in. `at` is by the workspace's clock. */
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

/** A person's page of the app. https://docs.slack.dev/reference/methods/views.publish/ */
export interface HomeView {
  readonly type: 'home';
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
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
  readonly storms: Storms;
  readonly rates: Rates;
  /** Tokens that were taken back. */
  readonly revoked: Set<string>;
  /** Channels that our bot is not in, by id. */
  readonly absent: Set<string>;
  readonly whispers: Whisper[];
  readonly homes: Map<string, HomeView>;
  /** What our bot may do. */
  scopes(): readonly string[];
  /** A page was published. */
  published(user: string): void;
  /** An event, framed, for the app's sockets. */
  send(payload: unknown): void;
  /** A message of a channel reads otherwise than before. */
  changed(channel: string, message: SlackMessage, before: SlackMessage): void;
  socketUrl(): string;
  refusing(): boolean;
}

const limited = (retryAfter: number): Reply => ({
  type: 'answer',
  answer: refuse('ratelimited'),
  status: 429,
  retryAfter,
});

/** https://docs.slack.dev/reference/methods/auth.test/#errors */
function unauthorised(front: Front, { token, method, args }: Call): Answer | undefined {
  if (token === '') return refuse('not_authed');
  if (front.revoked.has(token)) return refuse('token_revoked');
  if (!front.workspace.tokens.includes(token)) return refuse('invalid_auth');
  // https://docs.slack.dev/reference/methods/apps.connections.open/ : app-level tokens, and nothing else.
  if ((token === appToken) !== (method === 'apps.connections.open')) return refuse('not_allowed_token_type');
  if (token !== shiproom.token) return undefined;
  const needed = missingScope(method, args['channel'], front.scopes());
  return needed === undefined ? undefined : { ...refuse('missing_scope'), needed, provided: front.scopes().join(',') };
}

/** Answers a call as Slack would, after whatever was planned for it, or befalls it. */
export async function answer(front: Front, call: Call): Promise<Reply> {
  const error = unauthorised(front, call);
  if (error) return { type: 'answer', answer: error };
  const seconds = front.rates.take(call);
  if (seconds !== undefined) return limited(seconds);
  const planned = front.faults.next(call.method, call.args['channel']);
  const fault = planned ?? front.storms.over(call);
  if (fault?.type === 'limited') {
    front.rates.shut(call, fault.retryAfter, planned === undefined);
    return limited(fault.retryAfter);
  }
  if (fault?.type === 'refused') return { type: 'answer', answer: refuse(fault.error) };
  const done = await obey(front, call);
  return fault ? { type: 'lost', how: fault.how } : { type: 'answer', answer: done };
}

/** What somebody does with their own client: nothing befalls it. */
export async function act(front: Front, call: Call): Promise<Answer> {
  const done = unauthorised(front, call) ?? (await obey(front, call));
  if (!done.ok) throw new Error(`${call.method}: ${JSON.stringify(done)}`);
  return done;
}

async function obey(front: Front, call: Call): Promise<Answer> {
  const { method, token, args } = call;
  switch (method) {
    case 'apps.connections.open':
      return front.refusing() ? refuse('internal_error') : { ok: true, url: front.socketUrl() };
    case 'users.info':
      return userInfo(front, await front.workspace.call(token, method, args));
    case 'views.publish':
      return publish(front, args);
    case 'chat.postMessage':
    case 'chat.postEphemeral':
    case 'chat.update':
    case 'chat.delete':
    case 'conversations.history':
    case 'conversations.replies':
    case 'conversations.info':
      return inChannel(front, call);
    case 'conversations.open': {
      // https://docs.slack.dev/reference/methods/conversations.open/
      const id = front.workspace.conversation(String(args['users']));
      return id?.startsWith('D') ? { ok: true, channel: { id } } : refuse('user_not_found');
    }
    default:
      return front.workspace.call(token, method, args);
  }
}

/** https://docs.slack.dev/reference/methods/chat.postMessage/#errors */
function inChannel(front: Front, { method, token, args }: Call): Answer {
  const { workspace, absent } = front;
  const user = workspace.userOf(token);
  const named = String(args['channel']);
  const channel = workspace.conversation(named);
  // A person may be named for a conversation where something is posted, and nowhere else.
  if (channel === undefined || (channel !== named && method !== 'chat.postMessage')) return refuse('channel_not_found');
  // A direct message is between one person and our app.
  const owner = workspace.ownerOf(channel);
  if (owner !== undefined && user !== owner && user !== shiproom.userId) return refuse('channel_not_found');
  const isMember = user !== shiproom.userId || !absent.has(channel);
  if (method === 'conversations.info') {
    const name = workspace.channelName(channel);
    return { ok: true, channel: { id: channel, name, is_member: isMember, is_archived: false, is_im: !!owner } };
  }
  if (!isMember) return refuse('not_in_channel');
  const wrong = blockFaults(args['blocks']);
  if (wrong.length > 0) return { ...refuse('invalid_blocks'), response_metadata: { messages: wrong } };
  if (JSON.stringify(args['text'] ?? '').length > 40_000) return refuse('msg_too_long');
  const at = { front, channel, user, args };
  switch (method) {
    case 'chat.postMessage':
      return post(at);
    case 'chat.postEphemeral':
      return whisper(at);
    case 'chat.update':
      return update(at);
    case 'chat.delete':
      return remove(at);
    case 'conversations.history':
      return page(front.messages.roots(channel), args);
    default:
      return replies(front.messages.thread(channel, String(args['ts'])), args);
  }
}

interface At {
  readonly front: Front;
  readonly channel: string;
  readonly user: string;
  readonly args: Args;
}

/** The events that something causes, for our app: our own posts come back too, marked with our bot_id. Where our bot is not, it hears nothing. */
function tell(front: Front, channel: string, event: Record<string, unknown> | undefined): void {
  if (event && !front.absent.has(channel)) front.send(framed(event));
}

function post({ front, channel, user, args }: At): Answer {
  if (!args['text'] && !args['blocks'] && !args['attachments']) return refuse('no_text');
  const message = front.messages.post(channel, user, args);
  tell(front, channel, messageEvent(channel, message));
  tell(front, channel, mentionEvent(channel, message));
  return { ok: true, channel, ts: message.ts, message };
}

/** https://docs.slack.dev/reference/methods/chat.postEphemeral/ */
function whisper({ front, channel, args }: At): Answer {
  const { text, blocks, thread_ts: thread } = args;
  const user = String(args['user']);
  if (!front.workspace.conversation(user)) return refuse('user_not_in_channel');
  const seen = { channel, user, text: String(text) };
  front.whispers.push({ ...seen, ...(blocks ? { blocks } : {}), ...(typeof thread === 'string' ? { thread } : {}) });
  return { ok: true, message_ts: front.messages.stamp() };
}

/** https://docs.slack.dev/reference/methods/chat.update/#errors */
function update({ front, channel, user, args }: At): Answer {
  const before = front.messages.find(channel, String(args['ts']));
  if (!before || before.subtype === 'tombstone') return refuse('message_not_found');
  if (before.user !== user) return refuse('cant_update_message');
  const message = front.messages.edit(channel, before.ts, args);
  tell(front, channel, changedEvent(channel, message, before, front.messages.stamp()));
  return { ok: true, channel, ts: message.ts, text: message.text, message };
}

/** https://docs.slack.dev/reference/methods/chat.delete/#errors */
function remove({ front, channel, user, args }: At): Answer {
  const before = front.messages.find(channel, String(args['ts']));
  if (!before || before.subtype === 'tombstone') return refuse('message_not_found');
  if (before.user !== user) return refuse('cant_delete_message');
  const stone = front.messages.remove(channel, before.ts);
  const at = front.messages.stamp();
  tell(front, channel, stone ? changedEvent(channel, stone, before, at) : deletedEvent(channel, before, at));
  return { ok: true, channel, ts: before.ts };
}

/** https://docs.slack.dev/reference/objects/user-object/ */
function userInfo(front: Front, found: Answer): Answer {
  const user = found['user'] as (Args & { id: string }) | undefined;
  if (!user) return found;
  const usual = { is_restricted: false, is_ultra_restricted: false };
  return { ...found, user: { ...user, ...usual, ...front.workspace.person(user.id)?.marks } };
}

function publish(front: Front, args: Args): Answer {
  const user = String(args['user_id']);
  const view = (typeof args['view'] === 'string' ? JSON.parse(args['view']) : args['view']) as HomeView;
  if (!front.workspace.conversation(user)) return refuse('user_not_found');
  const wrong = view.type === 'home' ? viewFaults(view.blocks) : ['view: not a home'];
  if (wrong.length > 0) return { ...refuse('invalid_arguments'), response_metadata: { messages: wrong } };
  front.homes.set(user, view);
  front.published(user);
  return { ok: true, view: { id: `V${user}`, ...view } };
}
