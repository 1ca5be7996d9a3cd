import type * as z from 'zod/mini';
import { PlatformError } from '../../../ports/platform-error.ts';
import { createCaller, shaped } from '../../http/caller.ts';
import type { MattermostConfig } from './config.ts';
import { refusal, refusals, wordOf } from './failure.ts';
import { Done, Post, User } from './schema.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface MattermostApi {
  /** Where people find Mattermost, without a slash at the end. */
  readonly url: string;
  /** Calls a path below `/api/v4`, which is encoded already, and reads the answer. Fails with PlatformErrors alone. */
  call<T>(method: Method, path: string, answer: z.ZodMiniType<T>, body?: unknown): Promise<T>;
  /** Who we are to Mattermost. Asked once, and again after a failure. */
  whoAmI(): Promise<User>;
  /** The same, asked in any case. */
  ask(): Promise<User>;
  /** A post; undefined where it is not there any more, or is not for us to see. */
  post(id: string): Promise<Post | undefined>;
}

/** The REST API, version 4: https://api.mattermost.com/ */
export function createMattermostApi(config: MattermostConfig): MattermostApi {
  const { clock, token, timeoutMs } = config;
  const { base, call: ask } = createCaller({
    url: config.url,
    clock,
    word: wordOf,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  let identity: Promise<User> | undefined;

  const call: MattermostApi['call'] = async (method, path, answer, body) => {
    const sent = {
      path: `/api/v4${path}`,
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      fine: refusals,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answered = await ask(sent);
    if (refusals.includes(answered.status)) throw refusal(answered, clock.now());
    return shaped(answer, answered, method !== 'GET');
  };
  const askWho = () => call('GET', '/users/me', User);

  return {
    url: base,
    call,
    ask: askWho,
    whoAmI() {
      identity ??= askWho().catch((error: unknown) => {
        identity = undefined;
        throw error;
      });
      return identity;
    },
    async post(id) {
      try {
        return await call('GET', `/posts/${encodeURIComponent(id)}`, Post);
      } catch (error) {
        // A post in a channel that we have left is not there for us either.
        if (error instanceof PlatformError && (error.fault === 'gone' || error.fault === 'refused')) return undefined;
        throw error;
      }
    },
  };
}

/** Does something to a post of ours. Mattermost refuses what is about a deleted post as it refuses strangers, so whether it is there is asked. */
export async function onPost(api: MattermostApi, method: Method, id: string, path: string, body?: unknown) {
  try {
    await api.call(method, `/posts/${encodeURIComponent(id)}${path}`, Done, body);
  } catch (error) {
    const refused = error instanceof PlatformError && error.fault === 'refused';
    if (refused && (await api.post(id)) === undefined) throw new PlatformError('gone', error.vendorWord);
    throw error;
  }
}
