import type * as z from 'zod/mini';
import { PlatformError } from '../../../ports/platform-error.ts';
import { type Answer, type CallerSettings, createCaller, jsonOf, shaped, unlessGone } from '../../http/caller.ts';
import { Refused } from './schema.ts';

export interface BuildbotAccess extends Omit<CallerSettings, 'word'> {
  /** Whom Buildbot lets do things, where not everybody may. */
  readonly user?: string;
  readonly password?: string;
}

/** Buildbot's data API, version 2. Fails with PlatformErrors alone. Paths begin with a slash, and are encoded already. */
export interface BuildbotClient {
  /** Where people find it, without a slash at the end. */
  readonly url: string;
  get<T>(path: string, answer: z.ZodMiniType<T>): Promise<T>;
  /** The same, and undefined where there is none. */
  find<T>(path: string, answer: z.ZodMiniType<T>): Promise<T | undefined>;
  /** Has something done, once. */
  send<T>(path: string, method: string, parameters: object, answer: z.ZodMiniType<T>): Promise<T>;
}

/** Logs in where it has a password for it, and again when the session is over. */
export function createBuildbotClient({ user, password, ...settings }: BuildbotAccess): BuildbotClient {
  const { base, call } = createCaller({ ...settings, word });
  let session: Promise<string> | undefined;

  const login = async (): Promise<string> => {
    if (user === undefined || password === undefined) return '';
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const { headers } = await call({ path: '/auth/login', headers: { authorization }, fine: [302] });
    // Each answer opens a session of nobody first: the last one is the user's.
    return headers.getSetCookie().at(-1)?.split(';')[0] ?? '';
  };
  const cookie = async (): Promise<Readonly<Record<string, string>>> => {
    session ??= login();
    try {
      const said = await session;
      return said === '' ? {} : { cookie: said };
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
  /** Whoever is not let in may only have been away for too long. */
  const asUser = async (ask: (headers: Readonly<Record<string, string>>) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask(await cookie());
    } catch (error) {
      if (!(error instanceof PlatformError) || !error.vendorWord.startsWith('http_403') || password === undefined)
        throw error;
      session = undefined;
      return ask(await cookie());
    }
  };
  const get: BuildbotClient['get'] = async (path, answer) =>
    shaped(answer, await asUser(async (headers) => call({ path: `/api/v2${path}`, headers })));
  return {
    url: base,
    get,
    find: async (path, answer) => unlessGone(async () => get(path, answer)),
    async send(path, method, params, answer) {
      const body = JSON.stringify({ id: 1, jsonrpc: '2.0', method, params });
      const said = await asUser(async (headers) =>
        call({
          path: `/api/v2${path}`,
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
        }),
      );
      return shaped(answer, said, true);
    },
  };
}

/** Buildbot says what it refuses as a text, or field by field. */
function word({ bytes }: Answer): string | undefined {
  const said = Refused.safeParse(jsonOf(bytes)).data?.error;
  if (said === undefined || typeof said === 'string') return said;
  const { message } = said;
  if (typeof message === 'string') return message;
  return Object.entries(message)
    .map(([field, why]) => `${field} ${why}`)
    .join('; ');
}
