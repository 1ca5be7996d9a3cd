import type { SlackMessage } from './messages.ts';
import { type Answer, refuse } from './workspace.ts';

type Args = Readonly<Record<string, unknown>>;

const yes = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** Metadata comes along only where it is asked for. */
const without = ({ metadata, ...message }: SlackMessage, args: Args): object =>
  metadata && yes(args['include_all_metadata']) ? { ...message, metadata } : message;

/** https://docs.slack.dev/reference/methods/conversations.replies/ */
export function replies([root, ...below]: readonly SlackMessage[], args: Args): Answer {
  if (!root) return refuse('thread_not_found');
  const answered = page(below, args);
  // The first message comes along on the first page, whatever its time.
  return args['cursor']
    ? answered
    : { ...answered, messages: [without(root, args), ...(answered['messages'] as SlackMessage[])] };
}

/** https://docs.slack.dev/reference/methods/conversations.history/ : oldest, latest, inclusive, limit, cursor, include_all_metadata. */
export function page(all: readonly SlackMessage[], args: Args): Answer {
  const { oldest = '0', latest = '9999999999.999999', limit = 100, cursor = '' } = args;
  const inside = all.filter(({ ts }) => {
    if (ts === oldest || ts === latest) return yes(args['inclusive']);
    return Number(ts) > Number(oldest) && Number(ts) < Number(latest);
  });
  const start = cursor === '' ? 0 : inside.findIndex(({ ts }) => ts === cursor);
  const end = start + Math.min(Number(limit), 999);
  const next_cursor = inside[end]?.ts ?? '';
  const messages = inside.slice(start, end).map((message) => without(message, args));
  return { ok: true, messages, has_more: next_cursor !== '', response_metadata: { next_cursor } };
}
