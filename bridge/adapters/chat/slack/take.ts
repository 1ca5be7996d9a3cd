import type { ChatReceiver, ChatUser } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackApi } from './api.ts';
import { addressed, commandLine } from './command-line.ts';
import { atOf, tombstone } from './history.ts';
import { createOnce } from './once.ts';
import { withoutPreviews } from './previews.ts';
import { peopleIn, readMessage } from './read.ts';
import { createNames } from './read-inline.ts';
import { eventType } from './render.ts';
import type { AuthTest, MessageChanged, MessageDeleted, SlackMessage } from './schema.ts';
import type { Users } from './users.ts';

/** Messages that hold somebody's words. Joins, topics and edits do not. https://docs.slack.dev/reference/events/message/#subtypes */
const spoken = new Set([undefined, 'bot_message', 'thread_broadcast', 'file_share', 'me_message']);

/** [E5] A command that its author gave up waiting for is not run; the words stand in the feed. */
const commandMs = 60_000;
/** Two sockets keep no order: an edit may come before the message itself. */
const overtakenMs = 60_000;
const newestKept = 5000;

/** Takes in what happens to the messages of a channel, each thing once. Our own messages are nothing that happens. */
export interface Take {
  /** A message, and the command in it where it begins with our name. `live` where it has just been said. */
  said(channel: string, message: SlackMessage, live: boolean): Promise<void>;
  /** Slack says so for edits, and also where only a preview of a link was added, or a thread's first message was deleted. */
  changed(channel: string, change: MessageChanged): Promise<void>;
  deleted(channel: string, deletion: MessageDeleted): Promise<void>;
  /** A message that history shows to have been changed at some time. */
  amended(channel: string, message: SlackMessage): Promise<void>;
}

interface Around {
  readonly clock: Clock;
  readonly api: SlackApi;
  readonly users: Users;
  readonly receiver: ChatReceiver;
}

export function createTake(around: Around): Take {
  const { clock, api, users, receiver } = around;
  const once = createOnce();
  const newest = new Map<string, string>();
  const ours = async (message: SlackMessage | undefined) => message && isOurs(message, await api.whoAmI());

  async function removed(channel: string, ts: string, at: number): Promise<void> {
    // Slack may send the message itself again after this.
    once.keep(`${channel}/${ts}`);
    await once.run(`${channel}/${ts}/removed`, () => receiver.take({ type: 'removed', channel, message: ts, at }));
  }

  async function edited(channel: string, message: SlackMessage, revision: string): Promise<void> {
    const key = `${channel}/${message.ts}`;
    // The other socket may have brought a later edit.
    const later = newest.get(key) ?? '';
    if (!spoken.has(message.subtype) || Number(later) > Number(revision)) return;
    await once.run(`${key}/${revision}`, async () => {
      const { content } = await read(around, message);
      await receiver.take({ type: 'edited', channel, message: message.ts, content, revision, at: atOf(revision) });
      if (newest.size >= newestKept) newest.clear();
      newest.set(key, revision);
    });
  }

  async function said(channel: string, message: SlackMessage, live: boolean): Promise<void> {
    const { ts } = message;
    if (!spoken.has(message.subtype) || (await ours(message))) return;
    await once.run(`${channel}/${ts}`, async () => {
      const [by, words] = await Promise.all([users.authorOf(message), read(around, message)]);
      const thread = message.thread_ts === ts ? undefined : message.thread_ts;
      const place = { channel, ...(thread === undefined ? {} : { thread }), by, at: atOf(ts) };
      await receiver.take({ type: 'said', message: ts, content: words.content, ...place });
      const line = live || clock.now() - place.at < commandMs ? mentionLine(message, by, words) : undefined;
      if (line !== undefined) await receiver.take({ type: 'command', id: `mention:${channel}:${ts}`, line, ...place });
    });
  }

  return {
    said,
    async changed(channel, { message, previous_message: before, event_ts }) {
      if ((await ours(message)) || (await ours(before))) return;
      if (message.subtype === tombstone) return removed(channel, message.ts, atOf(event_ts));
      if (clock.now() - atOf(message.ts) < overtakenMs) await said(channel, message, true);
      if (saysElse(message, before)) await edited(channel, message, message.edited?.ts ?? event_ts);
    },
    async deleted(channel, { deleted_ts, previous_message: before, event_ts }) {
      if (!(await ours(before))) await removed(channel, deleted_ts, atOf(event_ts));
    },
    async amended(channel, message) {
      if (await ours(message)) return;
      if (message.subtype === tombstone) await removed(channel, message.ts, clock.now());
      else if (message.edited) await edited(channel, message, message.edited.ts);
    },
  };
}

async function read({ api, users }: Around, message: SlackMessage) {
  const us = await api.whoAmI();
  const names = createNames(us.team_id, await users.names(peopleIn(message)));
  return { us, names, content: readMessage(withoutPreviews(message), names) };
}

/** The command in a message. Only a human commands, where the words begin with our name, and only by saying it: no edit is one ([T10]). */
function mentionLine(message: SlackMessage, by: ChatUser, { us, names }: Awaited<ReturnType<typeof read>>) {
  const words = by.bot || message.edited ? undefined : addressed(message.text ?? '', us.user_id);
  return words === undefined ? undefined : commandLine(words, (id) => names.nameOf(id));
}

/** Whether a message has other words than before. Previews of links come as attachments; an app that edits itself is not always marked as edited. */
function saysElse(message: SlackMessage, before: SlackMessage | undefined): boolean {
  if (!before) return message.edited !== undefined;
  if (message.edited?.ts !== before.edited?.ts) return message.edited !== undefined;
  return message.text !== before.text || JSON.stringify(message.blocks) !== JSON.stringify(before.blocks);
}

/** By our bot, or by an earlier installation of it. */
const isOurs = (message: SlackMessage, us: AuthTest): boolean =>
  message.user === us.user_id ||
  (message.bot_id !== undefined && (message.bot_id === us.bot_id || message.metadata?.event_type === eventType));
