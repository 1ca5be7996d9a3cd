import { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../../../ports/clock.ts';
import { defaultTimeoutMs, type SlackConfig, slackUrl } from './config.ts';
import { toPlatformError } from './failure.ts';
import { createSlackLogger } from './logger.ts';
import { Farewell } from './schema.ts';

/** An envelope of Socket Mode. `again` where Slack sends it not for the first time. */
export interface Envelope {
  readonly type: string;
  readonly body: unknown;
  readonly again: boolean;
  readonly ack: () => void;
}

export interface SocketEars {
  /** The socket is open, and no envelope has come over it yet. */
  connected(): void;
  heard(envelope: Envelope): void;
}

/** https://docs.slack.dev/apis/events-api/using-socket-mode/#disconnect */
function isFarewell(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('disconnect')) return false;
  try {
    return Farewell.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const unauthorisedMs = 60_000;
/** A connection that lived so long did not fail: the next one is opened at once. */
const soundMs = 60_000;
const goodbyeMs = 1_000;

/**
 * One Socket Mode connection, kept open until it is closed: where it ends, or Slack says that it will, another is opened.
 * The client's own reconnecting is off, because in 3.1.0 it can end in a rejection that nobody can catch, or never; it still repeats the
 * call for an address, and still watches pings and pongs.
 */
export class SlackSocket {
  readonly #config: SlackConfig;
  readonly #clock: Clock;
  readonly #ears: SocketEars;
  readonly #leaving = new Set<Promise<void>>();
  #current: SocketModeClient | undefined;
  #openedAt = 0;
  #failures = 0;
  #closed = false;
  #stopWaiting = (): void => {};

  constructor(config: SlackConfig, ears: SocketEars) {
    this.#config = config;
    this.#clock = config.clock;
    this.#ears = ears;
  }

  /** Resolves after the first attempt, whatever came of it. */
  async open(): Promise<void> {
    const client = this.#create();
    this.#current = client;
    this.#openedAt = this.#clock.now();
    try {
      await client.start();
    } catch (error) {
      const { fault, vendorWord } = toPlatformError(error);
      this.#say('warn', `no connection to Slack: ${vendorWord}`);
      this.#replace(client, fault === 'unauthorised' ? unauthorisedMs : 0);
    }
    if (this.#closed) this.#leave(client);
  }

  /** Resolves once nothing more is heard. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
    if (this.#current) this.#leave(this.#current);
    this.#current = undefined;
    await Promise.all(this.#leaving);
  }

  #create(): SocketModeClient {
    const { appToken, apiUrl, log, timeoutMs = defaultTimeoutMs } = this.#config;
    const client = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: createSlackLogger(log),
      clientOptions: {
        slackApiUrl: apiUrl ?? slackUrl,
        retryConfig: { retries: 3, factor: 1.3, unref: true },
        timeout: timeoutMs,
      },
    });
    client.on('connected', () => {
      if (!this.#closed) this.#ears.connected();
    });
    client.on('disconnected', () => this.#replace(client, 0));
    // The client leaves at once when Slack says that it will close the connection: the next one is opened meanwhile.
    client.on('ws_message', (data: unknown) => {
      if (isFarewell(data)) this.#replace(client, 0);
    });
    client.on('slack_event', (event: { type: string; body: unknown; retry_num?: number; ack: () => Promise<void> }) => {
      if (this.#closed) return;
      const ack = () =>
        void event.ack().catch(() => this.#say('info', 'an acknowledgement came too late for its socket'));
      this.#ears.heard({ type: event.type, body: event.body, again: (event.retry_num ?? 0) > 0, ack });
    });
    return client;
  }

  /** Opens another connection for one that has ended or will. */
  #replace(client: SocketModeClient, leastMs: number): void {
    if (this.#closed || client !== this.#current) return;
    this.#current = undefined;
    this.#leave(client);
    const sound = this.#clock.now() - this.#openedAt >= soundMs;
    this.#failures = sound ? 0 : this.#failures + 1;
    const waitMs = this.#failures === 0 ? 0 : Math.min(firstWaitMs * 2 ** (this.#failures - 1), longestWaitMs);
    this.#stopWaiting = this.#clock.after(Math.max(waitMs, leastMs), () => void this.open());
  }

  /** Ends a client. The far side may never answer the goodbye, so it is not waited for longer than a moment. */
  #leave(client: SocketModeClient): void {
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
