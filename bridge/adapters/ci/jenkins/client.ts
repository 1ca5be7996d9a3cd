import type * as z from 'zod/mini';
import { PlatformError } from '../../../ports/platform-error.ts';
import { type Answer, type CallerSettings, createCaller, shaped, unlessGone } from '../../http/caller.ts';
import { Crumb } from './schema.ts';

export interface JenkinsAccess extends Omit<CallerSettings, 'word'> {
  readonly user: string;
  /** An API token of that user. */
  readonly token: string;
}

/** Jenkins' remote API. Fails with PlatformErrors alone. Paths begin with a slash, and are encoded already. */
export interface JenkinsClient {
  /** Where people find it, without a slash at the end. */
  readonly url: string;
  /** Asks for a part of a thing, by Jenkins' own `tree`; undefined where it is not there. */
  find<T>(path: string, answer: z.ZodMiniType<T>, tree?: string): Promise<T | undefined>;
  /** The first bytes of something that is no JSON, and its headers; undefined where it is not there. */
  bytes(path: string, first: number): Promise<Answer | undefined>;
  /** Has something done, once, with these fields of a form. `fine`: statuses that are no failure. */
  send(path: string, form?: Readonly<Record<string, string>>, fine?: readonly number[]): Promise<Answer>;
}

export function createJenkinsClient({ user, token, ...settings }: JenkinsAccess): JenkinsClient {
  const { base, call } = createCaller({ ...settings, word });
  const authorization = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;

  /** A Jenkins that trusts no token by itself wants a crumb, which is good for one session. */
  const crumb = async (): Promise<Readonly<Record<string, string>>> => {
    const answer = await call({ path: '/crumbIssuer/api/json', headers: { authorization } });
    const { crumb: value, crumbRequestField } = shaped(Crumb, answer);
    const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    return { [crumbRequestField]: value, ...(cookie.length > 0 && { cookie: cookie.join('; ') }) };
  };
  return {
    url: base,
    async find(path, answer, tree) {
      const query = tree === undefined ? '' : `/api/json?tree=${encodeURIComponent(tree)}`;
      return unlessGone(async () => shaped(answer, await call({ path: path + query, headers: { authorization } })));
    },
    bytes: async (path, first) => unlessGone(async () => call({ path, headers: { authorization }, first })),
    async send(path, form = {}, fine = []) {
      const body = new URLSearchParams(form).toString();
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
      const asked = { path, method: 'POST', body, fine: [201, 302, ...fine] } as const;
      try {
        return await call({ ...asked, headers });
      } catch (error) {
        if (!(error instanceof PlatformError) || !/^http_403.*crumb/i.test(error.vendorWord)) throw error;
        return call({ ...asked, headers: { ...headers, ...(await crumb()) } });
      }
    },
  };
}

/** Jenkins says why in a header, or somewhere in a page. */
function word({ headers, bytes }: Answer): string | undefined {
  const said = headers.get('x-error');
  if (said !== null) return said;
  const page = bytes.toString('utf8').slice(0, 20_000);
  return /no valid crumb/i.test(page) ? 'No valid crumb' : (/<title>([^<]{1,200})/i.exec(page)?.[1] ?? undefined);
}
