import type { ChatReceiver } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackApi } from './api.ts';
import { addressed, commandLine } from './command-line.ts';
import { atOf } from './history.ts';
import { peopleIn, readMessage } from './read.ts';
import { createNames } from './read-inline.ts';
import { eventType } from './render.ts';
import type { AuthTest, SlackMessage } from './schema.ts';
import type { Users } from './users.ts';

/** Messages that hold somebody's words. Joins, topics and edits do not. https://docs.slack.dev/reference/events/message/#subtypes */
const spoken = new Set([undefined, 'bot_message', 'thread_broadcast', 'file_share', 'me_message']);

/** [E5] A command that its author gave up waiting for is not run; the words stand in the feed. */
const commandMs = 60_000;
const remembered = 5000;

/** Takes a message in, and the command in it where it begins with our name. `live` where it has just been said. */
export type Take = (message: SlackMessage, live: boolean) => Promise<void>;

export function createTake(
  { channel, clock }: { readonly channel: string; readonly clock: Clock },
  api: SlackApi,
  users: Users,
  receiver: ChatReceiver,
): Take {
  const taken = new Set<string>();

  return async (message, live) => {
    const { ts } = message;
    const us = await api.whoAmI();
    if (taken.has(ts) || !spoken.has(message.subtype) || isOurs(message, us)) return;
    const by = await users.authorOf(message);
    const known = await users.names(peopleIn(message));
    const names = createNames(us.team_id, known);
    const thread = message.thread_ts === ts ? undefined : message.thread_ts;
    const place = { channel, ...(thread === undefined ? {} : { thread }), by, at: atOf(ts) };
    await receiver.take({ type: 'said', message: ts, content: readMessage(message, names), ...place });
    // Only a human commands, and only where the words begin with our name.
    const words = by.bot ? undefined : addressed(message.text ?? '', us.user_id);
    if (words !== undefined && (live || clock.now() - place.at < commandMs)) {
      const line = commandLine(words, (id) => names.nameOf(id));
      await receiver.take({ type: 'command', id: `mention:${channel}:${ts}`, line, ...place });
    }
    taken.add(ts);
    if (taken.size > remembered) taken.delete(taken.values().next().value ?? ts);
  };
}

/** By our bot, or by an earlier installation of it. */
const isOurs = (message: SlackMessage, us: AuthTest): boolean =>
  message.user === us.user_id ||
  (message.bot_id !== undefined && (message.bot_id === us.bot_id || message.metadata?.event_type === eventType));
