import type { Message } from '../../../../protocol/model/message.ts';
import type { Question } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { createCaller } from '../../http/caller.ts';
import type { MattermostApi } from './api.ts';
import type { MattermostConfig } from './config.ts';
import type { Direct } from './direct.ts';
import { postIdOf } from './message-id.ts';
import { renderMessage } from './render-message.ts';
import { Done } from './schema.ts';

/** A response_url works for half an hour, and five times, says https://developers.mattermost.com/integrate/slash-commands/custom/ . */
const validMs = 1_800_000;
const keptMost = 1000;
/** Where the server did not let us speak to one person in a channel, it is asked again after so long. */
const refusedMs = 600_000;

export interface Whispers {
  /** Notes where the answer to a slash command goes. An address that is not Mattermost's own is not kept. */
  expect(id: string, url: string | undefined): void;
  /**
   * Answers whoever asked alone: a slash command at its response_url; who wrote to us alone, there; the rest by an ephemeral post, which only
   * bots that may make one can (`create_post_ephemeral`), and otherwise by a direct message.
   */
  whisper(to: Question, reply: Message): Promise<void>;
}

export function createWhispers(config: MattermostConfig, api: MattermostApi, direct: Direct): Whispers {
  const { clock } = config;
  const addresses = new Map<string, { readonly path: string; readonly until: number }>();
  const { call: respond } = createCaller({ url: new URL(api.url).origin, clock });
  let refusedUntil = 0;

  const post = (channel_id: string, message: string, root_id: string) =>
    api.call('POST', '/posts', Done, { channel_id, message, root_id });

  async function ephemeral({ channel, thread, by }: Question, message: string): Promise<boolean> {
    if (clock.now() < refusedUntil) return false;
    const root_id = thread === undefined ? '' : postIdOf(thread);
    const body = { user_id: by.user, post: { channel_id: channel, message, root_id } };
    try {
      await api.call('POST', '/posts/ephemeral', Done, body);
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.fault !== 'refused') throw error;
      refusedUntil = clock.now() + refusedMs;
      return false;
    }
  }

  return {
    expect(id, url) {
      // [T16] Nothing else is called at a message's word.
      const address = url === undefined ? null : URL.parse(url);
      if (!address || address.origin !== new URL(api.url).origin || address.username !== '') return;
      if (addresses.size >= keptMost) addresses.clear();
      addresses.set(id, { path: address.pathname, until: clock.now() + validMs });
    },
    async whisper(to, reply) {
      const message = renderMessage(reply);
      const address = addresses.get(to.id);
      if (address && address.until > clock.now()) {
        const body = JSON.stringify({ response_type: 'ephemeral', text: message, skip_slack_parsing: true });
        await respond({ path: address.path, method: 'POST', headers: { 'content-type': 'application/json' }, body });
      } else if (to.type === 'command' && to.direct)
        await post(to.channel, message, to.thread === undefined ? '' : postIdOf(to.thread));
      else if (!(await ephemeral(to, message))) await post(await direct.channelOf(`@${to.by.user}`), message, '');
    },
  };
}
