import { createHash } from 'node:crypto';

/** The refusals of use cases. The wire's table has each of them, with a code; the server does not compile where one is missing there. */
export const slugs = [
  'invalid_params',
  'not_authenticated',
  'forbidden_or_missing',
  'expired',
  'idempotency_conflict',
  'indeterminate',
  'identity_not_linked',
  'stale_target',
  'upstream_refused',
  'upstream_rate_limited',
  'upstream_unavailable',
  'not_allowed_here',
  'secret_found',
] as const;
export type Slug = (typeof slugs)[number];

/** Why a use case did not do what was asked: a slug of the one table, and words where there are better ones than the table's. */
export interface Refusal {
  readonly slug: Slug;
  readonly message?: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
}

/** How a use case ended. A refusal is an ordinary end; only a bug throws. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export function refuse(slug: Slug, message?: string, field?: string): { ok: false; refusal: Refusal } {
  return {
    ok: false,
    refusal: { slug, ...(message === undefined ? {} : { message }), ...(field === undefined ? {} : { field }) },
  };
}

/** SHA-256 in hex: of secrets that are kept only as such, and of payloads that have to be told apart. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
