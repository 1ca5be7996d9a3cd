import type { ChatReceiver, ChatUser } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackApi } from './api.ts';
import { addressed, commandLine, namedUsers } from './command-line.ts';
import { atOf } from './history.ts';
import { sendToEditor } from './manifest.ts';
import { withoutPreviews } from './previews.ts';
import { peopleIn, readMessage } from './read.ts';
import { createNames } from './read-inline.ts';
import { BlockActions, ButtonValue, HomeOpened, MessageShortcut, SlackMessage, SlashCommand } from './schema.ts';
import type { Users } from './users.ts';
import type { Whispers } from './whisper.ts';

/** Slack waits three seconds for an acknowledgement; who asks has to be known well before. */
const whoMs = 1_500;

/** What people ask of us, each apart from all others. Each resolves once it is taken; what is not meant for us, at once. */
export interface Questions {
  slash(body: unknown): Promise<void>;
  /** Buttons and shortcuts. */
  interaction(body: unknown): Promise<void>;
  /** What is said to us alone. */
  direct(event: unknown): Promise<void>;
  homeOpened(event: unknown): Promise<void>;
}

interface Around {
  readonly clock: Clock;
  readonly api: SlackApi;
  readonly users: Users;
  readonly whispers: Whispers;
  readonly receiver: ChatReceiver;
}

export function createQuestions(around: Around): Questions {
  const { clock, api, users, whispers, receiver } = around;
  const asking = (user: string, ...teams: (string | undefined)[]): Promise<ChatUser> =>
    users.lookUp(user, teams, whoMs);

  async function lineOf(text: string): Promise<string> {
    const known = await users.names(namedUsers(text), whoMs);
    return commandLine(text, (user) => known.get(user) ?? user);
  }

  return {
    async slash(body) {
      const { team_id, channel_id: channel, user_id, text = '', trigger_id, response_url } = SlashCommand.parse(body);
      const id = `slash:${trigger_id}`;
      const [by, line] = await Promise.all([asking(user_id, team_id), lineOf(text)]);
      whispers.expect(id, response_url);
      await receiver.take({ type: 'command', id, channel, by, line, at: clock.now() });
    },
    async interaction(body) {
      const press = BlockActions.safeParse(body);
      if (press.success) return pressed(around, asking, press.data);
      const shortcut = MessageShortcut.safeParse(body);
      if (shortcut.success && shortcut.data.callback_id === sendToEditor) await passedOn(around, asking, shortcut.data);
    },
    async direct(event) {
      const parsed = SlackMessage.safeParse(event);
      const channel = channelOf(event);
      if (!parsed.success || channel === undefined) return;
      const { ts, subtype, user, bot_id, text = '', thread_ts, team, user_team } = parsed.data;
      const us = await api.whoAmI();
      const said = subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast';
      if (!said || user === undefined || user === us.user_id || bot_id !== undefined) return;
      const [by, line] = await Promise.all([
        asking(user, team, user_team),
        lineOf(addressed(text, us.user_id) ?? text),
      ]);
      const thread = thread_ts === undefined || thread_ts === ts ? {} : { thread: thread_ts };
      const id = `direct:${channel}:${ts}`;
      await receiver.take({ type: 'command', id, channel, ...thread, by, line, direct: true, at: atOf(ts) });
    },
    async homeOpened(event) {
      const { user, tab } = HomeOpened.parse(event);
      if (tab === 'home') await receiver.take({ type: 'home', by: await asking(user), at: clock.now() });
    },
  };
}

type Asking = (user: string, ...teams: (string | undefined)[]) => Promise<ChatUser>;

/** The thread of a message, where it is in one. */
const threadOf = (message: { ts: string; thread_ts?: string | undefined } | undefined) =>
  message?.thread_ts === undefined || message.thread_ts === message.ts ? {} : { thread: message.thread_ts };

async function pressed(around: Around, asking: Asking, press: BlockActions): Promise<void> {
  const { user, team, trigger_id, response_url, channel, container, message, actions } = press;
  const value = valueOf(actions[0]?.value);
  if (!value) return;
  const by = await asking(user.id, user.team_id, team?.id);
  const id = `press:${trigger_id}`;
  around.whispers.expect(id, response_url);
  const on = container?.type === 'message' && container.is_ephemeral !== true ? container.message_ts : undefined;
  await around.receiver.take({
    type: 'pressed',
    id,
    // A page of ours is in no channel: what is answered there goes to the person.
    channel: channel?.id ?? `@${user.id}`,
    ...threadOf(message),
    ...(on === undefined ? {} : { message: on }),
    by,
    at: around.clock.now(),
    ...value,
  });
}

/** What a button of ours says that it does. Buttons that open a page carry nothing, and those of others something else. */
function valueOf(value: string | undefined): { readonly key: string; readonly line: string } | undefined {
  try {
    return ButtonValue.safeParse(JSON.parse(value ?? '')).data;
  } catch {
    return undefined;
  }
}

async function passedOn(around: Around, asking: Asking, shortcut: MessageShortcut): Promise<void> {
  const { clock, api, users, whispers, receiver } = around;
  const { user, team, trigger_id, response_url, channel, message } = shortcut;
  const [us, by, author, known] = await Promise.all([
    api.whoAmI(),
    asking(user.id, user.team_id, team?.id),
    users.authorOf(message, whoMs),
    users.names(peopleIn(message), whoMs),
  ]);
  const id = `shortcut:${trigger_id}`;
  whispers.expect(id, response_url);
  const asked = { id, channel: channel.id, ...threadOf(message), by, at: clock.now() };
  const content = readMessage(withoutPreviews(message), createNames(us.team_id, known));
  await receiver.take({ type: 'passed-on', ...asked, message: message.ts, author: author.name, content });
}

const channelOf = (event: unknown): string | undefined =>
  typeof event === 'object' && event !== null && 'channel' in event && typeof event.channel === 'string'
    ? event.channel
    : undefined;
