import type { ChatPlatform, Limit, Posted } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { createMattermostApi, type MattermostApi, onPost } from './api.ts';
import type { MattermostConfig } from './config.ts';
import { createDirect } from './direct.ts';
import { readSince, readThread } from './history.ts';
import { openInlet } from './inlet.ts';
import { messageId, postIdOf } from './message-id.ts';
import { createOffers } from './offers.ts';
import { createRenderer, leadsTo } from './render.ts';
import { Post } from './schema.ts';
import { createUsers } from './users.ts';

/** Clocks differ: a post may bear an earlier time than that at which we posted it. */
const skewMs = 900_000;

/**
 * A server may let nobody call it more often than ten times a second, and a hundred times beyond that at once: the defaults where limiting is
 * on, says https://docs.mattermost.com/configure/rate-limiting-configuration-settings.html . Half of it is ours; reading needs the rest.
 */
const team = (perMinute: number, burst: number): Limit => ({ per: 'team', perMinute, burst });
const limits = { post: team(120, 20), edit: team(120, 20), find: team(60, 10) };

/** Mattermost, by its REST API and its WebSocket. A thread is named by its first post; how messages are named, `message-id.ts` says. */
export function createMattermost(config: MattermostConfig): ChatPlatform {
  const api = createMattermostApi(config);
  const users = createUsers(api, config);
  const offers = createOffers(config);
  const direct = createDirect(api);
  const render = createRenderer(api, users, offers);
  return {
    id: 'mattermost',
    can: {
      edit: true,
      threads: true,
      find: true,
      whisper: true,
      buttons: config.callbackUrl !== undefined,
      home: false,
    },
    limits,
    async post(to, content) {
      const channel_id = await direct.channelOf(to.channel);
      const [root, thread] = to.broadcast ? [undefined, to.thread] : [to.thread, undefined];
      const root_id = root === undefined ? '' : postIdOf(root);
      const body = { channel_id, root_id, ...(await render(content, thread)) };
      const posted = await api.call('POST', '/posts', Post, body);
      return { channel: posted.channel_id, message: messageId(posted) };
    },
    async edit(posted, content) {
      const id = postIdOf(posted.message);
      if (!content) return onPost(api, 'DELETE', id, '');
      const old = content.type === 'message' ? await api.post(id) : undefined;
      return onPost(api, 'PUT', id, '/patch', await render(content, old && leadsTo(old)));
    },
    async find(to, oid, sinceAt): Promise<Posted | undefined> {
      const [us, channel] = await Promise.all([api.whoAmI(), direct.channelOf(to.channel)]);
      const root = to.thread === undefined || to.broadcast ? '' : postIdOf(to.thread);
      const { posts, cut } = await readPlace(api, channel, root, sinceAt - skewMs);
      const found = posts.find(
        (post) =>
          post.user_id === us.id &&
          post.channel_id === channel &&
          post.root_id === root &&
          post.delete_at === 0 &&
          post.props?.['shiproom_oid'] === oid,
      );
      // It may stand beyond what was read: nobody knows.
      if (!found && cut) throw new PlatformError('refused', 'history_too_long');
      return found && { channel, message: messageId(found) };
    },
    open: (receiver) => openInlet(config, api, { users, offers, direct }, receiver),
  };
}

/** What stands in a channel since a time, or in a thread of it. `cut`: there was more than is read. */
async function readPlace(
  api: MattermostApi,
  channel: string,
  root: string,
  since: number,
): ReturnType<typeof readSince> {
  if (root === '') return readSince(api, channel, since);
  return { posts: await readThread(api, root), cut: false };
}
