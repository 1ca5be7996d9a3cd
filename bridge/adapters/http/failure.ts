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
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What a status that is no success means. `writes`: what was asked for may have been done all the same. */
export function statusFailure(status: number, headers: Headers, word: string | undefined, writes: boolean): Error {
  const said = `http_${status}${word === undefined ? '' : `: ${inOneLine(word)}`}`;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const waitMs = seconds > 0 ? Math.min(seconds * 1000, longestMs) : limitedMs;
  if (status === 429 || (status === 503 && seconds > 0)) return new PlatformError('limited', said, waitMs);
  if (status === 401) return new PlatformError('unauthorised', said);
  if (status === 404 || status === 410) return new PlatformError('gone', said);
  if (status >= 500) return new PlatformError(writes ? 'unsure' : 'unavailable', said);
  return new PlatformError('refused', status >= 300 && status < 400 ? `${said} (redirected)` : said);
}

/** What a call that got no whole answer means. A read can be asked again; a write may have happened. */
export function lostAnswer(error: unknown, writes: boolean): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined) ?? 'no_answer';
  return new PlatformError(!writes || unsent.has(code) ? 'unavailable' : 'unsure', code);
}

// oxlint-disable-next-line no-control-regex -- they are what is taken out
const controls = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
const inOneLine = (text: string): string =>
  text.slice(0, 1000).replaceAll(controls, ' ').trim().slice(0, 200).toWellFormed();

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && (error.name === 'TimeoutError' || error.name === 'AbortError') ? 'timeout' : undefined;
}
