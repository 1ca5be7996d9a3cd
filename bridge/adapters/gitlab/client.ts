import * as z from 'zod/mini';
import type { Clock } from '../../ports/clock.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { answerFailure, lostAnswer } from './failure.ts';

/** Longer answers are not read: no list or file that we ask for is as long. */
const mostBytes = 16 * 1024 * 1024;
const perPage = 100;
/** So many answers are remembered with their ETags. */
const keptAnswers = 200;

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
  bytes(path: string, from: number): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** The API below `url`. A redirect is a failure, so the token goes to nobody else. */
export function createGitLabClient(settings: GitLabSettings): GitLabClient {
  const url = baseOf(settings.url);
  const call = callerOf(settings, `${url}/api/v4`);
  const answers = new Map<string, { readonly etag: string; readonly body: unknown }>();

  async function ask(target: string, how?: 'remembered'): Promise<{ body: unknown; headers: Headers }> {
    const known = how && answers.get(target);
    const response = await call('GET', target, known ? { 'if-none-match': known.etag } : {});
    if (known && response.status === 304) return { body: known.body, headers: response.headers };
    const body = await json(response, false);
    const etag = response.headers.get('etag');
    if (how && etag !== null) {
      answers.delete(target);
      answers.set(target, { etag, body });
      const [oldest] = answers.keys();
      if (answers.size > keptAnswers && oldest !== undefined) answers.delete(oldest);
    }
    return { body, headers: response.headers };
  }
  const get: GitLabClient['get'] = async (path, answer, query, how) =>
    shaped(answer, (await ask(path + queryOf(query), how)).body);

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
        const { body } = await ask(path + queryOf({ ...query, per_page: size, page }), 'remembered');
        const items = shaped(z.array(z.unknown()), body);
        found.push(...items.flatMap((each) => item.safeParse(each).data ?? []));
        if (items.length < size) break;
      }
      return found.slice(0, most);
    },
    async send(path, answer, body = {}) {
      const headers = { 'content-type': 'application/json' };
      return shaped(answer, await json(await call('POST', path, headers, JSON.stringify(body)), true));
    },
    async bytes(path, from) {
      const response = await call('GET', path, from > 0 ? { range: `bytes=${from}-` } : {}, undefined, [404, 416]);
      if (response.status === 404) return undefined;
      if (response.status === 416 || !response.body) return new Blob([]).stream();
      return response.status === 206 ? response.body : response.body.pipeThrough(skipping(from));
    },
  };
}

type Call = (
  method: 'GET' | 'POST',
  target: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
  fine?: readonly number[],
) => Promise<Response>;

function callerOf(settings: GitLabSettings, base: string): Call {
  const { token, clock, timeoutMs = 10_000, fetch: ask = fetch } = settings;
  return async (method, target, headers, body, fine = []) => {
    const stop = new AbortController();
    const noLonger = clock.after(timeoutMs, () => stop.abort(new DOMException('timeout', 'TimeoutError')));
    try {
      const response = await ask(base + target, {
        method,
        redirect: 'manual',
        signal: stop.signal,
        headers: { ...headers, 'private-token': token, accept: 'application/json' },
        ...(body !== undefined && { body }),
      });
      if (response.ok || response.status === 304 || fine.includes(response.status)) return response;
      const said = await read(response, 64 * 1024);
      throw answerFailure(response, said, method === 'POST', clock.now());
    } catch (error) {
      throw lostAnswer(error, method === 'POST');
    } finally {
      noLonger();
    }
  };
}

async function json(response: Response, writes: boolean): Promise<unknown> {
  try {
    const text = await read(response, mostBytes);
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PlatformError(writes ? 'unsure' : 'unavailable', 'unreadable_answer');
    throw lostAnswer(error, writes);
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

function shaped<T>(answer: z.ZodMiniType<T>, body: unknown): T {
  const read_ = answer.safeParse(body);
  if (read_.success) return read_.data;
  const at = read_.error.issues[0]?.path.join('.') ?? '';
  throw new PlatformError('unavailable', `unknown_answer at ${at}`.slice(0, 200));
}

/** Leaves out the first bytes. GitLab sends a log whole, whatever part of it was asked for. */
function skipping(count: number): TransformStream<Uint8Array, Uint8Array> {
  let left = count;
  return new TransformStream({
    transform(part, controller) {
      const rest = part.subarray(Math.min(left, part.byteLength));
      left -= part.byteLength - rest.byteLength;
      if (rest.byteLength > 0) controller.enqueue(rest);
    },
  });
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
