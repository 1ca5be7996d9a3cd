import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

interface Seat {
  readonly socket: WebSocket;
  readonly user: string;
  seq: number;
}

/** The WebSocket: a challenge, a greeting, then events that are counted. https://api.mattermost.com/#tag/WebSocket */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #seats = new Set<Seat>();
  readonly #userOf: (token: string) => string | undefined;
  #opened = 0;
  /** Sockets are refused while it is true. */
  refusing = false;
  /** Nothing that is sent is answered while it is true, as where a network has gone silent. */
  deaf = false;
  /** So many events are counted, and not sent. */
  losing = 0;

  constructor(userOf: (token: string) => string | undefined) {
    this.#userOf = userOf;
  }

  /** How many have been greeted, ever. */
  get opened(): number {
    return this.#opened;
  }

  get count(): number {
    return this.#seats.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.refusing || request.url !== '/api/v4/websocket') socket.destroy();
    else this.#server.handleUpgrade(request, socket, head, (opened) => this.#greet(opened));
  }

  send(users: readonly string[], event: string, data: object, channel_id: string): void {
    for (const seat of this.#seats) {
      if (!users.includes(seat.user)) continue;
      const broadcast = { omit_users: null, user_id: '', channel_id, team_id: '' };
      const frame = { event, data, broadcast, seq: seat.seq };
      seat.seq += 1;
      if (this.losing > 0) this.losing -= 1;
      else seat.socket.send(JSON.stringify(frame));
    }
  }

  drop(): void {
    for (const { socket } of this.#seats) socket.terminate();
  }

  close(): void {
    this.drop();
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #greet(socket: WebSocket): void {
    let seat: Seat | undefined;
    socket.on('close', () => seat && this.#seats.delete(seat));
    socket.on('message', (frame: Buffer) => {
      if (this.deaf) return;
      const { seq, action, data } = JSON.parse(frame.toString('utf8')) as {
        readonly seq: number;
        readonly action: string;
        readonly data: { readonly token?: string };
      };
      if (action === 'authentication_challenge') {
        const user = this.#userOf(data.token ?? '');
        // Whoever has no session is left without a word.
        if (user === undefined) return socket.close();
        seat = { socket, user, seq: 1 };
        this.#seats.add(seat);
        this.#opened += 1;
        socket.send(JSON.stringify({ status: 'OK', seq_reply: seq }));
        const broadcast = { omit_users: null, user_id: user, channel_id: '', team_id: '' };
        return socket.send(JSON.stringify({ event: 'hello', data: { server_version: '10.0.0' }, broadcast, seq: 0 }));
      }
      return socket.send(JSON.stringify({ status: 'OK', data: { text: 'pong' }, seq_reply: seq }));
    });
  }
}
