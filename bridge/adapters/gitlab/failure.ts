import { PlatformError } from '../../ports/platform-error.ts';

/** So long we wait where a limit names no time. */
const limitedMs = 30_000;
const longestMs = 60 * 60_000;

/** What an answer that is no success means. `writes`: what was asked for may have been done before the answer was lost. */
export function answerFailure(response: Response, said: string, writes: boolean, now: number): PlatformError {
  const { status, headers } = response;
  const word = wordOf(status, said);
  if (status === 429 || (status === 503 && headers.has('retry-after')))
    return new PlatformError('limited', word, waitMs(headers, now));
  if (status === 401) return new PlatformError('unauthorised', word);
  if (status === 404 || status === 410) return new PlatformError('gone', word);
  if (status >= 500) return new PlatformError(writes ? 'unsure' : 'unavailable', word);
  if (status >= 300 && status < 400) return new PlatformError('refused', `http_${status} (redirected)`);
  return new PlatformError('refused', word);
}

function waitMs(headers: Headers, now: number): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (seconds > 0) return Math.min(seconds * 1000, longestMs);
  const reset = Number(headers.get('ratelimit-reset') ?? Number.NaN) * 1000;
  return reset > now ? Math.min(reset - now, longestMs) : limitedMs;
}

/** GitLab says why in `message` or `error`, as a text or as texts by field; they hold what was wrong, and no secret of ours. */
function wordOf(status: number, said: string): string {
  const word = wordIn(said);
  return word === undefined ? `http_${status}` : `http_${status}: ${word}`;
}

function wordIn(said: string): string | undefined {
  try {
    const body: unknown = JSON.parse(said);
    if (typeof body !== 'object' || body === null) return undefined;
    const found = 'message' in body ? body.message : 'error' in body ? body.error : undefined;
    const text = typeof found === 'string' ? found : found === undefined ? '' : JSON.stringify(found);
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    const line = text.replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').trim();
    return line === '' ? undefined : line.slice(0, 200).toWellFormed();
  } catch {
    return undefined;
  }
}
