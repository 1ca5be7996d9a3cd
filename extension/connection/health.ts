import * as z from 'zod/mini';
import type { Origin } from './address.ts';

/** How a bridge answers over plain HTTP: the first thing that is wrong on the way to it, or that it is well. */
export type Health =
  | { readonly state: 'well'; readonly version: string; readonly date: number | undefined }
  /** Its name or port leads nowhere, or a proxy on the way does not. */
  | { readonly state: 'unreachable'; readonly code: string; readonly why: string }
  | { readonly state: 'distrusted'; readonly code: string; readonly why: string }
  /** Somebody answered, and not as a bridge does. */
  | { readonly state: 'strange'; readonly status: number; readonly type: string };

const Well = z.object({ ok: z.literal(true), version: z.string().check(z.maxLength(80)) });
const Failure = z.object({ code: z.optional(z.string()), message: z.string() });
const Several = z.object({ errors: z.array(Failure).check(z.minLength(1)) });

const limitMs = 8_000;
const certificate = /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|ISSUER|^ERR_TLS|^EPROTO$/;

/** Asks for a bridge's health, by the way that VS Code's own requests go. No redirect is followed, and nothing of the user is sent. */
export async function askHealth(origin: Origin): Promise<Health> {
  try {
    const response = await fetch(`${origin}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(limitMs) });
    return await judge(response);
  } catch (error) {
    return fault(error);
  }
}

async function judge(response: Response): Promise<Health> {
  const type = response.headers.get('content-type')?.split(';')[0]?.slice(0, 80) ?? '';
  const strange: Health = { state: 'strange', status: response.status, type };
  if (!response.ok || type !== 'application/json') {
    await response.body?.cancel();
    return strange;
  }
  const read = z.safeParse(Well, await response.json().catch(() => undefined));
  if (!read.success) return strange;
  const date = Date.parse(response.headers.get('date') ?? '');
  return { state: 'well', version: read.data.version, date: Number.isNaN(date) ? undefined : date };
}

/** What `fetch` throws says only that it failed; the cause below says why. */
function fault(error: unknown): Health {
  if (error instanceof DOMException) return { state: 'unreachable', code: 'ETIMEDOUT', why: 'No answer in time.' };
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const { code = '', message: why } = z.safeParse(Several, cause).data?.errors[0] ??
    z.safeParse(Failure, cause).data ?? { message: String(error) };
  // Of a proxy that asks who it is `fetch` tells by an error without words, and a tunnel through one by its status.
  if (code === '' && (why === '' || /\b407\b/.test(why))) return { state: 'strange', status: 407, type: '' };
  return { state: certificate.test(code) ? 'distrusted' : 'unreachable', code, why };
}
