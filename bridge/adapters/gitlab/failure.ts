import { PlatformError } from '../../ports/platform-error.ts';

/** So long we wait where a limit names no time. */
const limitedMs = 30_000;
const longestMs = 60 * 60_000;

/** Failures that come before anything was sent. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

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

/** What a call that got no whole answer means. A read can be asked again; a write may have happened. */
export function lostAnswer(error: unknown, writes: boolean): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined) ?? 'no_answer';
  return new PlatformError(!writes || unsent.has(code) ? 'unavailable' : 'unsure', code);
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

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && (error.name === 'TimeoutError' || error.name === 'AbortError') ? 'timeout' : undefined;
}
