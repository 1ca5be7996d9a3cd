import type { Call } from './api.ts';
import { HistoryPage, SlackMessage } from './schema.ts';

const pageSize = 200;
/** 2,000 messages: what was said beyond that while we were away is left to Slack. */
const mostPages = 10;
/** Read once more before the place where reading had got to, since events of two sockets may come in any order. */
const overlapMs = 60_000;
/** How far back is read where nothing was read yet. */
const firstMs = 86_400_000;
const mostThreads = 50;

/** What stands where a thread's first message was deleted. */
export const tombstone = 'tombstone';

/** A time as Slack's `ts`. */
export const tsOf = (at: number): string => (Math.max(at, 0) / 1000).toFixed(6);
/** The time of a `ts`, in epoch milliseconds. */
export const atOf = (ts: string): number => Math.floor(Number(ts) * 1000);

const after = (ts: string, other: string): boolean => Number(ts) > Number(other);

interface Pages {
  readonly messages: readonly SlackMessage[];
  /** Whether there was more than is read at once. */
  readonly cut: boolean;
}

/** Reads pages of a method, newest or oldest first as Slack gives them; each message once that can be read at all. */
export async function readPages(
  call: Call,
  method: 'conversations.history' | 'conversations.replies',
  args: Readonly<Record<string, unknown>>,
  pages = mostPages,
): Promise<Pages> {
  const { messages, response_metadata } = await call(method, { limit: pageSize, ...args }, HistoryPage);
  const read = messages.flatMap((message) => {
    const parsed = SlackMessage.safeParse(message);
    return parsed.success ? [parsed.data] : [];
  });
  const cursor = response_metadata?.next_cursor;
  if (!cursor) return { messages: read, cut: false };
  if (pages <= 1) return { messages: read, cut: true };
  const rest = await readPages(call, method, { ...args, cursor }, pages - 1);
  return { messages: [...read, ...rest.messages], cut: rest.cut };
}

export interface Missed extends Pages {
  /** What had been said before, and was changed since then or taken back. */
  readonly changed: readonly SlackMessage[];
}

/**
 * What was said in a channel since `since`, threads included, oldest first; where that is undefined, in the last day, one page at most.
 * History has no replies in it: they are asked for where a thread's first message tells of new ones, among the messages read and the page before.
 * A thread that began earlier than that is missed. History tells of an edit only by the message itself, and of a deletion not at all, but
 * where a thread's first message leaves its place behind: what else was deleted meanwhile stays.
 */
export async function readMissed(call: Call, channel: string, since: string | undefined, now: number): Promise<Missed> {
  const oldest = since === undefined ? tsOf(now - firstMs) : tsOf(atOf(since) - overlapMs);
  const history = (args: object, pages: number) =>
    readPages(call, 'conversations.history', { channel, ...args }, pages);
  const recent = await history({ oldest }, since === undefined ? 1 : mostPages);
  const before = await history({ latest: oldest, inclusive: true }, 1);
  const threads = [...recent.messages, ...before.messages]
    .filter(({ latest_reply }) => latest_reply !== undefined && after(latest_reply, oldest))
    .slice(0, mostThreads);
  const replies = await readThreads(call, channel, oldest, threads);
  const found = [
    ...new Map([...before.messages, ...recent.messages, ...replies].map((each) => [each.ts, each])).values(),
  ];
  const messages = found.filter(({ ts }) => after(ts, oldest)).toSorted((a, b) => Number(a.ts) - Number(b.ts));
  const changed = found.filter(
    ({ ts, edited, subtype }) =>
      since !== undefined &&
      !after(ts, since) &&
      (subtype === tombstone || (edited !== undefined && after(edited.ts, oldest))),
  );
  return { messages, changed, cut: recent.cut && since !== undefined };
}

/** One thread after another: what is read at once counts against Slack's limit at once. */
async function readThreads(
  call: Call,
  channel: string,
  oldest: string,
  [thread, ...others]: readonly SlackMessage[],
): Promise<SlackMessage[]> {
  if (!thread) return [];
  const { messages } = await readPages(call, 'conversations.replies', { channel, ts: thread.ts, oldest });
  return [...messages, ...(await readThreads(call, channel, oldest, others))];
}
