import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
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

/** The app's sockets: envelopes out, acknowledgements in. https://docs.slack.dev/apis/events-api/using-socket-mode/ */
export class SocketMode {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<WebSocket>();
  readonly #leaving = new Set<WebSocket>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #ackMs: number;
  #turn = 0;
  readonly deliveries: Delivery[] = [];
  /** Sockets are refused while it is true. */
  refusing = false;

  /** An envelope that is not acknowledged in `ackMs` (Slack's: 3 s) is sent again. */
  constructor(ackMs: number) {
    this.#ackMs = ackMs;
  }

  get count(): number {
    return this.#sockets.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.refusing) {
      socket.destroy();
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

  /** Sends a slash command; answers the acknowledgement. Rejects where nobody acknowledges it in time: Slack does not repeat one. */
  slash(payload: unknown): Promise<unknown> {
    return this.#send('slash_commands', payload, { accepts_response_payload: true });
  }

  /** Slack recycles the connection: it says so, and closes it about ten seconds later. Until then it answers no goodbye. */
  refresh(): void {
    for (const socket of this.#sockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'front' } }));
      socket.pause();
      this.#sockets.delete(socket);
      this.#leaving.add(socket);
      this.#later(10_000, () => socket.terminate());
    }
  }

  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.drop();
    for (const socket of this.#leaving) socket.terminate();
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    // https://docs.slack.dev/reference/methods/apps.connections.open/ : ten sockets an app.
    const full = this.#sockets.size >= 10;
    if (full) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('message', (data: Buffer) => {
      const ack = JSON.parse(data.toString('utf8')) as { envelope_id?: string; payload?: unknown };
      this.#waiting.get(ack.envelope_id ?? '')?.acked(ack.payload);
    });
    const connection_info = { app_id: shiproom.appId };
    socket.send(JSON.stringify({ type: 'hello', num_connections: this.#sockets.size, connection_info }));
  }

  /** To one of the sockets, in turn; resolves with the acknowledgement. */
  async #send(type: string, payload: unknown, rest: Readonly<Record<string, unknown>>): Promise<unknown> {
    const open = [...this.#sockets];
    const socket = open[(this.#turn += 1) % Math.max(open.length, 1)];
    if (!socket) {
      if (type === 'slash_commands') throw new Error('dispatch_failed');
      return undefined;
    }
    const envelope_id = randomUUID();
    const acked = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(envelope_id, { acked: resolve });
      this.#later(this.#ackMs, () => reject(new Error('operation_timeout')));
    });
    const delivery = { type, retry: Number(rest['retry_attempt'] ?? 0), acked: false };
    this.deliveries.push(delivery);
    socket.send(JSON.stringify({ envelope_id, type, payload, ...rest }));
    try {
      const answer = await acked;
      delivery.acked = true;
      return answer;
    } finally {
      this.#waiting.delete(envelope_id);
    }
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}
