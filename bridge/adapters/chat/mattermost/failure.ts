import { PlatformError, type PlatformFault } from '../../../ports/platform-error.ts';
import { type Answer, jsonOf } from '../../http/caller.ts';
import { Refused } from './schema.ts';

/** So long we wait where a limit names no time. */
const limitedMs = 10_000;
const longestMs = 3_600_000;

/** Statuses that Mattermost refuses with, and whose words we read ourselves. */
export const refusals = [400, 403, 404, 405, 409, 413, 414, 429, 501];

/** Mattermost's words that mean that a post, or the first one of its thread, is not there any more. */
const gone = new Set([
  'app.post.get.app_error',
  'api.post.get.app_error',
  'store.sql_post.get.app_error',
  'api.post.create_post.root_id.app_error',
  'api.post.create_post.channel_root_id.app_error',
  'api.post.update_post.find.app_error',
  'api.post.update_post.permissions_details.app_error',
]);

/** The vendor's own word for a refusal, where the answer has one. */
export function wordOf({ bytes }: Pick<Answer, 'bytes'>): string | undefined {
  const parsed = Refused.safeParse(jsonOf(bytes));
  return parsed.success ? parsed.data.id : undefined;
}

/** What an answer with one of the `refusals` means. https://api.mattermost.com/#tag/errors */
export function refusal(answer: Answer, now: number): PlatformError {
  const { status, headers } = answer;
  const word = wordOf(answer) ?? `http_${status}`;
  if (status === 429) return new PlatformError('limited', word, waitOf(headers, now));
  return new PlatformError(faultOf(status, word), word);
}

function faultOf(status: number, word: string): PlatformFault {
  if (gone.has(word)) return 'gone';
  if (status === 404 && !word.startsWith('app.channel')) return 'gone';
  return 'refused';
}

/**
 * `Retry-After` in seconds, or `X-RateLimit-Reset`, which https://api.mattermost.com/#tag/rate-limiting shows both as seconds from now and
 * as a time.
 */
function waitOf(headers: Headers, now: number): number {
  const said = Number(headers.get('retry-after') ?? headers.get('x-ratelimit-reset') ?? Number.NaN);
  const waitMs = said > 1_000_000_000 ? said * 1000 - now : said * 1000;
  return waitMs > 0 ? Math.min(Math.max(waitMs, 1000), longestMs) : limitedMs;
}
