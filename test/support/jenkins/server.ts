import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { makeRepository } from '../repository.ts';
import type { BuildRecord, JobRecord } from './records.ts';
import { described, pendingInputs, shownBuild, shownItem, shownJob } from './shown.ts';
import { given, JenkinsSite } from './site.ts';

/** A Jenkins on this machine, as far as we use it; its jobs are run for real. */
export interface JenkinsServer {
  readonly url: string;
  readonly user: string;
  readonly token: string;
  readonly site: JenkinsSite;
  /** Wants a crumb with whatever changes something, as where its users log in otherwise. */
  wantsCrumb: boolean;
  /** What was asked of it, as `METHOD PATH`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const crumb = { crumb: 'c0ffee', crumbRequestField: 'Jenkins-Crumb' };
const none: Reply = { status: 404, body: '<html><head><title>Error 404 Not Found</title></head></html>' };

export async function startJenkins(): Promise<JenkinsServer> {
  const site = new JenkinsSite(await makeRepository());
  const asked: string[] = [];
  const [user, token] = ['shiproom', '11d0c2ffee11d0c2ffee11d0c2ffee11d0'];
  const basic = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;

  const reply = async (request: IncomingMessage): Promise<Reply> => {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(`${method} ${url.pathname}`);
    const form = new URLSearchParams(await text(request));
    if (headers.authorization !== basic) return { status: 401, body: '<title>Error 401 Unauthorized</title>' };
    if (url.pathname === '/crumbIssuer/api/json')
      return { body: crumb, headers: { 'set-cookie': 'JSESSIONID.1=node0; Path=/; HttpOnly' } };
    const crumbed = headers['jenkins-crumb'] === crumb.crumb && headers.cookie === 'JSESSIONID.1=node0';
    if (method === 'POST' && server.wantsCrumb && !crumbed)
      return { status: 403, body: '<title>Error 403 No valid crumb was included in the request</title>' };
    return method === 'POST' ? changed(server, url, form) : shown(server, url);
  };
  const http = createServer((request, response) => {
    void reply(request).then(
      (said) => send(response, said),
      (error: unknown) => send(response, { status: 500, body: String(error) }),
    );
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  http.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server: JenkinsServer = {
    url: `http://127.0.0.1:${port}`,
    user,
    token,
    site,
    wantsCrumb: false,
    asked,
    async close() {
      http.closeAllConnections();
      await new Promise((done) => void http.close(done));
      await site.close();
    },
  };
  return server;
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: Reply): void {
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

/** A job, and one of its builds where one is named, by an address; what is asked of it is the rest. */
async function found(
  { site }: JenkinsServer,
  path: string,
): Promise<{ readonly job: JobRecord; readonly build: BuildRecord | undefined; readonly rest: string } | undefined> {
  const parts = /^((?:\/job\/[^/]+)+)(?:\/(\d+))?(\/.*)?$/.exec(path);
  const job = parts?.[1] === undefined ? undefined : await site.job(parts[1]);
  const build = job?.builds.find(({ number }) => number === Number(parts?.[2]));
  if (!job || (parts?.[2] !== undefined && !build)) return undefined;
  return { job, build, rest: parts?.[3] ?? '' };
}

async function shown(server: JenkinsServer, url: URL): Promise<Reply> {
  const { pathname: path } = url;
  const id = /^\/queue\/item\/(\d+)\/api\/json$/.exec(path)?.[1];
  const item = id === undefined ? undefined : server.site.queue.get(Number(id));
  if (item) return { body: shownItem(server.url, item) };
  if (path === '/job/acme/job/web/api/json')
    return { body: { name: 'web', jobs: server.site.branches().map((job) => shownJob(server.url, job)) } };
  const at = await found(server, path);
  if (!at) return none;
  const { job, build, rest } = at;
  if (!build) return rest === '/api/json' ? { body: shownJob(server.url, job) } : none;
  switch (rest) {
    case '/api/json':
      return { body: shownBuild(server.url, build) };
    case '/wfapi/describe':
      return job.branch === undefined ? none : { body: described(build) };
    case '/wfapi/pendingInputActions':
      return { body: pendingInputs(build) };
    case '/testReport/api/json':
      return build.report ? { body: build.report } : none;
    case '/logText/progressiveText':
      return logOf(build, Number(url.searchParams.get('start')));
    default:
      return none;
  }
}

function logOf({ log, building }: BuildRecord, start: number): Reply {
  const bytes = Buffer.from(log);
  const headers = { 'content-type': 'text/plain;charset=utf-8', 'x-text-size': String(bytes.length) };
  return { body: bytes.subarray(start), headers: building ? { ...headers, 'x-more-data': 'true' } : headers };
}

async function changed(server: JenkinsServer, url: URL, form: URLSearchParams): Promise<Reply> {
  const { pathname: path } = url;
  const back: Reply = { status: 302, headers: { location: server.url } };
  if (path === '/queue/cancelItem') {
    const item = server.site.queue.get(Number(url.searchParams.get('id')));
    if (item && item.number === undefined) item.cancelled = true;
    // As Jenkins does.
    return none;
  }
  const at = await found(server, path);
  if (!at) return none;
  const { job, build, rest } = at;
  if (rest === '/stop' && build) {
    build.stop();
    return back;
  }
  const answer = /^\/input\/([^/]+)\/(proceedEmpty|abort)$/.exec(rest);
  if (answer) {
    if (build?.pending?.id !== decodeURIComponent(answer[1] ?? '')) return none;
    build.pending.answer(answer[2] === 'proceedEmpty');
    return { status: 200 };
  }
  const asks = job.definitions.length > 0;
  if (rest !== '/build' && rest !== '/buildWithParameters') return none;
  if ((rest === '/build') === asks)
    return { status: 400, body: `<title>${job.name} is ${asks ? '' : 'not '}parameterized</title>` };
  const values = given(job.definitions, form);
  if (!values) return { status: 400, headers: { 'x-error': 'Illegal choice' } };
  const { id } = server.site.enqueue(job, values);
  return { status: 201, headers: { location: `${server.url}/queue/item/${id}/` } };
}
