import { WebClient } from '@slack/web-api';
import * as z from 'zod/mini';
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

  async function call<T>(
    method: string,
    args: Readonly<Record<string, unknown>>,
    answer: z.ZodMiniType<T>,
  ): Promise<T> {
    try {
      return z.parse(answer, await client.apiCall(method, args));
    } catch (error) {
      throw toPlatformError(error);
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
