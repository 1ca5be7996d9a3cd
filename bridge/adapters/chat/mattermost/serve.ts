import { cut } from '../../messages/cut.ts';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ChatReceiver, ChatRequest } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { jsonOf } from '../../http/caller.ts';
import type { MattermostApi } from './api.ts';
import { commandLine } from './command-line.ts';
import type { MattermostConfig } from './config.ts';
import { escape, inOneLine } from './escape.ts';
import { messageId } from './message-id.ts';
import type { Offers } from './offers.ts';
import { ActionRequest, DialogSubmission, Done, type Offer, type Post, SlashCommand } from './schema.ts';
import type { ThreadOf } from './take.ts';
import type { Users } from './users.ts';
import type { Whispers } from './whisper.ts';

interface Served {
  readonly status: number;
  readonly body: unknown;
}
type Pressed = Parameters<ChatReceiver['take']>[0] & { readonly type: 'pressed' };

/** How long somebody may think about a question. */
const thinkMs = 600_000;

const fine: Served = { status: 200, body: {} };
const forged: Served = { status: 401, body: { error: 'not signed by us' } };
const unreadable: Served = { status: 400, body: { error: 'not a button, a dialog or a command of ours' } };
/** Shown to whoever pressed, alone. */
const tell = (words: string): Served => ({ status: 200, body: { ephemeral_text: words, skip_slack_parsing: true } });
/** Shown in the dialog, which stays open. */
const inDialog = (error: string): Served => ({ status: 200, body: { error } });
const old = 'This button is not on the card any more. Look at the card again.';
const failed = 'Shiproom could not take this in. Try again.';

export interface Parts {
  readonly config: MattermostConfig;
  readonly api: MattermostApi;
  readonly users: Users;
  readonly offers: Offers;
  readonly whispers: Whispers;
  readonly threadOf: ThreadOf;
  readonly receiver: ChatReceiver;
}

/**
 * What Mattermost posts to us: somebody pressed a button, answered a dialog, or typed our slash command. It is answered after it was taken in.
 * What nobody has signed or vouched for is refused before anything is looked up.
 */
export function createServe(parts: Parts): (request: ChatRequest) => Promise<Served> {
  return async ({ headers, body }) => {
    if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return slash(parts, body);
    const said = jsonOf(Buffer.from(body));
    const dialog = DialogSubmission.safeParse(said);
    if (dialog.success) return answer(parts, dialog.data);
    const action = ActionRequest.safeParse(said);
    return action.success ? press(parts, action.data) : unreadable;
  };
}

/** A trigger id is new with each press; its digest names the press. */
const nameOf = (trigger: string): string => createHash('sha256').update(trigger).digest('hex').slice(0, 32);

async function press(parts: Parts, action: ActionRequest): Promise<Served> {
  const offer = parts.offers.offer(action.context);
  if (!offer) return forged;
  try {
    const post = await parts.api.post(action.post_id);
    const us = await parts.api.whoAmI();
    // The button was made for one post; where that is another one, somebody else has put it there.
    if (!post || post.user_id !== us.id || post.props?.['shiproom_oid'] !== offer.oid) return tell(old);
    if (offer.confirm) return await ask(parts, action, offer, post);
    const thread = (await parts.threadOf(post)) ?? messageId(post);
    const { key, line } = offer;
    const place = { channel: post.channel_id, message: messageId(post), thread };
    await take(parts, { key, line, ...place, user: action.user_id, id: nameOf(action.trigger_id) });
    return fine;
  } catch (error) {
    return lost(parts, error, tell(failed));
  }
}

/** Opens a dialog: Mattermost's buttons ask nothing themselves. Its client shows it to whoever made the trigger, and to nobody else. */
async function ask(parts: Parts, action: ActionRequest, offer: Offer, post: Post): Promise<Served> {
  const { config, api, offers } = parts;
  const { key, line, confirm } = offer;
  const state = offers.ask({
    key,
    line,
    message: messageId(post),
    channel: post.channel_id,
    thread: (await parts.threadOf(post)) ?? messageId(post),
    user: action.user_id,
    id: nameOf(action.trigger_id),
    until: config.clock.now() + thinkMs,
  });
  const dialog = {
    callback_id: 'confirm',
    // https://developers.mattermost.com/integrate/plugins/interactive-dialogs/ : 24 characters.
    title: cut(inOneLine(confirm?.title ?? 'Sure?'), 24),
    introduction_text: escape(confirm?.text ?? ''),
    elements: [],
    submit_label: inOneLine(confirm?.ok ?? 'Yes'),
    notify_on_cancel: false,
    state,
  };
  await api.call('POST', '/actions/dialogs/open', Done, {
    trigger_id: action.trigger_id,
    url: config.callbackUrl,
    dialog,
  });
  return fine;
}

async function answer(parts: Parts, { state, user_id, cancelled }: DialogSubmission): Promise<Served> {
  const question = parts.offers.answered(state);
  // The state went through a client: it is worth something only to whom it was given.
  if (!question || question.user !== user_id) return forged;
  if (cancelled) return fine;
  if (question.until < parts.config.clock.now())
    return inDialog('You thought about this for too long. Press the button again.');
  try {
    await take(parts, question);
    return fine;
  } catch (error) {
    return lost(parts, error, inDialog(failed));
  }
}

/** Mattermost has vouched for the user; what they are here is looked up. */
async function take(
  { users, receiver, config }: Parts,
  { id, key, line, channel, thread, message, user }: Omit<Pressed, 'type' | 'by' | 'at'> & { readonly user: string },
): Promise<void> {
  const { user: by } = await users.lookUp(user);
  const place = { channel, ...(thread === undefined ? {} : { thread }), ...(message === undefined ? {} : { message }) };
  await receiver.take({ type: 'pressed', id: `press:${id}`, key, line, by, at: config.clock.now(), ...place });
}

async function slash(parts: Parts, body: string): Promise<Served> {
  const { config, users, whispers, receiver, threadOf, api } = parts;
  const parsed = SlashCommand.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!parsed.success) return unreadable;
  const { token, channel_id: channel, user_id, text, trigger_id, root_id, response_url } = parsed.data;
  if (config.slashToken === undefined || !same(token, config.slashToken)) return forged;
  const id = `slash:${nameOf(trigger_id)}`;
  try {
    const root = root_id === undefined ? undefined : await api.post(root_id);
    const thread = root && ((await threadOf(root)) ?? messageId(root));
    const { user: by } = await users.lookUp(user_id);
    whispers.expect(id, response_url);
    const place = { channel, by, at: config.clock.now(), ...(thread === undefined ? {} : { thread }) };
    await receiver.take({ type: 'command', id, line: commandLine(text), ...place });
    return fine;
  } catch (error) {
    return lost(parts, error, { status: 200, body: { response_type: 'ephemeral', text: failed } });
  }
}

/** Takes the same time wherever two texts differ, and whatever their lengths. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text, 'utf8').digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** It was not taken in, and nobody sends it again: whoever asked is told. */
function lost({ config }: Parts, error: unknown, told: Served): Served {
  const word = error instanceof PlatformError ? error.vendorWord : error instanceof Error ? error.name : 'failure';
  config.log({ level: 'warn', text: `what was asked in Mattermost was not taken in: ${word}` });
  return told;
}
