import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, mayDo } from './auth.ts';
import type { Faults } from './faults.ts';
import { type Answer, missing, type Route, refused, repoOf } from './router.ts';
import type { Actor, Site } from './site.ts';

/** A call that came in. `route` is its template, as in `GET /repos/{owner}/{repo}/pulls`. */
export interface Call {
  readonly at: number;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Login of who asked, `app`, `installation` or `nobody`. */
  readonly by: string;
  status: number;
}

const hourly = 5_000;
const nameOf = (actor: Actor) => (actor.type === 'user' ? actor.user.login : actor.type);

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  if (request.headers['content-type']?.includes('x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text) as Record<string, unknown>;
}

/** Serves the routes: credentials, permissions, limits, faults, conditional requests and the log of calls are its own. */
export function createFront(site: Site, routes: readonly Route[], faults: Faults) {
  const calls: Call[] = [];
  const used = new Map<string, number>();
  let windowEnd = 0;

  function limits(who: string, counts: boolean): Record<string, string> {
    if (site.now() >= windowEnd) {
      used.clear();
      windowEnd = site.now() + 3_600_000;
    }
    used.set(who, (used.get(who) ?? 0) + (counts ? 1 : 0));
    const spent = used.get(who) ?? 0;
    return {
      'x-ratelimit-limit': String(hourly),
      'x-ratelimit-remaining': String(Math.max(0, hourly - spent)),
      'x-ratelimit-used': String(spent),
      'x-ratelimit-reset': String(Math.ceil(windowEnd / 1_000)),
      'x-ratelimit-resource': 'core',
    };
  }

  function limited(fault: { status?: 403 | 429; retryAfter?: number; resetInS?: number }): Answer {
    const status = fault.status ?? 403;
    const primary = fault.resetInS !== undefined;
    const reset = Math.ceil(site.now() / 1_000) + (fault.resetInS ?? 0);
    return {
      ...refused(
        status,
        primary
          ? 'API rate limit exceeded'
          : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      ),
      headers: {
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
        ...(primary ? { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } : {}),
      },
    };
  }

  function allow(actor: Actor, route: Route, params: Record<string, string>): Answer | undefined {
    if (route.needs === 'public') return undefined;
    if (route.needs === 'app')
      return actor.type === 'app' ? undefined : refused(401, 'A JSON web token could not be decoded');
    if (actor.type === 'nobody') return route.needs === 'user' ? refused(401, 'Requires authentication') : missing();
    if (actor.type === 'app') return refused(401, 'Requires authentication');
    const repo = repoOf(site, params);
    if (route.needs === 'user' || !repo) return undefined;
    const may = mayDo(actor, repo, route.needs);
    if (may === 'yes') return undefined;
    const [permission, level] = route.needs.split(':');
    const why =
      actor.type === 'installation'
        ? 'Resource not accessible by integration'
        : permission === 'administration' || actor.kind === 'classic'
          ? 'Must have admin rights to Repository.'
          : 'Resource not accessible by personal access token';
    return may === 'unseen'
      ? missing()
      : { ...refused(403, why), headers: { 'x-accepted-github-permissions': `${permission}=${level}` } };
  }

  async function answer(call: Call, actor: Actor, found: Route | undefined, url: URL): Promise<Answer> {
    if (!found) return missing();
    const match = found.pattern.exec(url.pathname);
    const params = Object.fromEntries(
      Object.entries(match?.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
    );
    const no = allow(actor, found, params);
    if (no) return no;
    return found.handler({ site, actor, params, query: url.searchParams, url, body: call.body });
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    reply: Answer,
    headers: Record<string, string>,
  ): number {
    const bytes = reply.raw
      ? Buffer.from(reply.raw.bytes)
      : Buffer.from(reply.body === undefined ? '' : JSON.stringify(reply.body));
    const type = reply.raw?.type ?? 'application/json; charset=utf-8';
    const all: Record<string, string> = { ...headers, ...reply.headers };
    if (bytes.length > 0) all['content-type'] = type;
    if (request.method === 'GET' && reply.status === 200) {
      all['etag'] = `W/"${createHash('sha256').update(bytes).digest('hex')}"`;
      all['cache-control'] = 'private, max-age=60, s-maxage=60';
      if (request.headers['if-none-match'] === all['etag']) {
        response.writeHead(304, { ...all, 'content-length': '0' }).end();
        return 304;
      }
    }
    response.writeHead(reply.status, { ...all, 'content-length': String(bytes.length) }).end(bytes);
    return reply.status;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', site.url);
    url.pathname = url.pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api\/graphql$/, '/graphql');
    const method = request.method ?? 'GET';
    const found = routes.find((each) => each.method === method && each.pattern.test(url.pathname));
    const actor = authenticate(site, request.headers.authorization);
    const by = typeof actor === 'string' ? 'unknown' : nameOf(actor);
    const base = {
      at: site.now(),
      method,
      route: found?.name ?? `${method} ${url.pathname}`,
      path: `${url.pathname}${url.search}`,
    };
    const call: Call = { ...base, body: await read(request), by, status: 0 };
    calls.push(call);
    const fault = faults.next(call.route);
    if (fault?.type === 'hang') return;
    const reply =
      fault?.type === 'limited'
        ? limited(fault)
        : fault?.type === 'refused'
          ? refused(fault.status, fault.message ?? 'Server Error')
          : typeof actor === 'string'
            ? refused(401, actor)
            : await answer(call, actor, found, url);
    if (fault?.type === 'lost') {
      if (fault.how === 'reset') request.socket.destroy();
      if (fault.how === 'error') call.status = send(request, response, refused(502, 'Server Error'), {});
      return;
    }
    const who = request.headers.authorization ?? 'nobody';
    const conditional = request.headers['if-none-match'] !== undefined;
    // A 304 costs nothing: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests
    call.status = send(request, response, reply, limits(who, !conditional));
    if (conditional && call.status !== 304) limits(who, true);
  }

  return {
    calls,
    /** Never rejects: a mistake of this server is answered as 500, with its stack. */
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      try {
        await serve(request, response);
      } catch (error) {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
      }
    },
    /** How many calls of the hour the token has made, as its headers say. */
    used: (authorization: string) => used.get(authorization) ?? 0,
  };
}
