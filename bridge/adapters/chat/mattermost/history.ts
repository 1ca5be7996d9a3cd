import type { MattermostApi } from './api.ts';
import { madeAt } from './message-id.ts';
import { Channel, ChannelList, Post, PostList } from './schema.ts';

const pageSize = 200;
/** 2,000 posts beside the first thousand: what was said beyond that while we were away is left to Mattermost. */
const mostPages = 10;
const mostDirect = 20;
/** So many the server gives at most where it is asked for what was changed since a time. */
const mostSince = 1000;
/** Read once more before the place where reading had got to, since posts made at the same time may come in any order. */
const overlapMs = 60_000;
/** How far back is read where nothing was read yet. */
const firstMs = 86_400_000;

export interface Missed {
  /** Oldest first: what was said, changed and deleted. */
  readonly posts: readonly Post[];
  /** Whether there was more than is read at once. */
  readonly cut: boolean;
  /** What was made before it is here only because it was changed. */
  readonly from: number;
  /** What was made until then was taken in before. */
  readonly known: number;
}

const read = ({ posts }: PostList): Post[] => Object.values(posts).flatMap((post) => Post.safeParse(post).data ?? []);
const oldestFirst = (posts: readonly Post[]): Post[] =>
  posts.toSorted((a, b) => a.create_at - b.create_at || (a.id < b.id ? -1 : 1));

/**
 * All posts of a channel that were made, changed or deleted since a time, those of threads included: `since` of
 * https://api.mattermost.com/#tag/posts/operation/GetPostsForChannel . It gives a thousand at most, the newest; what is older is read in pages.
 */
export async function readSince(
  api: MattermostApi,
  channel: string,
  since: number,
): Promise<{ readonly posts: readonly Post[]; readonly cut: boolean }> {
  const path = `/channels/${encodeURIComponent(channel)}/posts`;
  const list = await api.call('GET', `${path}?since=${Math.max(Math.floor(since), 1)}`, PostList);
  const posts = read(list);
  if (list.order.length < mostSince) return { posts: oldestFirst(posts), cut: false };
  const older = await readBefore(api, path, oldestFirst(posts)[0], since, mostPages);
  const found = new Map([...posts, ...older.posts].map((post) => [post.id, post]));
  return { posts: oldestFirst([...found.values()]), cut: older.cut };
}

async function readBefore(
  api: MattermostApi,
  path: string,
  oldest: Post | undefined,
  since: number,
  pages: number,
): Promise<{ readonly posts: readonly Post[]; readonly cut: boolean }> {
  if (!oldest || oldest.create_at < since) return { posts: [], cut: false };
  if (pages <= 0) return { posts: [], cut: true };
  const list = await api.call('GET', `${path}?before=${oldest.id}&per_page=${pageSize}`, PostList);
  // Threads come along with their replies, whatever their age.
  const page = read(list).filter(({ id, create_at }) => list.order.includes(id) && create_at <= oldest.create_at);
  const [first] = oldestFirst(page);
  if (!first || first.id === oldest.id) return { posts: page, cut: false };
  const rest = await readBefore(api, path, first, since, pages - 1);
  return { posts: [...page, ...rest.posts], cut: rest.cut };
}

/** What happened in a channel since the message `since`; where that is undefined, in the last day. */
export async function readMissed(
  api: MattermostApi,
  channel: string,
  since: string | undefined,
  now: number,
): Promise<Missed> {
  const known = since === undefined ? 0 : madeAt(since);
  const from = since === undefined ? now - firstMs : known - overlapMs;
  const { posts, cut } = await readSince(api, channel, from);
  return { posts, cut: cut && since !== undefined, from, known };
}

/** A thread, its first post included. https://api.mattermost.com/#tag/posts/operation/GetPostThread */
export async function readThread(api: MattermostApi, root: string): Promise<readonly Post[]> {
  return oldestFirst(read(await api.call('GET', `/posts/${encodeURIComponent(root)}/thread`, PostList)));
}

/** What people wrote to us alone since a time. https://api.mattermost.com/#tag/channels/operation/GetChannelsForUser */
export async function readDirect(api: MattermostApi, since: number): Promise<readonly Post[]> {
  const list = await api.call('GET', '/users/me/channels', ChannelList);
  const recent = list
    .flatMap((each) => Channel.safeParse(each).data ?? [])
    .filter(({ type, last_post_at }) => type === 'D' && last_post_at > since)
    .slice(0, mostDirect);
  const found = await Promise.all(recent.map(({ id }) => readSince(api, id, since)));
  return oldestFirst(
    found.flatMap(({ posts }) => posts).filter((post) => post.create_at > since && post.delete_at === 0),
  );
}
