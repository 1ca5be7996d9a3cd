import type * as z from 'zod/mini';
import type { Clock } from '../../ports/clock.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { statusFailure } from './failure.ts';
import { lostAnswer } from './unsent.ts';

/** Longer answers are not read. */
const mostBytes = 16 * 1024 * 1024;

export interface CallerSettings {
  /** Https, or http on this machine. */
  readonly url: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** The vendor's own word in an answer that is no success. */
  readonly word?: (answer: Answer) => string | undefined;
}

interface Asked {
  /** Begins with a slash, and is encoded already. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Statuses that are no failure, though they are no success. */
  readonly fine?: readonly number[];
  /** Reads so many bytes, and leaves the rest. */
  readonly first?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** Asks one server, within a time, and follows no redirect: what it sends along goes to nobody else. Fails with PlatformErrors alone. */
export type Call = (asked: Asked) => Promise<Answer>;

/** Calls below `url`; its own `base` is that without a slash at its end. */
export function createCaller(settings: CallerSettings): { readonly base: string; readonly call: Call } {
  const { clock, timeoutMs = 10_000, fetch: ask = fetch, word } = settings;
  const base = addressOf(settings.url);
  const call: Call = async ({ path, method = 'GET', headers = {}, body, fine = [], first }) => {
    const writes = method !== 'GET';
    const stop = new AbortController();
    const inTime = clock.after(timeoutMs, () => stop.abort(new DOMException('timeout', 'TimeoutError')));
    try {
      const response = await ask(base + path, {
        method,
        headers: { ...headers },
        redirect: 'manual',
        signal: stop.signal,
        ...(body !== undefined && { body }),
      });
      const { status } = response;
      const answer = { status, headers: response.headers, bytes: await bytesOf(response, first) };
      if (response.ok || fine.includes(status)) return answer;
      throw statusFailure(status, response.headers, word?.(answer), writes);
    } catch (error) {
      throw lostAnswer(error, writes);
    } finally {
      inTime();
    }
  };
  return { base, call };
}

async function bytesOf(response: Response, first: number | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    parts.push(part);
    if (first !== undefined && length >= first) break;
    if (length > mostBytes) throw new PlatformError('refused', 'answer_too_long');
  }
  return Buffer.concat(parts).subarray(0, first);
}

/** The answer as this shape, whatever it is labelled. `writes`: it is the answer to something that was done by it. */
export function shaped<T>(answer: z.ZodMiniType<T>, { bytes }: Pick<Answer, 'bytes'>, writes = false): T {
  const fault = writes ? 'unsure' : 'unavailable';
  const body = jsonOf(bytes);
  if (body === undefined) throw new PlatformError(fault, 'unreadable_answer');
  const known = answer.safeParse(body);
  if (known.success) return known.data;
  const at = known.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new PlatformError(fault, `unknown_answer at ${at}`.slice(0, 200));
}

/** The JSON in these bytes; undefined where it is none. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** The same, and undefined where what was asked for is not there. */
export async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PlatformError && error.fault === 'gone') return undefined;
    throw error;
  }
}

/** A plain address would show credentials to whoever listens, so it must be this machine's. */
function addressOf(text: string): string {
  const url = URL.parse(text);
  const loopback = url && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const fit = url && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback));
  if (!fit || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new PlatformError('refused', 'the address must be https, or http on this machine, without a name in it');
  return (url.origin + url.pathname).replace(/\/+$/, '');
}
