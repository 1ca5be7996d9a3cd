import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults, type Loss } from './faults.ts';
import { createPeople } from './people.ts';
import { answer, type Answered, type Call, type Doing, refused } from './rest.ts';
import { Sockets } from './sockets.ts';
import { createSite, type MattermostPost, type MattermostUser, newId } from './site.ts';

export type MattermostServer = Awaited<ReturnType<typeof startMattermost>>;
export type Who = 'ana' | 'bo' | 'gus' | 'sam' | 'ci' | 'eve' | 'ola';

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A Mattermost that remembers, on a free port of the loopback: the parts of the REST API, version 4, and of the WebSocket that bots use, with the
 * answers that https://api.mattermost.com/ and the server's own source give.
 */
export async function startMattermost() {
  const site = createSite();
  const token = newId();
  const tokens = new Map([[token, site.users.shiproom.id]]);
  const faults = createFaults();
  const calls: Call[] = [];
  const sockets = new Sockets((said) => tokens.get(said));
  let whispering = true;
  const server = createServer((request, response) => void serve(request, response));
  server.on('upgrade', (request, socket, head: Buffer) => sockets.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = createPeople(site, sockets, () => url);
  const doing: Doing = {
    site,
    tell: people.tell,
    mayWhisper: () => whispering,
    whispered: (user, text) => void people.whispers.push({ user, text }),
    dialog: (asked) => people.open(asked),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url);
    const text = await read(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const hook = /^\/hooks\/commands\/(\w+)$/.exec(asked.pathname)?.[1];
    if (hook !== undefined) return write(response, people.respond(hook, body));
    const by = tokens.get(/^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (by === undefined) return write(response, refused(401, 'api.context.session_expired.app_error'));
    const path = asked.pathname.replace('/api/v4', '');
    const method = request.method ?? 'GET';
    const call = { at: Date.now(), method, path, query: asked.searchParams, body, by };
    calls.push(call);
    const fault = faults.next(`${method} ${path.replaceAll(/\/[a-z0-9]{26}(?=\/|$)/g, '/{id}')}`);
    if (fault?.type === 'limited') return limit(response, fault);
    if (fault?.type === 'refused') return write(response, refused(fault.status, fault.id));
    const answered = answer(call, doing);
    if (!fault) return write(response, answered);
    if (fault.how === 'reset') request.socket.destroy();
    if (fault.how === 'error') write(response, refused(500, 'api.context.unknown.app_error'));
  }

  /** What a person does with their own client. */
  function act(who: Who, method: string, path: string, body?: unknown): unknown {
    const call = { at: Date.now(), method, path, query: new URLSearchParams(), body, by: site.users[who].id };
    const answered = answer(call, doing);
    if (answered.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answered.body)}`);
    return answered.body;
  }
  const direct = (who: Who) => site.direct(site.users.shiproom.id, site.users[who].id).id;

  return {
    url,
    token,
    site,
    calls,
    sockets,
    people,
    channel: site.town.id,
    user: (who: Who): string => site.users[who].id,
    /** Somebody says something, in the channel or in a thread of it. */
    say: (who: Who, message: string, root_id = '', more: Partial<MattermostPost> = {}) =>
      act(who, 'POST', '/posts', { channel_id: site.town.id, message, root_id, ...more }) as MattermostPost,
    /** Somebody writes to our bot alone. */
    write: (who: Who, message: string) =>
      act(who, 'POST', '/posts', { channel_id: direct(who), message }) as MattermostPost,
    /** The system says something in somebody's name: that they joined, that they changed the header. */
    tell(who: Who, type: string, message: string): void {
      const user_id = site.users[who].id;
      people.tell('posted', site.add({ channel_id: site.town.id, user_id, type, message }));
    },
    edit: (who: Who, id: string, message: string) => act(who, 'PUT', `/posts/${id}/patch`, { message }),
    /** An administrator deletes a post, whosesoever it is. */
    delete(id: string): void {
      const post = site.posts.get(id);
      if (post) people.tell('post_deleted', site.change(post, { delete_at: site.tick() }));
    },
    /** An administrator makes somebody something else: `sendUpdatedUserEvent` in the server's `app/user.go`, to everybody but themselves. */
    become(who: Who, to: Partial<MattermostUser>): void {
      const user = site.become(who, to);
      sockets.send(
        site.town.members.filter((id) => id !== user.id),
        'user_updated',
        { user },
        '',
      );
    },
    standing: () => site.standing(site.town.id),
    /** What stands in our direct channel with somebody. */
    direct: (who: Who) => site.standing(direct(who)),
    /** Whether our bot may make ephemeral posts. */
    letWhisper: (on: boolean) => void (whispering = on),
    limitNext: (endpoint: string, how: { retryAfter?: number; reset?: number } = { retryAfter: 1 }) =>
      faults.plan(endpoint, { type: 'limited', reset: 1, ...how }),
    refuseNext: (endpoint: string, status: number, id: string, times?: number) =>
      faults.plan(endpoint, { type: 'refused', status, id }, times),
    loseNextReply: (endpoint: string, how: Loss = 'reset', times?: number) =>
      faults.plan(endpoint, { type: 'lost', how }, times),
    /** Our token is taken back, or given again. */
    revoke(on = true): void {
      if (on) tokens.delete(token);
      else tokens.set(token, site.users.shiproom.id);
    },
    async close(): Promise<void> {
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function write(response: ServerResponse, { status, body }: Answered): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function limit(response: ServerResponse, { retryAfter, reset }: { retryAfter?: number; reset: number }): void {
  const after = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const headers = { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
  response.writeHead(429, { 'content-type': 'text/plain', ...headers, ...after }).end('limit exceeded\n');
}
