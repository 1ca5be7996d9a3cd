import * as z from 'zod/mini';
import { PlatformError } from '../../ports/platform-error.ts';
import { isUnsent } from '../http/unsent.ts';

/** Where GitHub says no more than that there was too much of it, it asks for a minute at least. */
const limitedMs = 60_000;
const longestMs = 3_600_000;

/** What the official client throws. Without a `response` there was no answer. */
const Thrown = z.object({
  status: z.int(),
  response: z.optional(z.object({ headers: z.record(z.string(), z.unknown()), data: z.optional(z.unknown()) })),
});
type Response = NonNullable<z.infer<typeof Thrown>['response']>;

/** What a call threw, in our words. `write`: it may have been done although its answer was lost. */
export function toPlatformError(error: unknown, write: boolean): PlatformError {
  if (error instanceof PlatformError) return error;
  const thrown = Thrown.safeParse(error);
  if (thrown.success && thrown.data.response) return answered(thrown.data.status, thrown.data.response, write);
  return unanswered(error, write);
}

/** GitHub's word for an answer that is no success. */
export function answered(status: number, { headers, data }: Response, write: boolean): PlatformError {
  const word = wordOf(data) ?? `http_${status}`;
  if (status === 401) return new PlatformError('unauthorised', word);
  const wait = status === 403 || status === 429 ? waitOf(headers, word) : undefined;
  if (wait !== undefined || status === 429) return new PlatformError('limited', word, wait ?? limitedMs);
  if (status >= 500 || status === 408) return new PlatformError(write ? 'unsure' : 'unavailable', `http_${status}`);
  if (status === 404 || status === 410) return new PlatformError('gone', word);
  if (status >= 300 && status < 400) return new PlatformError('gone', 'moved_elsewhere');
  return new PlatformError('refused', word);
}

function unanswered(error: unknown, write: boolean): PlatformError {
  const code = codeOf(error);
  const done = write && !isUnsent(code);
  return new PlatformError(done ? 'unsure' : 'unavailable', code ?? 'no_answer');
}

/** How long to wait, if it is for a limit that the answer says no. Told by GitHub's own clock, so that ours may be wrong. */
function waitOf(headers: Readonly<Record<string, unknown>>, word: string): number | undefined {
  const after = number(headers['retry-after']);
  if (after !== undefined) return bounded(after * 1000);
  const spent = number(headers['x-ratelimit-remaining']) === 0;
  if (spent) {
    const reset = number(headers['x-ratelimit-reset']);
    const now = typeof headers['date'] === 'string' ? Date.parse(headers['date']) : NaN;
    return reset === undefined || Number.isNaN(now) ? limitedMs : bounded(reset * 1000 - now + 1000);
  }
  return /secondary rate|rate limit|abuse/i.test(word) ? limitedMs : undefined;
}

const bounded = (ms: number): number => Math.min(longestMs, Math.max(1000, ms));

function number(value: unknown): number | undefined {
  const found = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof found === 'number' ? found : undefined;
}

const Said = z.object({ message: z.string(), errors: z.optional(z.array(z.unknown())) });
const Detail = z.union([
  z.string(),
  z.pipe(
    z.object({ message: z.optional(z.string()), code: z.optional(z.string()) }),
    z.transform(({ message, code }) => message ?? code ?? ''),
  ),
]);

/** What looks like a credential, wherever it came from. */
const secret = /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.-]{8,}/g;

/** The words of an answer's body: short, on one line, and without anything that could be a secret. */
export function wordOf(data: unknown): string | undefined {
  const said = Said.safeParse(data);
  if (!said.success) return undefined;
  const details = (said.data.errors ?? []).slice(0, 3).map((detail) => Detail.safeParse(detail).data ?? '');
  const text = [said.data.message, ...details].filter((part) => part !== '').join(': ');
  const word = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .replaceAll(secret, '…')
    .trim();
  return word === '' ? undefined : word.slice(0, 160);
}

/** The system's code of a failure, looked for in its causes too. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  if ('name' in error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return 'timeout';
  if ('code' in error && typeof error.code === 'string' && /^\w{1,60}$/.test(error.code)) return error.code;
  return 'cause' in error ? codeOf(error.cause, depth + 1) : undefined;
}
