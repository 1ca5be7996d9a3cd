import * as z from 'zod/mini';
import type { Clock } from '../../ports/clock.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { lostAnswer } from '../http/unsent.ts';
import { answerFailure } from './failure.ts';

/** Longer answers are not read: no list or file that we ask for is as long. */
const mostBytes = 16 * 1024 * 1024;
const perPage = 100;
/** So many answers are remembered with their ETags. */
const keptAnswers = 200;
/** A longer answer is not. */
const keptCharacters = 256 * 1024;

export interface GitLabSettings {
  /** Where GitLab is: `https://gitlab.example.org`, or below a path of it. Plain http only on this machine. */
  readonly url: string;
  /** A project, group or personal access token with the scope `api`. */
  readonly token: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** GitLab's REST API, version 4. Fails with PlatformErrors alone. Paths begin with a slash, and are encoded already. */
export interface GitLabClient {
  /** Where people find GitLab, without a slash at the end. */
  readonly url: string;
  /** Asks for one thing. A `remembered` one costs GitLab little where it has not changed. */
  get<T>(path: string, answer: z.ZodMiniType<T>, query?: Query, how?: 'remembered'): Promise<T>;
  /** The same, and undefined where there is none. */
  find<T>(path: string, answer: z.ZodMiniType<T>, query?: Query, how?: 'remembered'): Promise<T | undefined>;
  /** Asks for a list, page by page, until `most` are there. What in it has another shape is left out. */
  list<T>(path: string, item: z.ZodMiniType<T>, query?: Query, most?: number): Promise<readonly T[]>;
  /** Has something done, once. */
  send<T>(path: string, answer: z.ZodMiniType<T>, body?: unknown): Promise<T>;
  /** The bytes of something from one on; undefined where it is not there. Whoever reads them may stop early. */
  bytes(path: string, from: number): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** The API below `url`. A redirect is a failure, so the token goes to nobody else. */
export function createGitLabClient(settings: GitLabSettings): GitLabClient {
  const url = baseOf(settings.url);
  const call = callerOf(settings, `${url}/api/v4`);
  const ask = askerOf(call);
  const get: GitLabClient['get'] = async (path, answer, query, how) =>
    shaped(answer, await ask(path + queryOf(query), how));

  return {
    url,
    get,
    async find(path, answer, query, how) {
      try {
        return await get(path, answer, query, how);
      } catch (error) {
        if (error instanceof PlatformError && error.fault === 'gone') return undefined;
        throw error;
      }
    },
    async list<T>(path: string, item: z.ZodMiniType<T>, query: Query = {}, most = perPage): Promise<readonly T[]> {
      const found: T[] = [];
      for (let page = 1; found.length < most; page += 1) {
        const size = Math.min(perPage, most);
        const body = await ask(path + queryOf({ ...query, per_page: size, page }), 'remembered');
        const items = shaped(z.array(z.unknown()), body);
        found.push(...items.flatMap((each) => item.safeParse(each).data ?? []));
        if (items.length < size) break;
      }
      return found.slice(0, most);
    },
    async send(path, answer, body = {}) {
      const headers = { 'content-type': 'application/json' };
      const begun = await call('POST', path, headers, { body: JSON.stringify(body) });
      return shaped(answer, parsed(await textOf(begun, true), true), true);
    },
    async bytes(path, from) {
      const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
      const begun = await call('GET', path, headers, { fine: [404, 416], times: 6 });
      const { status } = begun.response;
      if (status !== 404 && status !== 416) return partsOf(begun, status === 206 ? 0 : from);
      await begun.response.body?.cancel();
      begun.done();
      return status === 404 ? undefined : noParts();
    },
  };
}

/** Asks, and keeps answers with their ETags, so that one that has not changed is not sent again. */
function askerOf(call: Call): (target: string, how?: 'remembered') => Promise<unknown> {
  const answers = new Map<string, { readonly etag: string; readonly body: unknown }>();
  return async (target, how) => {
    const known = how && answers.get(target);
    const answer = await call('GET', target, known ? { 'if-none-match': known.etag } : {});
    if (known && answer.response.status === 304) {
      answer.done();
      return known.body;
    }
    const text = await textOf(answer, false);
    const body = parsed(text, false);
    const etag = answer.response.headers.get('etag');
    if (!how || etag === null || text.length > keptCharacters) return body;
    answers.delete(target);
    answers.set(target, { etag, body });
    const [oldest] = answers.keys();
    if (answers.size > keptAnswers && oldest !== undefined) answers.delete(oldest);
    return body;
  };
}

/** An answer that has begun. It is cut off when its time is over, unless it is `done` before. */
interface Begun {
  readonly response: Response;
  readonly done: () => void;
}

interface How {
  readonly body?: string;
  /** Answers that are no failure, though they are no success. */
  readonly fine?: readonly number[];
  /** How much longer than others it may take. */
  readonly times?: number;
}

type Call = (
  method: 'GET' | 'POST',
  target: string,
  headers: Readonly<Record<string, string>>,
  how?: How,
) => Promise<Begun>;

function callerOf(settings: GitLabSettings, base: string): Call {
  const { token, clock, timeoutMs = 10_000, fetch: ask = fetch } = settings;
  return async (method, target, headers, { body, fine = [], times = 1 } = {}) => {
    const stop = new AbortController();
    const done = clock.after(timeoutMs * times, () => stop.abort(new DOMException('timeout', 'TimeoutError')));
    try {
      const response = await ask(base + target, {
        method,
        redirect: 'manual',
        signal: stop.signal,
        headers: { ...headers, 'private-token': token, accept: 'application/json' },
        ...(body !== undefined && { body }),
      });
      if (response.ok || response.status === 304 || fine.includes(response.status)) return { response, done };
      // What it means is in its status, whatever becomes of its words.
      const said = await read(response, 64 * 1024).catch(() => '');
      throw answerFailure(response, said, method === 'POST', clock.now());
    } catch (error) {
      done();
      throw lostAnswer(error, method === 'POST');
    }
  };
}

async function textOf({ response, done }: Begun, writes: boolean): Promise<string> {
  try {
    return await read(response, mostBytes);
  } catch (error) {
    if (writes && error instanceof PlatformError) throw new PlatformError('unsure', error.vendorWord);
    throw lostAnswer(error, writes);
  } finally {
    done();
  }
}

function parsed(text: string, writes: boolean): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new PlatformError(writes ? 'unsure' : 'unavailable', 'unreadable_answer');
  }
}

/** The body as text; it is left where it is longer than `most`. */
async function read(response: Response, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > most) throw new PlatformError('refused', 'answer_too_long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The body, without its first bytes: GitLab sends a log whole, whatever part of it was asked for. */
async function* partsOf({ response, done }: Begun, skip: number): AsyncGenerator<Uint8Array> {
  let left = skip;
  try {
    for await (const part of response.body ?? []) {
      const rest = part.subarray(Math.min(left, part.byteLength));
      left -= part.byteLength - rest.byteLength;
      if (rest.byteLength > 0) yield rest;
    }
  } catch (error) {
    throw lostAnswer(error, false);
  } finally {
    done();
  }
}

async function* noParts(): AsyncGenerator<Uint8Array> {}

function shaped<T>(answer: z.ZodMiniType<T>, body: unknown, writes = false): T {
  const known = answer.safeParse(body);
  if (known.success) return known.data;
  const at = known.error.issues[0]?.path.join('.') ?? '';
  throw new PlatformError(writes ? 'unsure' : 'unavailable', `unknown_answer at ${at}`.slice(0, 200));
}

function queryOf(query: Query = {}): string {
  const said = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return said.length === 0 ? '' : `?${said.join('&')}`;
}

/** The address without a slash at its end. A plain one would show the token to whoever listens, so it must be this machine's. */
function baseOf(text: string): string {
  const url = URL.parse(text);
  const loopback = url && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const fit = url && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback));
  if (!fit || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new PlatformError('refused', 'the address of GitLab must be https, or http on this machine');
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** One part of a path. */
export const segment = (text: string | number): string => encodeURIComponent(text);
