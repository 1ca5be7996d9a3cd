import type { ChatPlatform } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { SlackApi } from './api.ts';
import { readPages, tsOf } from './history.ts';
import { addressee, isPerson } from './place.ts';
import { eventType } from './render.ts';
import { OpenedConversation, type SlackMessage } from './schema.ts';

/** Clocks differ: a message may bear an earlier time than that at which we posted it. */
const skewMs = 300_000;

/** Looks for a message of our own by its metadata, which others could write too. */
export const createFind =
  (api: SlackApi): ChatPlatform['find'] =>
  async (to, oid, sinceAt) => {
    const channel = await conversation(api, to.channel);
    const [us, messages] = await Promise.all([api.whoAmI(), readSince(api, channel, to.thread, sinceAt)]);
    const ours = ({ bot_id, user }: SlackMessage) =>
      user === us.user_id || (bot_id !== undefined && bot_id === us.bot_id);
    const found = messages.find(
      (message) =>
        ours(message) && message.metadata?.event_type === eventType && message.metadata.event_payload['oid'] === oid,
    );
    return found && { channel, message: found.ts };
  };

/** History knows a conversation with a person by its own id alone. An app without the scope to ask for it cannot look there, and still posts. */
async function conversation(api: SlackApi, channel: string): Promise<string> {
  if (!isPerson(channel)) return channel;
  try {
    const { channel: opened } = await api.call('conversations.open', { users: addressee(channel) }, OpenedConversation);
    return opened.id;
  } catch (error) {
    if (error instanceof PlatformError && error.vendorWord === 'missing_scope')
      throw new PlatformError('refused', 'missing_scope');
    throw error;
  }
}

async function readSince(
  api: SlackApi,
  channel: string,
  thread: string | undefined,
  sinceAt: number,
): Promise<readonly SlackMessage[]> {
  const args = { channel, oldest: tsOf(sinceAt - skewMs), include_all_metadata: true };
  const { messages } =
    thread === undefined
      ? await readPages(api.call, 'conversations.history', args)
      : await readPages(api.call, 'conversations.replies', { ...args, ts: thread });
  return messages;
}
