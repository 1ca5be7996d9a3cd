import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults, type Loss } from './faults.ts';
import { createMessages, type SlackMessage } from './messages.ts';
import { type Delivery, SocketMode } from './socket-mode.ts';
import { typed } from './typed.ts';
import { type Args, answer, type Call, type Front, type Whisper } from './web-api.ts';
import { type Answer, appToken, shiproom, startWorkspace, team } from './workspace.ts';

/** What a slash command came to: the acknowledgement, and what was posted to its response_url up to now. */
export interface Slashed {
  readonly ack: unknown;
  readonly posts: readonly Args[];
}

/** A Slack that remembers: the emulator's Web API with what it lacks before it. Channels and people are named, as in `workspace.ts`. */
export interface SlackServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What clients take as their `slackApiUrl`. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string };
  /** Our own bot's ids. */
  readonly bot: { readonly userId: string; readonly botId: string };
  readonly team: string;
  channel(name: string): string;
  user(name: string): string;
  /** Somebody (a person or `ci-bot`) says something; answers its `ts`. `text` is written as in `typed.ts`. */
  say(user: string, channel: string, text: string, thread?: string): Promise<string>;
  /** A post in full, by whoever it is. */
  post(user: string, channel: string, args: Args): Promise<string>;
  edit(user: string, channel: string, ts: string, text: string): Promise<void>;
  delete(user: string, channel: string, ts: string): Promise<void>;
  /** Somebody types `/shiproom text`. Rejects where no socket takes it, or nobody acknowledges it in time. */
  slash(user: string, channel: string, text: string): Promise<Slashed>;
  /** All that stands in a channel, threads included, oldest first. */
  messages(channel: string): Promise<readonly SlackMessage[]>;
  readonly whispers: readonly Whisper[];
  /** All calls of the Web API that came in over HTTP, in order. */
  readonly calls: readonly Call[];
  /** All envelopes that went out over the sockets. */
  readonly deliveries: readonly Delivery[];
  /** The next calls of a method get HTTP 429. */
  limitNext(method: string, how?: { times?: number; retryAfter?: number; channel?: string }): void;
  /** The next calls of a method are refused with Slack's word. */
  refuseNext(method: string, error: string, times?: number): void;
  /** The next calls of a method are obeyed, and their replies lost. */
  loseNextReply(method: string, how?: Loss, times?: number): void;
  /** A token is taken back, or given again. */
  revoke(token: string, on?: boolean): void;
  /** Our bot leaves a channel, or comes again. */
  leave(channel: string, on?: boolean): void;
  /** How many sockets are open. */
  sockets(): number;
  dropSockets(): void;
  refreshSockets(): void;
  /** No new sockets while it is on. */
  refuseSockets(on: boolean): void;
  close(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** https://docs.slack.dev/apis/web-api/#methods_supporting_json : a form, in which objects are JSON, or JSON as a whole. */
function argsOf(request: IncomingMessage, body: string): Args {
  if (request.headers['content-type']?.includes('application/json')) return JSON.parse(body) as Args;
  const entries = [...new URLSearchParams(body)].map(([key, value]): [string, unknown] =>
    ['blocks', 'attachments', 'metadata'].includes(key) ? [key, JSON.parse(value)] : [key, value],
  );
  return Object.fromEntries(entries);
}

function write(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Starts it on a free port of the loopback. `ackMs` is how long an envelope may go without acknowledgement: 3 s, as with Slack. */
export async function startSlack({ ackMs = 3_000 }: { readonly ackMs?: number } = {}): Promise<SlackServer> {
  const workspace = await startWorkspace();
  const messages = createMessages(workspace);
  const faults = createFaults();
  const sockets = new SocketMode(ackMs);
  const calls: Call[] = [];
  const whispers: Whisper[] = [];
  const responses = new Map<string, { readonly posts: Args[]; readonly place: Pick<Whisper, 'channel' | 'user'> }>();
  const revoked = new Set<string>();
  const absent = new Set<string>();
  const server = createServer((request, response) => void serve(request, response));
  server.on('upgrade', (request, socket, head: Buffer) => sockets.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const front: Front = {
    workspace,
    messages,
    faults,
    revoked,
    absent,
    whispers,
    send: (payload) => sockets.event(payload),
    socketUrl: () => `ws://${host}/link/?ticket=${randomUUID()}`,
    refusing: () => sockets.refusing,
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', `http://${host}`).pathname;
    const body = await read(request);
    const answered = responses.get(path);
    // https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses : five times, in thirty minutes.
    if (answered && answered.posts.length < 5) {
      const said = JSON.parse(body) as Args & { text: string };
      answered.posts.push(said);
      if (said['response_type'] === 'ephemeral')
        whispers.push({ ...answered.place, text: said.text, blocks: said['blocks'] });
      return write(response, 200, { ok: true });
    }
    if (!path.startsWith('/api/')) return write(response, 404, { ok: false, error: 'not_found' });
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const call = { at: Date.now(), method: path.slice('/api/'.length), token, args: argsOf(request, body) };
    calls.push(call);
    const reply = await answer(front, call);
    if (reply.type === 'answer') return write(response, reply.status ?? 200, reply.answer, reply.retryAfter);
    if (reply.how === 'reset') request.socket.destroy();
    if (reply.how === 'error') write(response, 500, { ok: false, error: 'internal_error' });
  }

  /** What a person does with their own client: no HTTP, and no faults. */
  async function act(user: string, method: string, args: Args): Promise<Answer> {
    const call = { at: Date.now(), method, token: workspace.tokenOf(user), args };
    const reply = await answer({ ...front, faults: createFaults() }, call);
    if (reply.type !== 'answer' || !reply.answer.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`);
    return reply.answer;
  }
  const post = async (user: string, channel: string, args: Args): Promise<string> =>
    String((await act(user, 'chat.postMessage', { channel: workspace.channelId(channel), ...args }))['ts']);

  return {
    url: `http://${host}`,
    apiUrl: `http://${host}/api/`,
    tokens: { bot: shiproom.token, app: appToken },
    bot: shiproom,
    team,
    channel: (name) => workspace.channelId(name),
    user: (name) => workspace.userId(name),
    post,
    say: (user, channel, text, thread) =>
      post(user, channel, { ...typed(text), ...(thread === undefined ? {} : { thread_ts: thread }) }),
    async edit(user, channel, ts, text) {
      await act(user, 'chat.update', { channel: workspace.channelId(channel), ts, ...typed(text) });
    },
    async delete(user, channel, ts) {
      await act(user, 'chat.delete', { channel: workspace.channelId(channel), ts });
    },
    async slash(user, channel, text) {
      const path = `/commands/${team}/${randomUUID()}`;
      const posts: Args[] = [];
      const place = { channel: workspace.channelId(channel), user: workspace.userId(user) };
      responses.set(path, { posts, place });
      // https://docs.slack.dev/interactivity/implementing-slash-commands/#app_command_handling
      const ack = await sockets.slash({
        token: 'none',
        team_id: team,
        team_domain: 'acme',
        api_app_id: shiproom.appId,
        channel_id: workspace.channelId(channel),
        channel_name: channel,
        user_id: workspace.userId(user),
        user_name: user,
        command: '/shiproom',
        text,
        is_enterprise_install: 'false',
        response_url: `http://${host}${path}`,
        trigger_id: randomUUID(),
      });
      return { ack, posts };
    },
    async messages(channel) {
      const id = workspace.channelId(channel);
      const roots = await messages.roots(id);
      const threads = await Promise.all(
        roots.map((root) => (root.latest_reply === undefined ? Promise.resolve([root]) : messages.thread(id, root.ts))),
      );
      return threads.flat().toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
    },
    whispers,
    calls,
    deliveries: sockets.deliveries,
    limitNext: (method, { times = 1, retryAfter = 1, channel } = {}) =>
      faults.plan(method, { type: 'limited', retryAfter }, times, channel && workspace.channelId(channel)),
    refuseNext: (method, error, times) => faults.plan(method, { type: 'refused', error }, times),
    loseNextReply: (method, how = 'reset', times) => faults.plan(method, { type: 'lost', how }, times),
    revoke: (token, on = true) => void (on ? revoked.add(token) : revoked.delete(token)),
    leave(channel, on = true) {
      const id = workspace.channelId(channel);
      if (on) absent.add(id);
      else absent.delete(id);
    },
    sockets: () => sockets.count,
    dropSockets: () => sockets.drop(),
    refreshSockets: () => sockets.refresh(),
    refuseSockets: (on) => void (sockets.refusing = on),
    async close() {
      sockets.close();
      server.closeAllConnections();
      server.close();
      await workspace.close();
    },
  };
}
