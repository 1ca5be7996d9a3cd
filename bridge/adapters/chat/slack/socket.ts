import { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../../../ports/clock.ts';
import { defaultTimeoutMs, type SlackConfig, slackUrl } from './config.ts';
import { toPlatformError } from './failure.ts';
import { createSlackLogger } from './logger.ts';
import type { Openings } from './openings.ts';
import { Farewell } from './schema.ts';

/** An envelope of Socket Mode. `again` where Slack sends it not for the first time. */
export interface Envelope {
  readonly type: string;
  readonly body: unknown;
  readonly again: boolean;
  readonly ack: () => void;
}

export interface SocketEars {
  /** A connection is open, and no envelope has come over it yet. */
  connected(): void;
  /** A connection that was open is not any more. */
  gone(): void;
  heard(envelope: Envelope): void;
  /** Something came that the client cannot read. */
  unreadable(): void;
}

/** Why Slack is about to close a connection, where a message says that. https://docs.slack.dev/apis/events-api/using-socket-mode/#disconnect */
function farewell(data: unknown): { readonly reason?: string | undefined } | undefined {
  if (typeof data !== 'string' || !data.includes('disconnect')) return undefined;
  try {
    return Farewell.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const unauthorisedMs = 60_000;
/** A connection that lived so long did not fail: the next one is opened at once. */
const soundMs = 60_000;
const goodbyeMs = 1_000;

/** Slack only replaces the connection, and it is good until then. */
const replaced = new Set(['warning', 'refresh_requested']);

/**
 * One Socket Mode connection, kept open until it is closed: where it ends, another is opened; where Slack says that it will, the other is opened
 * first, as far as there is a turn. The client's own reconnecting is off, because in 3.1.0 it can end in a rejection that nobody can catch,
 * or never; it still watches pings and pongs.
 */
export class SlackSocket {
  readonly #config: SlackConfig;
  readonly #clock: Clock;
  readonly #openings: Openings;
  readonly #ears: SocketEars;
  readonly #leaving = new Set<Promise<void>>();
  readonly #live = new Set<SocketModeClient>();
  readonly #left = new WeakSet<SocketModeClient>();
  /** The newest connection, open or about to be. */
  #current: SocketModeClient | undefined;
  #openedAt = 0;
  #failures = 0;
  #closed = false;
  /** Another connection is planned. */
  #planned = true;
  #unplan = (): void => {};

  constructor(config: SlackConfig, openings: Openings, ears: SocketEars) {
    this.#config = config;
    this.#clock = config.clock;
    this.#openings = openings;
    this.#ears = ears;
  }

  /** Resolves after the first attempt, whatever came of it. */
  open(): Promise<void> {
    return new Promise((resolve) => {
      this.#unplan = this.#openings.next(() => resolve(this.#open()));
    });
  }

  /** Resolves once nothing more is heard. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unplan();
    for (const client of new Set([...this.#live, this.#current])) if (client) this.#leave(client);
    this.#current = undefined;
    await Promise.all(this.#leaving);
  }

  async #open(): Promise<void> {
    this.#planned = false;
    const client = this.#create();
    this.#current = client;
    this.#openedAt = this.#clock.now();
    try {
      await client.start();
    } catch (error) {
      const { fault, vendorWord, retryAfterMs = 0 } = toPlatformError(error);
      this.#say('warn', `no connection to Slack: ${vendorWord}`);
      this.#ended(client, fault === 'unauthorised' ? unauthorisedMs : retryAfterMs);
    }
    if (!this.#closed) return;
    // It was left before it had a socket.
    this.#left.delete(client);
    this.#leave(client);
  }

  #create(): SocketModeClient {
    const { appToken, apiUrl, log, timeoutMs = defaultTimeoutMs } = this.#config;
    const client = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: createSlackLogger(log),
      // Its own repeats would be openings that nobody counts.
      clientOptions: { slackApiUrl: apiUrl ?? slackUrl, retryConfig: { retries: 0 }, timeout: timeoutMs },
    });
    this.#overhear(client);
    client.on('connected', () => this.#connected(client));
    client.on('disconnected', () => this.#ended(client, 0));
    client.on('slack_event', (event: { type: string; body: unknown; retry_num?: number; ack: () => Promise<void> }) => {
      if (this.#closed) return;
      const ack = () =>
        void event.ack().catch(() => this.#say('info', 'an acknowledgement came too late for its socket'));
      this.#ears.heard({ type: event.type, body: event.body, again: (event.retry_num ?? 0) > 0, ack });
    });
    return client;
  }

  /**
   * Hears what comes over the socket before the client does. The client leaves as soon as Slack says that it will replace the connection, which
   * would lose what is still under way; and on an envelope that it cannot read it rejects, which would end the process.
   */
  #overhear(client: SocketModeClient): void {
    const listeners = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', (data: unknown, isBinary: unknown) => {
      const leaving = farewell(data);
      if (leaving && this.#live.has(client) && replaced.has(leaving.reason ?? '')) return this.#another(client, 0);
      for (const listener of listeners) {
        Promise.resolve(listener(data, isBinary)).catch(() => this.#ears.unreadable());
      }
    });
  }

  #connected(client: SocketModeClient): void {
    if (this.#closed) return;
    this.#ears.connected();
    const before = [...this.#live];
    this.#live.add(client);
    for (const other of before) this.#leave(other);
  }

  /** A connection is over, or never came to be. */
  #ended(client: SocketModeClient, leastMs: number): void {
    this.#leave(client);
    if (client !== this.#current || this.#planned) return;
    this.#current = undefined;
    const sound = this.#clock.now() - this.#openedAt >= soundMs;
    this.#failures = sound ? 0 : this.#failures + 1;
    const waitMs = this.#failures === 0 ? 0 : Math.min(firstWaitMs * 2 ** (this.#failures - 1), longestWaitMs);
    this.#plan(Math.max(waitMs, leastMs));
  }

  /** Slack will close a connection that is good: the next one is opened meanwhile. */
  #another(client: SocketModeClient, waitMs: number): void {
    if (client === this.#current && !this.#planned) this.#plan(waitMs);
  }

  #plan(waitMs: number): void {
    if (this.#closed) return;
    this.#planned = true;
    this.#unplan = this.#clock.after(waitMs, () => {
      this.#unplan = this.#openings.next(() => void this.#open());
    });
  }

  /** Ends a client. The far side may never answer the goodbye, so it is not waited for longer than a moment. */
  #leave(client: SocketModeClient): void {
    if (this.#left.has(client)) return;
    this.#left.add(client);
    if (this.#live.delete(client)) this.#ears.gone();
    const goodbye = new Promise<void>((resolve) => {
      const stop = this.#clock.after(goodbyeMs, resolve);
      void client
        .disconnect()
        .catch(() => {})
        .finally(() => {
          stop();
          resolve();
        });
    }).finally(() => this.#leaving.delete(goodbye));
    this.#leaving.add(goodbye);
  }

  #say(level: 'info' | 'warn', text: string): void {
    this.#config.log({ level, text });
  }
}
