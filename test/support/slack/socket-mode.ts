import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../bridge/ports/clock.ts';
import { shiproom } from './workspace.ts';

/** An envelope that was sent: which redelivery it was, and whether it was acknowledged. */
export interface Delivery {
  readonly type: string;
  readonly retry: number;
  acked: boolean;
}

interface Waiting {
  readonly acked: (payload: unknown) => void;
}

/** How Slack replaces connections. */
export interface Refresh {
  /** The oldest connection alone; all where it is not said. */
  readonly one?: boolean;
  /** Slack tells about ten seconds before that it will; without, it says so and hears nothing more. */
  readonly warning?: boolean;
}

/** Slack closes a connection about ten seconds after it told. https://docs.slack.dev/apis/events-api/using-socket-mode/#disconnect */
const noticeMs = 10_000;
/** https://docs.slack.dev/reference/methods/apps.connections.open/ : ten sockets an app. */
const most = 10;

/** The app's sockets: envelopes out, acknowledgements in. https://docs.slack.dev/apis/events-api/using-socket-mode/ */
export class SocketMode {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<WebSocket>();
  readonly #leaving = new Set<WebSocket>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #timers = new Set<() => void>();
  readonly #clock: Clock;
  readonly #ackMs: number;
  #turn = 0;
  /** How many handshakes there were, whatever came of them. */
  handshakes = 0;
  readonly deliveries: Delivery[] = [];
  /** How many sockets were left at the worst moment, after one was closed. */
  fewest = Infinity;
  /** Sockets are refused while it is true. */
  refusing = false;
  /** Handshakes are answered with this status while there is one. */
  handshake: number | undefined;
  /** How many other connections the app has, as when another process runs it. */
  others = 0;

  /** An envelope that is not acknowledged in `ackMs` (Slack's: 3 s) is sent again. */
  constructor(clock: Clock, ackMs: number) {
    this.#clock = clock;
    this.#ackMs = ackMs;
  }

  get count(): number {
    return this.#sockets.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.handshakes += 1;
    if (this.refusing) {
      socket.destroy();
      return;
    }
    if (this.handshake !== undefined) {
      socket.end(`HTTP/1.1 ${this.handshake} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  /** Sends an event, and sends it again until it is acknowledged, three times at most. No socket, no event. */
  event(payload: unknown, attempt = 0): void {
    const again = () => {
      if (attempt < 3) this.event(payload, attempt + 1);
    };
    // https://docs.slack.dev/apis/events-api/ : retry_attempt and retry_reason say which redelivery it is, and why.
    const retry = { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' };
    void this.#send('events_api', payload, { accepts_response_payload: false, ...retry }).catch(again);
  }

  /** Sends what a person does; answers the acknowledgement. Rejects where nobody acknowledges it in time: Slack does not repeat it. */
  ask(type: 'slash_commands' | 'interactive', payload: unknown): Promise<unknown> {
    return this.#send(type, payload, { accepts_response_payload: true });
  }

  /** Sends something that is no envelope that anybody knows. */
  raw(text: string): void {
    this.#next()?.send(text);
  }

  /** Slack recycles connections. Where it has not warned before, it says so, sends nothing more, and answers no goodbye until it closes. */
  refresh({ one = false, warning = false }: Refresh): void {
    const chosen = one ? [...this.#sockets].slice(0, 1) : this.#sockets;
    for (const socket of chosen) {
      const reason = warning ? 'warning' : 'refresh_requested';
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'front' } }));
      this.#leaving.add(socket);
      if (!warning) {
        socket.pause();
        this.#sockets.delete(socket);
      }
      this.#later(noticeMs, () => socket.terminate());
    }
  }

  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  close(): void {
    for (const stop of this.#timers) stop();
    this.drop();
    for (const socket of this.#leaving) socket.terminate();
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    socket.on('error', () => {});
    if (this.#sockets.size + this.others >= most) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    this.#sockets.add(socket);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.fewest = Math.min(this.fewest, this.#sockets.size);
    });
    socket.on('message', (data: Buffer) => {
      const ack = JSON.parse(data.toString('utf8')) as { envelope_id?: string; payload?: unknown };
      this.#waiting.get(ack.envelope_id ?? '')?.acked(ack.payload);
    });
    const connection_info = { app_id: shiproom.appId };
    socket.send(JSON.stringify({ type: 'hello', num_connections: this.#sockets.size, connection_info }));
  }

  #next(): WebSocket | undefined {
    const open = [...this.#sockets].filter((socket) => socket.readyState === socket.OPEN);
    return open[(this.#turn += 1) % Math.max(open.length, 1)];
  }

  /** To one of the sockets, in turn; resolves with the acknowledgement. */
  async #send(type: string, payload: unknown, rest: Readonly<Record<string, unknown>>): Promise<unknown> {
    const socket = this.#next();
    if (!socket) {
      if (type !== 'events_api') throw new Error('dispatch_failed');
      return undefined;
    }
    const envelope_id = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(envelope_id, { acked: resolve });
    const stop = this.#later(this.#ackMs, () => reject(new Error('operation_timeout')));
    const delivery = { type, retry: Number(rest['retry_attempt'] ?? 0), acked: false };
    this.deliveries.push(delivery);
    socket.send(JSON.stringify({ envelope_id, type, payload, ...rest }));
    try {
      const answer = await promise;
      delivery.acked = true;
      return answer;
    } finally {
      stop();
      this.#waiting.delete(envelope_id);
    }
  }

  #later(ms: number, work: () => void): () => void {
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(stop);
      work();
    });
    const stop = () => {
      this.#timers.delete(stop);
      cancel();
    };
    this.#timers.add(stop);
    return stop;
  }
}
