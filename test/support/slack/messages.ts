import { randomUUID } from 'node:crypto';
import { type Answer, shiproom, team, type Workspace } from './workspace.ts';

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
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: { readonly event_type: string; readonly event_payload: Readonly<Record<string, unknown>> };
}

const kept = ['type', 'subtype', 'user', 'text', 'ts', 'blocks', 'attachments', 'thread_ts', 'edited', 'metadata'];

/** What the front adds to the emulator's messages, so that they look as Slack's do. */
export interface Messages {
  /** A message of the emulator's with its author as Slack shows it. https://docs.slack.dev/reference/events/message/ */
  complete(raw: unknown): SlackMessage;
  /** All messages outside threads, newest first, with what hangs below each. */
  roots(channel: string): Promise<SlackMessage[]>;
  /** A thread, its first message included, oldest first. https://docs.slack.dev/reference/methods/conversations.replies/ */
  thread(channel: string, ts: string): Promise<SlackMessage[]>;
}

export function createMessages(workspace: Workspace): Messages {
  const clientIds = new Map<string, string>();

  function author(user: string, ts: string): Record<string, unknown> {
    const bot = workspace.bot(user);
    if (bot) {
      const { botId: bot_id, appId: app_id, name } = bot;
      return { bot_id, app_id, team, bot_profile: { id: bot_id, app_id, name, team_id: team, deleted: false } };
    }
    const client_msg_id = clientIds.get(ts) ?? randomUUID();
    clientIds.set(ts, client_msg_id);
    const home = workspace.person(user)?.marks?.['team_id'] ?? team;
    return { client_msg_id, team: home, ...(home === team ? {} : { user_team: home, source_team: home }) };
  }

  function complete(raw: unknown): SlackMessage {
    const message = raw as SlackMessage;
    const picked = Object.fromEntries(Object.entries(message).filter(([key]) => kept.includes(key)));
    return { ...picked, ...author(message.user, message.ts) } as unknown as SlackMessage;
  }

  const list = (answer: Answer): SlackMessage[] => ((answer['messages'] ?? []) as unknown[]).map(complete);

  async function thread(channel: string, ts: string): Promise<SlackMessage[]> {
    const all = list(await workspace.call(shiproom.token, 'conversations.replies', { channel, ts }));
    const replies = all.filter((each) => each.ts !== ts);
    return all.map((each) => (each.ts === ts ? below(each, replies) : each));
  }

  async function roots(channel: string): Promise<SlackMessage[]> {
    const found: SlackMessage[] = [];
    let cursor = '';
    do {
      const page = await workspace.call(shiproom.token, 'conversations.history', { channel, limit: 1000, cursor });
      const raw = (page['messages'] ?? []) as SlackMessage[];
      const whole = await Promise.all(
        raw.map((each) => (each.reply_count ? thread(channel, each.ts) : Promise.resolve([complete(each)]))),
      );
      found.push(...whole.flatMap(([root]) => root ?? []));
      cursor = (page['response_metadata'] as { next_cursor?: string } | undefined)?.next_cursor ?? '';
    } while (cursor !== '');
    return found;
  }

  return { complete, roots, thread };
}

/** A thread's first message also says what hangs below it. */
function below(root: SlackMessage, replies: readonly SlackMessage[]): SlackMessage {
  const latest_reply = replies.at(-1)?.ts;
  if (latest_reply === undefined) return root;
  const reply_users = [...new Set(replies.map((each) => each.user))];
  return Object.assign({}, root, { thread_ts: root.ts, latest_reply, reply_count: replies.length, reply_users });
}
