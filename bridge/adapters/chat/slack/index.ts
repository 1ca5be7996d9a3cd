import type { ChatPlatform, Outgoing } from '../../../ports/chat-platform.ts';
import { createSlackApi } from './api.ts';
import type { SlackConfig } from './config.ts';
import { createFind } from './find.ts';
import { openInlet } from './inlet.ts';
import { limits } from './limits.ts';
import { addressee, createPlaces } from './place.ts';
import { metadata, quiet, render } from './render.ts';
import { Done, PostedMessage } from './schema.ts';

/** Slack, by the Web API and Socket Mode. A thread is named by its first message's `ts`, so all ids here but the channel's are timestamps. */
export function createSlack(config: SlackConfig): ChatPlatform {
  const api = createSlackApi(config);
  const places = createPlaces(api);
  const shown = (content: Outgoing) => render(content, { asAuthors: config.asAuthors ?? false });
  return {
    id: 'slack',
    can: { edit: true, threads: true, find: true, whisper: true, buttons: true, home: true },
    limits,
    async post(to, content) {
      const args = { channel: addressee(to.channel), thread_ts: to.thread, metadata: metadata(content.oid), ...quiet };
      const broadcast = to.broadcast && to.thread !== undefined ? { reply_broadcast: true } : {};
      const posted = await api.call('chat.postMessage', { ...args, ...broadcast, ...shown(content) }, PostedMessage);
      places.keep(to.channel, posted.channel);
      return { channel: posted.channel, message: posted.ts };
    },
    async edit(posted, content) {
      const { message: ts } = posted;
      const channel = await places.conversation(posted.channel);
      if (content === undefined) {
        await api.call('chat.delete', { channel, ts }, Done);
        return;
      }
      // Whose name a message bears was said when it was posted.
      const { text, blocks } = shown(content);
      await api.call('chat.update', { channel, ts, metadata: metadata(content.oid), ...quiet, text, blocks }, Done);
    },
    find: createFind(api, places),
    open: (receiver) => openInlet(config, api, receiver),
  };
}
