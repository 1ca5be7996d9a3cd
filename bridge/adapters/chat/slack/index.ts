import type { ChatPlatform } from '../../../ports/chat-platform.ts';
import { createSlackApi, type SlackApi } from './api.ts';
import type { SlackConfig } from './config.ts';
import { readPages, tsOf } from './history.ts';
import { openInlet } from './inlet.ts';
import { eventType, metadata, quiet, render } from './render.ts';
import { Done, PostedMessage, type SlackMessage } from './schema.ts';

/** Clocks differ: a message may bear an earlier time than that at which we posted it. */
const skewMs = 300_000;

/** Slack, by the Web API and Socket Mode. A thread is named by its first message's `ts`, so all ids here but the channel's are timestamps. */
export function createSlack(config: SlackConfig): ChatPlatform {
  const api = createSlackApi(config);
  return {
    id: 'slack',
    can: { edit: true, threads: true, find: true, whisper: true },
    channels: [config.channel],
    async post(to, content) {
      const args = { channel: to.channel, thread_ts: to.thread, metadata: metadata(content.oid), ...quiet };
      const { channel, ts } = await api.call('chat.postMessage', { ...args, ...render(content) }, PostedMessage);
      return { channel, message: ts };
    },
    async edit(posted, content) {
      const args = { channel: posted.channel, ts: posted.message, metadata: metadata(content.oid), ...quiet };
      await api.call('chat.update', { ...args, ...render(content) }, Done);
    },
    async find(to, oid, sinceAt) {
      const [us, messages] = await Promise.all([api.whoAmI(), readSince(api, to.channel, to.thread, sinceAt)]);
      const ours = ({ bot_id, user }: SlackMessage) =>
        user === us.user_id || (bot_id !== undefined && bot_id === us.bot_id);
      const found = messages.find(
        (message) =>
          ours(message) && message.metadata?.event_type === eventType && message.metadata.event_payload['oid'] === oid,
      );
      return found && { channel: to.channel, message: found.ts };
    },
    open: (receiver) => openInlet(config, api, receiver),
  };
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
      ? await readPages(api, 'conversations.history', args)
      : await readPages(api, 'conversations.replies', { ...args, ts: thread });
  return messages;
}
