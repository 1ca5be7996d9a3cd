import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ciRoutes } from './ci-routes.ts';
import type { HookSecrets } from './deliveries.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { gitRoutes } from './git-routes.ts';
import { mergeRoutes } from './merge-routes.ts';
import { type Answer, match, notFound, type Route } from './router.ts';
import { createSite, type Site } from './site.ts';

export interface GitLabServer {
  readonly url: string;
  readonly token: string;
  readonly site: Site;
  readonly faults: Faults;
  /** Each call that came, as `GET /projects/…?…` with the status it was answered. */
  readonly calls: string[];
  /** Where deliveries are sent. */
  hook: string | undefined;
  /** Gives parts of a log where they are asked for, as a proxy before GitLab may. */
  ranges: boolean;
  close(): Promise<void>;
}

interface ServerOptions {
  readonly path?: string;
  readonly secrets?: HookSecrets;
}

/** A GitLab on loopback with one project. It is asked by its REST API, and tells by webhooks. */
export async function startGitLab({ path = 'acme/web', secrets = {} }: ServerOptions = {}): Promise<GitLabServer> {
  const token = 'glpat-stand-in-0123456789';
  const calls: string[] = [];
  const faults = createFaults();
  let routes: readonly Route[] = [];
  const http = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const site = await createSite({ path, page: `${url}/${path}`, secrets, hook: () => server.hook });
  routes = [...gitRoutes(site), ...ciRoutes(site), ...mergeRoutes(site)];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new URL(request.url ?? '/', url);
    const call = `${request.method ?? ''} ${at.pathname.replace('/api/v4', '')}${at.search}`;
    const body = await readBody(request);
    response.on('finish', () => calls.push(`${call} ${response.statusCode}`));
    if (request.headers['private-token'] !== token) return reply(response, 401, { message: '401 Unauthorized' });
    const fault = faults.next(call);
    if (fault && befalls(fault, response)) return;
    const given = await done(request.method ?? '', at, body);
    if (fault?.type === 'lost') return lose(fault, response);
    show(given, at, request, response);
  }
  async function done(method: string, at: URL, body: unknown): Promise<Answer> {
    const project = /^\/api\/v4\/projects\/([^/]+)(.*)$/.exec(at.pathname);
    if (decodeURIComponent(project?.[1] ?? '').toLowerCase() !== path.toLowerCase())
      return notFound('404 Project Not Found');
    const found = match(routes, method, project?.[2] ?? '');
    return found ? found.answer({ parts: found.parts, query: at.searchParams, body }) : notFound('404 Not Found');
  }
  function show(given: Answer, at: URL, request: IncomingMessage, response: ServerResponse): void {
    if ('text' in given) return text(given.text, request, response);
    if (!('list' in given)) return reply(response, given.status ?? 200, given.json, request);
    const size = Number(at.searchParams.get('per_page') ?? 20);
    const page = Number(at.searchParams.get('page') ?? 1);
    const list = given.list.slice((page - 1) * size, page * size);
    response.setHeader('x-next-page', given.list.length > page * size ? page + 1 : '');
    reply(response, 200, list, request);
  }
  function text(whole: string, { headers }: IncomingMessage, response: ServerResponse): void {
    const bytes = Buffer.from(whole);
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? -1);
    response.setHeader('content-type', 'text/plain');
    if (!server.ranges || from < 0) response.writeHead(200).end(bytes);
    else if (from >= bytes.length) response.writeHead(416).end();
    else response.writeHead(206).end(bytes.subarray(from));
  }

  const server: GitLabServer = {
    url,
    token,
    site,
    faults,
    calls,
    hook: undefined,
    ranges: false,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => void http.close(resolve));
      await site.close();
    },
  };
  return server;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const said = Buffer.concat(parts).toString();
  return said === '' ? {} : JSON.parse(said);
}

/** Answers; with an ETag, as GitLab's own frame does, and nothing where the asker has it already. */
function reply(response: ServerResponse, status: number, json: unknown, request?: IncomingMessage): void {
  const body = JSON.stringify(json);
  const etag = `W/"${createHash('md5').update(body).digest('hex')}"`;
  if (status === 200 && request?.method === 'GET') {
    response.setHeader('etag', etag);
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  }
  response.setHeader('content-type', 'application/json');
  response.writeHead(status).end(body);
}

/** Whether the fault comes before anything is done. */
function befalls(fault: Fault, response: ServerResponse): boolean {
  switch (fault.type) {
    case 'lost':
      return false;
    case 'limited':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      if (fault.reset !== undefined) response.setHeader('ratelimit-reset', fault.reset);
      response.writeHead(429, { 'content-type': 'text/plain' }).end('Retry later\n');
      return true;
    case 'refused':
      reply(response, fault.status, { message: fault.message });
      return true;
    case 'strange':
      if (fault.location !== undefined) response.setHeader('location', fault.location);
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body);
      return true;
  }
}

function lose({ how }: Extract<Fault, { type: 'lost' }>, response: ServerResponse): void {
  if (how === 'reset') response.destroy();
  if (how === 'error') reply(response, 500, { message: '500 Internal Server Error' });
}
