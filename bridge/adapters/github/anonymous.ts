import * as z from 'zod/mini';
import type { Clock } from '../../ports/clock.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { defaultTimeoutMs } from './config.ts';
import { answered, toPlatformError } from './failure.ts';

/** How what needs no credentials of the bridge is asked. */
export interface AnonymousConfig {
  readonly clock: Clock;
  readonly fetch?: typeof fetch | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Asks GitHub for JSON without the bridge's credentials, once, and follows no redirect. Fails with PlatformErrors that hold nothing of what was sent. */
export async function askAnonymously<T>(
  { clock, fetch: ask = fetch, timeoutMs = defaultTimeoutMs }: AnonymousConfig,
  url: string,
  init: { readonly method: 'GET' | 'POST'; readonly body?: string; readonly authorization?: string },
  answer: z.ZodMiniType<T>,
): Promise<T> {
  const ending = new AbortController();
  const takeBack = clock.after(timeoutMs, () => ending.abort());
  const headers = {
    accept: 'application/json',
    'user-agent': 'shiproom',
    ...(init.body !== undefined && { 'content-type': 'application/json' }),
    ...(init.authorization !== undefined && { authorization: init.authorization }),
  };
  try {
    const body = init.body ?? null;
    const said = await ask(url, { method: init.method, headers, body, redirect: 'manual', signal: ending.signal });
    const data: unknown = await said.json().catch(() => undefined);
    if (said.status >= 300) throw answered(said.status, { headers: Object.fromEntries(said.headers), data }, false);
    const read = z.safeParse(answer, data);
    if (!read.success) throw new PlatformError('unavailable', 'unreadable_answer');
    return read.data;
  } catch (error) {
    throw toPlatformError(error, false);
  } finally {
    takeBack();
  }
}
