import { WebSocket } from 'ws';
import { PlatformError } from '../../../ports/platform-error.ts';
import { jsonOf } from '../../http/caller.ts';
import type { MattermostApi } from './api.ts';
import type { MattermostConfig } from './config.ts';
import { Frame, type SocketEvent } from './schema.ts';

export interface SocketEars {
  /** The server has greeted us, and no event has come yet; or one of them was lost. */
  behind(): void;
  /** Whether there is a connection that the server has greeted. */
  connected(now: boolean): void;
  heard(event: SocketEvent): void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const unauthorisedMs = 60_000;
/** A connection that lived so long did not fail: the next one is opened at once. */
const soundMs = 60_000;
const greetingMs = 10_000;
const pingMs = 30_000;
const mostBytes = 4 * 1024 * 1024;

/**
 * One WebSocket, kept open until it is closed: https://api.mattermost.com/#tag/WebSocket . The token goes in the first frame. Events are
 * counted by the server; where one is missing, and wherever a connection begins, somebody has to look what was said.
 */
export class MattermostSocket {
  readonly #config: MattermostConfig;
  readonly #api: MattermostApi;
  readonly #ears: SocketEars;
  #socket: WebSocket | undefined;
  #next = 0;
  #asked = 0;
  #answeredAt = 0;
  #openedAt = 0;
  #failures = 0;
  #closed = false;
  #stopWaiting = (): void => {};

  constructor(config: MattermostConfig, api: MattermostApi, ears: SocketEars) {
    this.#config = config;
    this.#api = api;
    this.#ears = ears;
  }

  /** Resolves after the first attempt, whatever came of it. */
  open(): Promise<void> {
    const { clock } = this.#config;
    this.#openedAt = clock.now();
    this.#next = 0;
    this.#asked = 0;
    return new Promise((resolve) => {
      const socket = new WebSocket(`${this.#api.url.replace(/^http/, 'ws')}/api/v4/websocket`, {
        followRedirects: false,
        handshakeTimeout: greetingMs,
        maxPayload: mostBytes,
        perMessageDeflate: false,
      });
      this.#socket = socket;
      this.#stopWaiting = clock.after(greetingMs, () => socket.terminate());
      socket.on('open', () => this.#send('authentication_challenge', { token: this.#config.token }));
      // What fails is closed, too: it is told there.
      socket.on('error', () => {});
      socket.on('message', (data: Buffer) => {
        if (this.#hear(socket, data)) resolve();
      });
      socket.on('close', () => {
        void this.#replace(socket).finally(resolve);
      });
    });
  }

  /** Resolves once nothing more is heard. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  #send(action: string, data: object): void {
    this.#asked += 1;
    this.#socket?.send(JSON.stringify({ seq: this.#asked, action, data }), () => {});
  }

  /** Whether it was the greeting. */
  #hear(socket: WebSocket, data: Buffer): boolean {
    if (this.#closed || socket !== this.#socket) return false;
    this.#answeredAt = this.#config.clock.now();
    const parsed = Frame.safeParse(jsonOf(data));
    if (!parsed.success || !('event' in parsed.data)) return false;
    const event = parsed.data;
    const lost = event.seq !== this.#next;
    this.#next = event.seq + 1;
    if (event.event === 'hello') {
      this.#stopWaiting();
      this.#watch(socket);
      this.#ears.connected(true);
      this.#ears.behind();
      return true;
    }
    if (lost) this.#ears.behind();
    this.#ears.heard(event);
    return false;
  }

  /** Asks for a word every half minute, and gives a connection up that has said nothing since it was asked the last time. */
  #watch(socket: WebSocket): void {
    const { clock } = this.#config;
    const askedAt = clock.now();
    this.#send('ping', {});
    this.#stopWaiting = clock.after(pingMs, () => {
      if (this.#answeredAt < askedAt) socket.terminate();
      else this.#watch(socket);
    });
  }

  /** Opens another connection for one that has ended. */
  async #replace(socket: WebSocket): Promise<void> {
    if (this.#closed || socket !== this.#socket) return;
    this.#socket = undefined;
    this.#ears.connected(false);
    this.#stopWaiting();
    const { clock } = this.#config;
    const sound = clock.now() - this.#openedAt >= soundMs;
    this.#failures = sound ? 0 : this.#failures + 1;
    const waitMs = this.#failures === 0 ? 0 : Math.min(firstWaitMs * 2 ** (this.#failures - 1), longestWaitMs);
    // The socket does not say why it was refused.
    const fault = await this.#faultOfCalls();
    if (this.#closed) return;
    if (fault) this.#config.log({ level: 'warn', text: `no connection to Mattermost: ${fault.vendorWord}` });
    const leastMs = fault?.fault === 'unauthorised' ? unauthorisedMs : (fault?.retryAfterMs ?? 0);
    this.#stopWaiting = clock.after(Math.max(waitMs, leastMs), () => void this.open());
  }

  async #faultOfCalls(): Promise<PlatformError | undefined> {
    try {
      await this.#api.ask();
      return undefined;
    } catch (error) {
      return error instanceof PlatformError ? error : new PlatformError('unavailable', 'no_answer');
    }
  }
}
