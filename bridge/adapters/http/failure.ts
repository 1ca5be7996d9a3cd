import { PlatformError } from '../../ports/platform-error.ts';

/** So long we wait where a limit names no time. */
const limitedMs = 30_000;
const longestMs = 60 * 60_000;

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

// oxlint-disable-next-line no-control-regex -- they are what is taken out
const controls = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
const inOneLine = (text: string): string =>
  text.slice(0, 1000).replaceAll(controls, ' ').trim().slice(0, 200).toWellFormed();
