import type { ChatEvent, ChatReceiver, ChatUser } from '../../../ports/chat-platform.ts';
import type { MattermostApi } from './api.ts';
import { addressed, commandLine } from './command-line.ts';
import type { MattermostConfig } from './config.ts';
import { messageId } from './message-id.ts';
import { readMessage } from './read.ts';
import { namesIn } from './read-inline.ts';
import type { Post } from './schema.ts';
import type { Users } from './users.ts';

/** [E5] A command that its author gave up waiting for is not run; the words stand in the feed. */
export const commandMs = 60_000;
const remembered = 5000;

export interface Taking {
  /** Takes a post in, and the command in it where it begins with our name; one to us alone is a command as a whole. */
  said(post: Post, direct: boolean): Promise<void>;
  /** A post says something else. */
  edited(post: Post): Promise<void>;
  removed(post: Post): Promise<void>;
}

/** Names a thread as the message that it hangs on. */
export type ThreadOf = (post: Post) => Promise<string | undefined>;

export function createTaking(
  config: MattermostConfig,
  api: MattermostApi,
  users: Users,
  threadOf: ThreadOf,
  receiver: ChatReceiver,
): Taking {
  const once = createOnce();
  const { channels, clock } = config;

  const content = async (post: Post) => readMessage(post, await users.named(namesIn(post.message)));
  const ofOthers = async (post: Post) => isSpoken(post) && post.user_id !== (await api.whoAmI()).id;
  const isHeard = async (post: Post) => channels.includes(post.channel_id) && ofOthers(post);

  async function command(post: Post, words: string, asked: Asked): Promise<void> {
    const event = commandIn(post, words, asked, clock.now());
    if (event) await receiver.take(event);
  }

  async function said(post: Post, direct: boolean): Promise<void> {
    const by = await users.authorOf(post);
    const thread = await threadOf(post);
    const words = addressed(post.message, (await api.whoAmI()).username);
    if (direct) return command(post, words ?? post.message, { by, thread, direct });
    const place = { ...named(post), by, at: post.create_at, ...(thread === undefined ? {} : { thread }) };
    await receiver.take({ type: 'said', content: await content(post), ...place });
    if (words !== undefined) await command(post, words, { by, thread, direct });
  }

  return {
    async said(post, direct) {
      if (direct ? await ofOthers(post) : await isHeard(post)) await once(post.id, () => said(post, direct));
    },
    async edited(post) {
      if (post.edit_at === 0 || !(await isHeard(post))) return;
      const revision = String(post.edit_at).padStart(13, '0');
      await once(`${post.id} ${revision}`, async () =>
        receiver.take({ type: 'edited', ...named(post), content: await content(post), revision, at: post.edit_at }),
      );
    },
    async removed(post) {
      if (!(await isHeard(post))) return;
      const at = post.delete_at || clock.now();
      await once(`${post.id} removed`, () => receiver.take({ type: 'removed', ...named(post), at }));
    },
  };
}

interface Asked {
  readonly by: ChatUser;
  readonly thread: string | undefined;
  readonly direct: boolean;
}

const named = (post: Post) => ({ channel: post.channel_id, message: messageId(post) });

/** Only a human commands, while they wait for the answer, and only by saying it: no edit is one ([T10]). */
function commandIn(post: Post, words: string, { by, thread, direct }: Asked, now: number): ChatEvent | undefined {
  if (by.bot || post.edit_at > 0 || now - post.create_at >= commandMs) return undefined;
  return {
    type: 'command',
    id: `${direct ? 'direct' : 'mention'}:${post.id}`,
    channel: post.channel_id,
    by,
    at: post.create_at,
    line: commandLine(words),
    ...(thread === undefined ? {} : { thread }),
    ...(direct ? { direct } : {}),
  };
}

/** Joins, headers and the like bear the names of the system's own types. */
const isSpoken = ({ type }: Post): boolean => !type.startsWith('system_');

/** Once each, of those of late: history and the socket tell the same. What fails may come again. */
function createOnce(): (key: string, take: () => Promise<void>) => Promise<void> {
  const taken = new Set<string>();
  return async (key, take) => {
    if (taken.has(key)) return;
    await take();
    taken.add(key);
    if (taken.size > remembered) taken.delete(taken.values().next().value ?? key);
  };
}
