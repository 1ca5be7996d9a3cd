import { randomUUID } from 'node:crypto';
import { buttonIn } from './block-limits.ts';
import { framed, homeEvent, userChangedEvent } from './events.ts';
import type { SocketMode } from './socket-mode.ts';
import { typed } from './typed.ts';
import { act, type Args, type Front, type HomeView, type Whisper } from './web-api.ts';
import { shiproom, team } from './workspace.ts';

/** What something that a person asked came to: the acknowledgement, and what was posted to its response_url up to now. */
export interface Answered {
  readonly ack: unknown;
  readonly posts: readonly Args[];
}

interface Around {
  readonly front: Front;
  readonly sockets: SocketMode;
  readonly host: string;
  readonly now: () => number;
}

/** What people do with their own clients. People (and `ci-bot`) and channels are named; `@ana` is the app's conversation with Ana. */
export interface People {
  /** Somebody says something; answers its `ts`. `text` is written as in `typed.ts`. */
  say(user: string, channel: string, text: string, thread?: string): Promise<string>;
  /** Somebody says something to our bot alone. */
  direct(user: string, text: string, thread?: string): Promise<string>;
  /** A post in full, by whoever it is. */
  post(user: string, channel: string, args: Args): Promise<string>;
  edit(user: string, channel: string, ts: string, text: string): Promise<void>;
  delete(user: string, channel: string, ts: string): Promise<void>;
  /** Slack finds out what a link in a message leads to. */
  unfurl(channel: string, ts: string, attachment?: object): void;
  /** Somebody types `/shiproom text`. Rejects where no socket takes it, or nobody acknowledges it in time. */
  slash(user: string, channel: string, text: string): Promise<Answered>;
  /** Somebody presses a button of a message, and agrees where they are asked. Rejects where no such button stands there, and as `slash` does. */
  press(user: string, channel: string, ts: string, label: string): Promise<Answered>;
  /** The same on their page of the app. */
  pressHome(user: string, label: string): Promise<Answered>;
  /** Somebody uses a shortcut on a message. */
  shortcut(user: string, channel: string, ts: string, callbackId?: string): Promise<Answered>;
  /** An administrator makes somebody more or less than they were, by Slack’s own fields. */
  change(user: string, marks: Args): Promise<void>;
  /** Somebody looks at our page, whatever there is to see. */
  lookHome(user: string): void;
  /** Somebody looks at our page; answers with what is published for them then. */
  openHome(user: string): Promise<HomeView>;
}

/** How long somebody looks at an empty page, in real time. */
const lookMs = 5_000;

export function createPeople(around: Around) {
  const { front, sockets, host, now } = around;
  const { workspace, messages } = front;
  const responses = new Map<string, { readonly posts: Args[]; readonly place: Pick<Whisper, 'channel' | 'user'> }>();
  const looking = new Map<string, () => void>();

  const does = (user: string, method: string, args: Args) =>
    act(front, { at: now(), method, token: workspace.tokenOf(user), args });
  const post = async (user: string, channel: string, args: Args): Promise<string> =>
    String((await does(user, 'chat.postMessage', { channel: workspace.channelId(channel), ...args }))['ts']);
  const within = (thread: string | undefined) => (thread === undefined ? {} : { thread_ts: thread });

  /** https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses */
  function respondable(user: string, channel: string) {
    const path = `/responses/${team}/${randomUUID()}`;
    const posts: Args[] = [];
    responses.set(path, { posts, place: { channel, user: workspace.userId(user) } });
    return { response_url: `http://${host}${path}`, posts };
  }

  const asker = (user: string) => {
    const id = workspace.userId(user);
    return { id, username: user, name: user, team_id: workspace.person(id)?.marks?.['team_id'] ?? team };
  };
  const frame = () => ({
    team: { id: team, domain: 'acme' },
    enterprise: null,
    api_app_id: shiproom.appId,
    token: 'none',
    trigger_id: `${randomUUID()}.${team}`,
  });

  function action(blocks: unknown, label: string, where: string) {
    const button = buttonIn(blocks, label);
    if (!button) throw new Error(`no button “${label}” stands ${where}`);
    const { action_id, text, value, style } = button;
    return { type: 'button', action_id, block_id: 'b1', text, value, style, action_ts: messages.stamp() };
  }

  async function ask(type: 'slash_commands' | 'interactive', payload: object, posts: readonly Args[] = []) {
    return { ack: await sockets.ask(type, payload), posts };
  }

  const people: People = {
    post,
    say: (user, channel, text, thread) => post(user, channel, { ...typed(text), ...within(thread) }),
    direct: (user, text, thread) => post(user, `@${user}`, { ...typed(text), ...within(thread) }),
    async edit(user, channel, ts, text) {
      await does(user, 'chat.update', { channel: workspace.channelId(channel), ts, ...typed(text) });
    },
    async delete(user, channel, ts) {
      await does(user, 'chat.delete', { channel: workspace.channelId(channel), ts });
    },
    unfurl(channel, ts, attachment = { from_url: 'https://example.org/', fallback: 'Example', text: 'A preview' }) {
      const id = workspace.channelId(channel);
      const before = messages.find(id, ts);
      const message = messages.unfurl(id, ts, attachment);
      front.changed(id, message, before ?? message);
    },
    slash(user, name, text) {
      const channel = workspace.channelId(name);
      const { response_url, posts } = respondable(user, channel);
      const { id: user_id, team_id } = asker(user);
      // https://docs.slack.dev/interactivity/implementing-slash-commands/#app_command_handling
      const payload = {
        token: 'none',
        team_id,
        team_domain: 'acme',
        api_app_id: shiproom.appId,
        channel_id: channel,
        channel_name: name,
        user_id,
        user_name: user,
        command: '/shiproom',
        text,
        is_enterprise_install: 'false',
        response_url,
        trigger_id: randomUUID(),
      };
      return ask('slash_commands', payload, posts);
    },
    async press(user, name, ts, label) {
      const channel = workspace.channelId(name);
      const message = messages.find(channel, ts);
      const actions = [action(message?.blocks, label, `on ${ts}`)];
      const { response_url, posts } = respondable(user, channel);
      // https://docs.slack.dev/reference/interaction-payloads/block_actions-payload/
      const container = { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false };
      const place = { container, channel: { id: channel, name }, message };
      const payload = { type: 'block_actions', user: asker(user), ...frame(), ...place, response_url, actions };
      return ask('interactive', payload, posts);
    },
    async pressHome(user, label) {
      const view = front.homes.get(workspace.userId(user));
      const actions = [action(view?.blocks, label, `on the page of ${user}`)];
      const container = { type: 'view', view_id: `V${workspace.userId(user)}` };
      return ask('interactive', { type: 'block_actions', user: asker(user), ...frame(), container, view, actions });
    },
    async shortcut(user, name, ts, callback_id = 'send_to_editor') {
      const channel = workspace.channelId(name);
      const message = messages.find(channel, ts);
      if (!message) throw new Error(`no message ${ts}`);
      const { response_url, posts } = respondable(user, channel);
      // https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload/
      const place = { channel: { id: channel, name }, message_ts: ts, message };
      const who = { id: workspace.userId(user), name: user };
      const payload = { type: 'message_action', callback_id, user: who, ...frame(), ...place, response_url };
      return ask('interactive', payload, posts);
    },
    async change(user, marks) {
      workspace.mark(user, marks);
      const found = await does(user, 'users.info', { user: workspace.userId(user) });
      front.send(framed(userChangedEvent(found['user'] as Args, messages.stamp())));
    },
    lookHome(user) {
      const direct = workspace.channelId(`@${user}`);
      front.send(framed(homeEvent(workspace.userId(user), direct, 'home', messages.stamp())));
    },
    async openHome(user) {
      const id = workspace.userId(user);
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      looking.set(id, () => resolve(undefined));
      const timer = setTimeout(() => reject(new Error(`no page was published for ${user}`)), lookMs);
      people.lookHome(user);
      await promise.finally(() => clearTimeout(timer));
      const view = front.homes.get(id);
      if (!view) throw new Error(`no page was published for ${user}`);
      return view;
    },
  };

  return {
    people,
    published: (user: string) => looking.get(user)?.(),
    /** Something is posted to a response_url: five times, in thirty minutes. Answers whether it is one. */
    respond(path: string, body: string): boolean {
      const answered = responses.get(path);
      if (!answered || answered.posts.length >= 5) return false;
      const said = JSON.parse(body) as Args & { text: string };
      answered.posts.push(said);
      if (said['response_type'] === 'ephemeral') {
        const thread = typeof said['thread_ts'] === 'string' ? { thread: said['thread_ts'] } : {};
        front.whispers.push({ ...answered.place, text: said.text, blocks: said['blocks'], ...thread });
      }
      return true;
    },
  };
}
