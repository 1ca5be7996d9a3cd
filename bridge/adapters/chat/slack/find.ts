import type { ChatPlatform } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { SlackApi } from './api.ts';
import { withoutScope } from './failure.ts';
import { readPages, tsOf } from './history.ts';
import type { Places } from './place.ts';
import { eventType } from './render.ts';
import type { SlackMessage } from './schema.ts';

/** Clocks differ: a message may bear an earlier time than that at which we posted it. */
const skewMs = 900_000;

/** Looks for a message of our own by its metadata, which others could write too. */
export const createFind =
  (api: SlackApi, places: Places): ChatPlatform['find'] =>
  async (to, oid, sinceAt) => {
    const channel = await places.conversation(to.channel);
    const reading = readSince(api, channel, to.thread, sinceAt).catch(withoutScope);
    const [us, { messages, cut }] = await Promise.all([api.whoAmI(), reading]);
    const ours = ({ bot_id, user }: SlackMessage) =>
      user === us.user_id || (bot_id !== undefined && bot_id === us.bot_id);
    const found = messages.find(
      (message) =>
        ours(message) && message.metadata?.event_type === eventType && message.metadata.event_payload['oid'] === oid,
    );
    if (found) return { channel, message: found.ts };
    // It may stand beyond what was read: nobody knows.
    if (cut) throw new PlatformError('refused', 'history_too_long');
    return undefined;
  };

async function readSince(
  api: SlackApi,
  channel: string,
  thread: string | undefined,
  sinceAt: number,
): ReturnType<typeof readPages> {
  const args = { channel, oldest: tsOf(sinceAt - skewMs), include_all_metadata: true };
  return thread === undefined
    ? readPages(api.call, 'conversations.history', args)
    : readPages(api.call, 'conversations.replies', { ...args, ts: thread });
}
