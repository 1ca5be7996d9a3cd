import { PlatformError } from '../../ports/platform-error.ts';

/** Failures that come before anything was sent. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Whether a call that failed with this code surely reached nobody; undefined is no code, and says nothing. */
export const isUnsent = (code: string | undefined): boolean => code !== undefined && unsent.has(code);

/** What a `fetch` that got no whole answer means. A read can be asked again; a write may have happened. */
export function lostAnswer(error: unknown, writes: boolean): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined) ?? 'no_answer';
  return new PlatformError(!writes || isUnsent(code) ? 'unavailable' : 'unsure', code);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && (error.name === 'TimeoutError' || error.name === 'AbortError') ? 'timeout' : undefined;
}
