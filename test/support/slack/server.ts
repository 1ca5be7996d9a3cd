import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../bridge/ports/clock.ts';
import { changedEvent, framed } from './events.ts';
import { createFaults, type Loss } from './faults.ts';
import { createMessages, type SlackMessage } from './messages.ts';
import { createPeople, type People } from './people.ts';
import { createRates, type Violation } from './rates.ts';
import { argsOf, bodyOf } from './request.ts';
import { allScopes } from './scopes.ts';
import { type Delivery, type Refresh, SocketMode } from './socket-mode.ts';
import { createStorms, type Storm } from './storms.ts';
import { answer, type Call, type Front, type HomeView, type Whisper } from './web-api.ts';
import { appToken, type More, shiproom, startWorkspace, team } from './workspace.ts';

export interface SlackOptions extends More {
  /** How long an envelope may go without acknowledgement: 3 s, as with Slack. */
  readonly ackMs?: number;
  /** The workspace's clock: messages bear its time, limits and storms go by it. Real time where it is not given. */
  readonly now?: () => number;
  /** The same, and what is waited for besides: acknowledgements, and connections that Slack will close. */
  readonly clock?: Clock;
  /** Calls are limited as Slack limits them. */
  readonly tiers?: boolean;
  /** How long a call whose answer never comes is held, in real time; for ever where it is not said. */
  readonly hangMs?: number;
}

/** A Slack that remembers: its Web API and Socket Mode. Channels and people are named, as in `workspace.ts`. */
export interface SlackServer extends People {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What clients take as their `slackApiUrl`. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string };
  /** Our own bot's ids. */
  readonly bot: { readonly userId: string; readonly botId: string };
  readonly team: string;
  /** A channel's id; that of a direct message by `@name`. */
  channel(name: string): string;
  user(name: string): string;
  /** All that stands in a channel, threads included, oldest first. */
  messages(channel: string): Promise<readonly SlackMessage[]>;
  /** What the channel itself shows, oldest first: no replies but those that were shown in it too. */
  shown(channel: string): readonly SlackMessage[];
  /** What hangs below a message, oldest first. */
  replies(channel: string, ts: string): readonly SlackMessage[];
  home(user: string): HomeView | undefined;
  readonly whispers: readonly Whisper[];
  /** Calls back after whatever may have changed what somebody sees; answers how to end that. */
  watch(look: () => void): () => void;
  /** All calls of the Web API that came in over HTTP, in order. */
  readonly calls: readonly Call[];
  /** All envelopes that went out over the sockets. */
  readonly deliveries: readonly Delivery[];
  /** Calls that were made although Slack had said to wait. */
  readonly violations: readonly Violation[];
  /** The most calls that each bucket (method; for posting, method and channel) got in any one minute. */
  busiest(): Readonly<Record<string, number>>;
  /** The next calls of a method get HTTP 429. */
  limitNext(method: string, how?: { times?: number; retryAfter?: number; channel?: string }): void;
  /** The next calls of a method are refused with Slack's word. */
  refuseNext(method: string, error: string, times?: number): void;
  /** The next calls of a method are obeyed, and their replies lost. */
  loseNextReply(method: string, how?: Loss, times?: number, channel?: string): void;
  /** Bad weather from now on. */
  storm(storm: Storm): void;
  calm(): void;
  /** A token is taken back, or given again. */
  revoke(token: string, on?: boolean): void;
  /** What our bot may do from now on. */
  grant(scopes: readonly string[]): void;
  /** How far Slack's clock is ahead of ours, by the `Date` of its answers. */
  skew(ms: number): void;
  /** Our bot leaves a channel, or comes again. */
  leave(channel: string, on?: boolean): void;
  /** How many sockets are open. */
  sockets(): number;
  /** How many were left at the worst moment, after one was closed. */
  fewestSockets(): number;
  /** How many handshakes there were, whatever came of them. */
  handshakes(): number;
  dropSockets(): void;
  refreshSockets(how?: Refresh): void;
  /** No new sockets while it is on. */
  refuseSockets(on: boolean): void;
  /** Handshakes are answered with this HTTP status; as ever where there is none. */
  refuseHandshakes(status?: number): void;
  /** So many of the ten connections that an app may have are somebody else's. */
  crowdSockets(others: number): void;
  /** Sends a text over a socket that is nothing Slack would send. */
  sendRaw(text: string): void;
  close(): Promise<void>;
}

const realClock = (now: () => number): Clock => ({
  now,
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
});

/** Starts it on a free port of the loopback. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackServer> {
  const clock = options.clock ?? realClock(options.now ?? (() => Date.now()));
  const now = () => clock.now();
  const workspace = await startWorkspace(options);
  const faults = createFaults();
  const storms = createStorms();
  const rates = createRates(options.tiers ?? false);
  const sockets = new SocketMode(clock, options.ackMs ?? 3_000);
  const calls: Call[] = [];
  const watchers = new Set<() => void>();
  const changed = (): void => watchers.forEach((look) => look());
  const state = { scopes: allScopes, skewMs: 0 };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  server.on('upgrade', (request, socket, head: Buffer) => {
    socket.on('error', () => {});
    sockets.upgrade(request, socket, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const front: Front = {
    workspace,
    messages: createMessages(workspace, now, changed),
    faults,
    storms,
    rates,
    revoked: new Set(),
    absent: new Set(),
    whispers: [],
    homes: new Map(),
    scopes: () => state.scopes,
    published: (user) => published(user),
    send: (payload) => sockets.event(payload),
    changed: (channel, message, before) =>
      front.send(framed(changedEvent(channel, message, before, front.messages.stamp()))),
    socketUrl: () => `ws://${host}/link/?ticket=${randomUUID()}`,
    refusing: () => sockets.refusing,
  };
  const { people, published, respond } = createPeople({ front, sockets, host, now });

  function write(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
    response.sendDate = false;
    const headers = {
      'content-type': 'application/json',
      date: new Date(now() + state.skewMs).toUTCString(),
      // https://docs.slack.dev/authentication/installing-with-oauth/ : what the token may do.
      'x-oauth-scopes': state.scopes.join(','),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    };
    response.writeHead(status, headers).end(JSON.stringify(body));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', `http://${host}`).pathname;
    const body = await bodyOf(request);
    if (respond(path, body)) {
      changed();
      return write(response, 200, { ok: true });
    }
    if (!path.startsWith('/api/')) return write(response, 404, { ok: false, error: 'not_found' });
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const call = { at: now(), method: path.slice('/api/'.length), token, args: argsOf(request, body) };
    calls.push(call);
    const reply = await answer(front, call);
    changed();
    if (reply.type === 'answer') return write(response, reply.status ?? 200, reply.answer, reply.retryAfter);
    if (reply.how === 'reset') request.socket.destroy();
    if (reply.how === 'error') write(response, 500, { ok: false, error: 'internal_error' });
    if (reply.how === 'hang' && options.hangMs !== undefined)
      setTimeout(() => request.socket.destroy(), options.hangMs);
  }

  const named = (channel: string | undefined) => (channel === undefined ? undefined : workspace.channelId(channel));
  return {
    ...people,
    url: `http://${host}`,
    apiUrl: `http://${host}/api/`,
    tokens: { bot: shiproom.token, app: appToken },
    bot: shiproom,
    team,
    channel: (name) => workspace.channelId(name),
    user: (name) => workspace.userId(name),
    messages: async (channel) => front.messages.all(workspace.channelId(channel)),
    shown: (channel) => front.messages.roots(workspace.channelId(channel)).toReversed(),
    replies: (channel, ts) => front.messages.thread(workspace.channelId(channel), ts).slice(1),
    home: (user) => front.homes.get(workspace.userId(user)),
    whispers: front.whispers,
    watch(look) {
      watchers.add(look);
      return () => void watchers.delete(look);
    },
    calls,
    deliveries: sockets.deliveries,
    violations: rates.violations,
    busiest: () => rates.busiest(),
    limitNext: (method, { times = 1, retryAfter = 1, channel } = {}) =>
      faults.plan(method, { type: 'limited', retryAfter }, times, named(channel)),
    refuseNext: (method, error, times) => faults.plan(method, { type: 'refused', error }, times),
    loseNextReply: (method, how = 'reset', times, channel) =>
      faults.plan(method, { type: 'lost', how }, times, named(channel)),
    storm({ channel, ...storm }) {
      const id = named(channel);
      storms.begin(id === undefined ? storm : { ...storm, channel: id }, now());
    },
    calm: () => storms.end(),
    revoke: (token, on = true) => void (on ? front.revoked.add(token) : front.revoked.delete(token)),
    grant: (scopes) => void (state.scopes = scopes),
    skew: (ms) => void (state.skewMs = ms),
    leave(channel, on = true) {
      const id = workspace.channelId(channel);
      if (on) front.absent.add(id);
      else front.absent.delete(id);
    },
    sockets: () => sockets.count,
    fewestSockets: () => sockets.fewest,
    handshakes: () => sockets.handshakes,
    dropSockets: () => sockets.drop(),
    refreshSockets: (how = {}) => sockets.refresh(how),
    refuseSockets: (on) => void (sockets.refusing = on),
    refuseHandshakes: (status) => void (sockets.handshake = status),
    crowdSockets: (others) => void (sockets.others = others),
    sendRaw: (text) => sockets.raw(text),
    async close() {
      sockets.close();
      server.closeAllConnections();
      server.close();
      await workspace.close();
    },
  };
}
