import { WebClient } from '@slack/web-api';
import * as z from 'zod/mini';
import { PlatformError } from '../../../ports/platform-error.ts';
import { defaultTimeoutMs, type SlackConfig, slackUrl } from './config.ts';
import { toPlatformError } from './failure.ts';
import { createSlackLogger } from './logger.ts';
import { type AuthTest, AuthTest as AuthTestAnswer } from './schema.ts';

/** Calls a method of the Web API, and reads its answer. Fails with PlatformError alone. */
export type Call = <T>(method: string, args: Readonly<Record<string, unknown>>, answer: z.ZodMiniType<T>) => Promise<T>;

export interface SlackApi {
  readonly call: Call;
  /** Who we are to Slack. Asked once, and again after a failure. */
  whoAmI(): Promise<AuthTest>;
}

const isRead = (method: string): boolean => method.startsWith('conversations.') || method === 'users.info';

/** The Web API without the client's own retries: it would post three times what was lost twice, and hold up all channels for one. */
export function createSlackApi(config: SlackConfig): SlackApi {
  const client = new WebClient(config.botToken, {
    slackApiUrl: config.apiUrl ?? slackUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: config.timeoutMs ?? defaultTimeoutMs,
    allowAbsoluteUrls: false,
    logger: createSlackLogger(config.log),
  });
  let identity: Promise<AuthTest> | undefined;
  const limited = new Map<string, { readonly until: number }>();

  /** [C4] Many ask to read, and one of them hears how long to wait: the others hear it from us. Who posts keeps to it by themselves. */
  function heed(method: string, error: PlatformError): void {
    const { retryAfterMs } = error;
    if (retryAfterMs === undefined || !isRead(method)) return;
    const wait = { until: config.clock.now() + retryAfterMs };
    limited.set(method, wait);
    config.clock.after(retryAfterMs, () => {
      if (limited.get(method) === wait) limited.delete(method);
    });
  }

  async function call<T>(
    method: string,
    args: Readonly<Record<string, unknown>>,
    answer: z.ZodMiniType<T>,
  ): Promise<T> {
    const wait = limited.get(method);
    if (wait) throw new PlatformError('limited', 'ratelimited', Math.max(1, wait.until - config.clock.now()));
    try {
      return z.parse(answer, await client.apiCall(method, args));
    } catch (error) {
      const failure = toPlatformError(error);
      heed(method, failure);
      throw failure;
    }
  }

  return {
    call,
    whoAmI() {
      identity ??= call('auth.test', {}, AuthTestAnswer).catch((error: unknown) => {
        identity = undefined;
        throw error;
      });
      return identity;
    },
  };
}
