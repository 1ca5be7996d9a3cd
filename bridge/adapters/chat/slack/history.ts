import type { SlackApi } from './api.ts';
import { HistoryPage, SlackMessage } from './schema.ts';

const pageSize = 200;
/** 2,000 messages: what was said beyond that while we were away is left to Slack. */
const mostPages = 10;
/** Read once more before the place where reading had got to, since events of two sockets may come in any order. */
const overlapMs = 60_000;
/** How far back is read where nothing was read yet. */
const firstMs = 86_400_000;
const mostThreads = 50;

/** A time as Slack's `ts`. */
export const tsOf = (at: number): string => (Math.max(at, 0) / 1000).toFixed(6);
/** The time of a `ts`, in epoch milliseconds. */
export const atOf = (ts: string): number => Math.floor(Number(ts) * 1000);

export interface Missed {
  /** Oldest first. */
  readonly messages: readonly SlackMessage[];
  /** Whether there was more than is read at once. */
  readonly cut: boolean;
}

/** Reads pages of a method, newest or oldest first as Slack gives them; each message once that can be read at all. */
export async function readPages(
  api: SlackApi,
  method: 'conversations.history' | 'conversations.replies',
  args: Readonly<Record<string, unknown>>,
  pages = mostPages,
): Promise<Missed> {
  const { messages, response_metadata } = await api.call(method, { limit: pageSize, ...args }, HistoryPage);
  const read = messages.flatMap((message) => {
    const parsed = SlackMessage.safeParse(message);
    return parsed.success ? [parsed.data] : [];
  });
  const cursor = response_metadata?.next_cursor;
  if (!cursor) return { messages: read, cut: false };
  if (pages <= 1) return { messages: read, cut: true };
  const rest = await readPages(api, method, { ...args, cursor }, pages - 1);
  return { messages: [...read, ...rest.messages], cut: rest.cut };
}

/**
 * What was said in a channel since `since`, threads included; where that is undefined, in the last day, one page at most.
 * History has no replies in it: they are asked for where a thread's first message tells of new ones, among the messages read and the page before.
 * A thread that began earlier than that is missed.
 */
export async function readMissed(
  api: SlackApi,
  channel: string,
  since: string | undefined,
  now: number,
): Promise<Missed> {
  const oldest = since === undefined ? tsOf(now - firstMs) : tsOf(atOf(since) - overlapMs);
  const recent = await readPages(
    api,
    'conversations.history',
    { channel, oldest },
    since === undefined ? 1 : mostPages,
  );
  const before = await readPages(api, 'conversations.history', { channel, latest: oldest, inclusive: true }, 1);
  const threads = [...recent.messages, ...before.messages]
    .filter(({ latest_reply }) => latest_reply !== undefined && latest_reply > oldest)
    .slice(0, mostThreads);
  const replies = await readThreads(api, channel, oldest, threads);
  const found = new Map([...recent.messages, ...replies].map((message) => [message.ts, message]));
  const messages = [...found.values()].filter(({ ts }) => ts > oldest).toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
  return { messages, cut: recent.cut && since !== undefined };
}

/** One thread after another: what is read at once counts against Slack's limit at once. */
async function readThreads(
  api: SlackApi,
  channel: string,
  oldest: string,
  [thread, ...others]: readonly SlackMessage[],
): Promise<SlackMessage[]> {
  if (!thread) return [];
  const { messages } = await readPages(api, 'conversations.replies', { channel, ts: thread.ts, oldest });
  return [...messages, ...(await readThreads(api, channel, oldest, others))];
}
