import type { ChatPlatform, ChatReceiver } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { jsonOf } from '../../http/caller.ts';
import type { MattermostApi } from './api.ts';
import type { MattermostConfig } from './config.ts';
import type { Direct } from './direct.ts';
import { readDirect, readMissed } from './history.ts';
import { Lane } from '../../messages/lane.ts';
import { createMembers } from './members.ts';
import { messageId } from './message-id.ts';
import type { Offers } from './offers.ts';
import { Post, PostEvent, type SocketEvent } from './schema.ts';
import { createServe } from './serve.ts';
import { MattermostSocket } from './socket.ts';
import { commandMs, createTaking, type Taking, type ThreadOf } from './take.ts';
import type { Users } from './users.ts';
import { createWhispers } from './whisper.ts';

const patienceMs = 5_000;
const rootsKept = 2000;

/** Connects, and answers once there is a connection, or once it is clear that there is none for now. */
export async function openInlet(
  config: MattermostConfig,
  api: MattermostApi,
  known: { readonly users: Users; readonly offers: Offers; readonly direct: Direct },
  receiver: ChatReceiver,
): ReturnType<ChatPlatform['open']> {
  const { clock, log, channels } = config;
  const threadOf = createThreads(api);
  const taking = createTaking(config, api, known.users, threadOf, receiver);
  const whispers = createWhispers(config, api, known.direct);
  const catchUp = async (): Promise<void> => {
    for (const channel of channels) await catchUpWith(config, api, taking, receiver, channel);
    // An older command is not run any more.
    for (const post of await readDirect(api, clock.now() - commandMs)) await taking.said(post, true);
  };
  const lane = new Lane(clock, catchUp, (word) =>
    log({ level: 'warn', text: `what happened in Mattermost was not taken in: ${word}` }),
  );

  const members = createMembers(known.users, receiver);

  function heard({ event, data }: SocketEvent): void {
    if (event === 'user_updated') lane.push({ take: () => members.changed(data), once: true });
    const parsed = PostEvent.safeParse(data);
    const post = parsed.success ? Post.safeParse(jsonOf(Buffer.from(parsed.data.post))).data : undefined;
    if (!post) return;
    const direct = parsed.data?.channel_type === 'D';
    if (event === 'posted') lane.push({ take: () => taking.said(post, direct) });
    if (event === 'post_edited') lane.push({ take: () => taking.edited(post) });
    if (event === 'post_deleted') lane.push({ take: () => taking.removed(post) });
  }

  const ears = { behind: () => lane.behind(), connected: (now: boolean) => receiver.hears?.(now), heard };
  const socket = new MattermostSocket(config, api, ears);
  await patiently(clock, socket.open());
  const serve = createServe({ config, api, ...known, whispers, threadOf, receiver });
  return {
    whisper: (to, reply) => whispers.whisper(to, reply),
    async showHome() {
      throw new PlatformError('refused', 'no_home');
    },
    ...(config.callbackUrl === undefined ? {} : { serve }),
    async close() {
      await Promise.all([socket.close(), lane.close()]);
    },
  };
}

/** Takes in what was said, changed and deleted in a channel since the last time. */
async function catchUpWith(
  { clock, log }: MattermostConfig,
  api: MattermostApi,
  taking: Taking,
  receiver: ChatReceiver,
  channel: string,
): Promise<void> {
  const missed = await readMissed(api, channel, await receiver.since(channel), clock.now());
  if (missed.cut)
    log({ level: 'warn', text: 'more was said in Mattermost than is read at once; the oldest is left out' });
  for (const post of missed.posts) {
    // What was said and taken back while we were away was never here.
    if (post.delete_at > 0 && post.create_at > missed.known) continue;
    if (post.delete_at > 0) await taking.removed(post);
    else if (post.create_at > missed.from) await taking.said(post, false);
    if (post.delete_at === 0 && post.create_at <= missed.known) await taking.edited(post);
  }
}

/** A reply names the first post of its thread without its time, so that is asked for, once. */
function createThreads(api: MattermostApi): ThreadOf {
  const known = new Map<string, string>();
  return async (post) => {
    if (post.root_id === '') {
      keep(post.id, messageId(post));
      return undefined;
    }
    const kept = known.get(post.root_id);
    if (kept !== undefined) return kept;
    const root = await api.post(post.root_id);
    return root && keep(root.id, messageId(root));
  };

  function keep(id: string, message: string): string {
    if (known.size >= rootsKept) known.delete(known.keys().next().value ?? id);
    known.set(id, message);
    return message;
  }
}

async function patiently(clock: MattermostConfig['clock'], opening: Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = clock.after(patienceMs, resolve);
    void opening.finally(() => {
      stop();
      resolve();
    });
  });
}
