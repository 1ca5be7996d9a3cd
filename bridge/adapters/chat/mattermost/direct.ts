import type { MattermostApi } from './api.ts';
import { Channel } from './schema.ts';

export interface Direct {
  /** The channel's id: that of the direct channel with somebody, where they are named by `@` and their id. */
  channelOf(channel: string): Promise<string>;
}

/** https://api.mattermost.com/#tag/channels/operation/CreateDirectChannel : asking for it again gives the same one. */
export function createDirect(api: MattermostApi): Direct {
  const known = new Map<string, string>();
  return {
    async channelOf(channel) {
      if (!channel.startsWith('@')) return channel;
      const kept = known.get(channel);
      if (kept !== undefined) return kept;
      const us = await api.whoAmI();
      const { id } = await api.call('POST', '/channels/direct', Channel, [us.id, channel.slice(1)]);
      known.set(channel, id);
      return id;
    },
  };
}
