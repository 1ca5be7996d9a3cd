import * as z from 'zod/mini';
import { plain } from '../views/words.ts';
import type { Refused } from '../../client/session.ts';

export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

export type Called = { readonly ok: true; readonly value: unknown } | Refused;

/** Calls GitHub's REST API with one user's token. */
export type Call = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Called>;

const Problem = z.object({ message: z.string() });
const Unanswered = z.object({ cause: z.object({ code: z.string() }) });
const patienceMs = 20_000;

/** Failures that come before anything was sent. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export function createCall(fetch: Fetch, api: string, token: string): Call {
  return async (method, path, body) => {
    try {
      const response = await fetch(`${api}${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${token}`,
          'user-agent': 'shiproom',
          'x-github-api-version': '2022-11-28',
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const value = readJson(await response.text());
      if (response.status >= 500 && method === 'POST') return unsure;
      return response.ok ? { ok: true, value } : refusalOf(response.status, value, token);
    } catch (error) {
      const code = z.safeParse(Unanswered, error).data?.cause.code ?? '';
      if (method === 'POST' && !unsent.has(code)) return unsure;
      return { ok: false, slug: 'upstream_unavailable', message: 'GitHub does not answer. Try again later.' };
    }
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words go to the bridge, and a server may say again what it was told: so the token is taken out of them. */
function refusalOf(status: number, value: unknown, token: string): Refused {
  const told = z.safeParse(Problem, value).data?.message ?? `status ${status}`;
  const said = plain(told.replaceAll(token, '…')).slice(0, 300);
  if (status === 401)
    return refusal('not_authenticated', 'GitHub did not accept this editor’s session. Sign in again.');
  if (status === 403 || status === 404)
    return refusal('forbidden_or_missing', `GitHub does not let you do that: ${said}`);
  if (status >= 500) return refusal('upstream_unavailable', `GitHub failed: ${said}. Try again later.`);
  return refusal('upstream_refused', `GitHub refused: ${said}`);
}

export const refusal = (slug: string, message: string): Refused => ({ ok: false, slug, message });

/** What was asked for may be done already ([E5]): nobody is told to ask for it again. */
const unsure = refusal(
  'indeterminate',
  'GitHub did not answer, so that it may have happened or not. Look before you ask again.',
);
