import { randomUUID } from 'node:crypto';
import { shiproom, team, type Workspace } from './workspace.ts';

/** A message, in Slack's own fields. */
export interface SlackMessage {
  readonly type: 'message';
  readonly subtype?: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Readonly<Record<string, unknown>>[];
  readonly attachments?: readonly unknown[];
  readonly thread_ts?: string;
  readonly latest_reply?: string;
  readonly reply_count?: number;
  readonly bot_id?: string;
  readonly username?: string;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: { readonly event_type: string; readonly event_payload: Readonly<Record<string, unknown>> };
}

type Args = Readonly<Record<string, unknown>>;

/** What people and apps write, by channel. */
export interface Messages {
  post(channel: string, user: string, args: Args): SlackMessage;
  find(channel: string, ts: string): SlackMessage | undefined;
  /** https://docs.slack.dev/reference/methods/chat.update/ : what is not named stays. */
  edit(channel: string, ts: string, args: Args): SlackMessage;
  /** Only a preview below it. https://docs.slack.dev/messaging/unfurling-links-in-messages/ */
  unfurl(channel: string, ts: string, attachment: object): SlackMessage;
  /** Where a thread hangs on it, a tombstone stays and is answered. */
  remove(channel: string, ts: string): SlackMessage | undefined;
  /** All messages of the channel itself, newest first, with what hangs below each. */
  roots(channel: string): SlackMessage[];
  /** A thread, its first message included, oldest first. https://docs.slack.dev/reference/methods/conversations.replies/ */
  thread(channel: string, ts: string): SlackMessage[];
  /** Everything, oldest first. */
  all(channel: string): SlackMessage[];
  /** A time as Slack writes it, later than all before. */
  stamp(): string;
}

const yes = (value: unknown): boolean => value === true || value === 'true' || value === '1';
const kept = ['text', 'blocks', 'attachments', 'metadata'] as const;
const content = (args: Args) => Object.fromEntries(kept.flatMap((key) => (args[key] ? [[key, args[key]]] : [])));

/** `now` is the workspace's clock; `changed` is told of each change. */
export function createMessages(workspace: Workspace, now: () => number, changed = (): void => {}): Messages {
  const channels = new Map<string, Map<string, SlackMessage>>();
  let last = 0;

  function stamp(): string {
    last = Math.max(Math.floor(now() * 1000), last + 1);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  }

  function inside(channel: string): Map<string, SlackMessage> {
    const found = channels.get(channel) ?? new Map<string, SlackMessage>();
    channels.set(channel, found);
    return found;
  }

  /** https://docs.slack.dev/reference/events/message/ */
  function author(user: string): object {
    const bot = workspace.bot(user);
    if (bot) {
      const { botId: bot_id, appId: app_id, name } = bot;
      return { bot_id, app_id, team, bot_profile: { id: bot_id, app_id, name, team_id: team, deleted: false } };
    }
    const home = workspace.person(user)?.marks?.['team_id'] ?? team;
    const client_msg_id = randomUUID();
    return { client_msg_id, team: home, ...(home === team ? {} : { user_team: home, source_team: home }) };
  }

  /** A thread's first message also says what hangs below it. */
  function whole(channel: string, message: SlackMessage): SlackMessage {
    if (message.thread_ts !== undefined && message.thread_ts !== message.ts) return message;
    const replies = repliesTo(channel, message.ts);
    const latest_reply = replies.at(-1)?.ts;
    if (latest_reply === undefined) return message;
    const reply_users = [...new Set(replies.map((each) => each.user))];
    return Object.assign({}, message, {
      thread_ts: message.ts,
      latest_reply,
      reply_count: replies.length,
      reply_users,
    });
  }

  const threads = new Map<string, SlackMessage['ts'][]>();
  const repliesTo = (channel: string, ts: string): SlackMessage[] =>
    (threads.get(`${channel} ${ts}`) ?? []).flatMap((each) => inside(channel).get(each) ?? []);

  function change(channel: string, ts: string, changes: object): SlackMessage {
    const before = inside(channel).get(ts);
    if (!before) throw new Error(`no message ${ts}`);
    const after = { ...before, ...changes };
    inside(channel).set(ts, after);
    changed();
    return after;
  }

  return {
    stamp,
    post(channel, user, args) {
      const ts = stamp();
      const thread_ts = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : undefined;
      const thread = thread_ts === undefined ? {} : { thread_ts };
      // https://docs.slack.dev/reference/methods/chat.postMessage/#threads : reply_broadcast shows a reply in the channel too.
      const subtype = thread_ts && yes(args['reply_broadcast']) ? { subtype: 'thread_broadcast' } : {};
      // https://docs.slack.dev/messaging/sending-and-scheduling-messages/#customization : another name for a bot's message.
      const username = typeof args['username'] === 'string' ? { username: args['username'] } : {};
      const message = { type: 'message', ts, user, text: '', ...author(user), ...content(args), ...thread } as const;
      inside(channel).set(ts, { ...message, ...subtype, ...username });
      if (thread_ts) threads.set(`${channel} ${thread_ts}`, [...(threads.get(`${channel} ${thread_ts}`) ?? []), ts]);
      changed();
      return { ...message, ...subtype, ...username };
    },
    find: (channel, ts) => inside(channel).get(ts),
    edit(channel, ts, args) {
      const user = inside(channel).get(ts)?.user ?? shiproom.userId;
      return change(channel, ts, { ...content(args), edited: { user, ts: stamp() } });
    },
    unfurl: (channel, ts, attachment) =>
      change(channel, ts, { attachments: [...(inside(channel).get(ts)?.attachments ?? []), attachment] }),
    remove(channel, ts) {
      const gone = inside(channel).get(ts);
      if (!gone) return undefined;
      inside(channel).delete(ts);
      changed();
      if (repliesTo(channel, ts).length === 0) return undefined;
      const text = 'This message was deleted.';
      const stone: SlackMessage = { type: 'message', subtype: 'tombstone', ts, user: 'USLACKBOT', text, thread_ts: ts };
      inside(channel).set(ts, stone);
      return stone;
    },
    roots: (channel) =>
      [...inside(channel).values()]
        .filter(({ ts, thread_ts, subtype }) => !thread_ts || thread_ts === ts || subtype === 'thread_broadcast')
        .map((each) => whole(channel, each))
        .toSorted((a, b) => (a.ts < b.ts ? 1 : -1)),
    thread(channel, ts) {
      const root = inside(channel).get(ts);
      return root ? [whole(channel, root), ...repliesTo(channel, ts)] : [];
    },
    all: (channel) =>
      [...inside(channel).values()].map((each) => whole(channel, each)).toSorted((a, b) => (a.ts < b.ts ? -1 : 1)),
  };
}
