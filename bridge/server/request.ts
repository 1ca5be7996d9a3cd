import { StoreUnavailable } from '../ports/store.ts';
import { failures, type Slug } from '../../protocol/wire/failure.ts';
import {
  type CallId,
  type Failure,
  Notification,
  type Refusal,
  Request,
  type Success,
} from '../../protocol/wire/rpc.ts';
import type { Outcome, Refusal as Refused } from '../app/outcome.ts';

/** A refusal as the wire says it: the table's code, and the use case's words where it had better ones. */
function refusal({ slug, message, field, retryAfterMs }: Omit<Refused, 'slug'> & { readonly slug: Slug }): Refusal {
  const row = failures[slug];
  const wait = retryAfterMs ?? (row.retry === 'after' ? 30_000 : undefined);
  return {
    code: row.code,
    message: message ?? row.message,
    data: {
      slug,
      retryable: row.retry === 'same-mid' || row.retry === 'after',
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      ...(field === undefined ? {} : { field }),
    },
  };
}

export const failure = (id: CallId | null, why: Parameters<typeof refusal>[0]): Failure => ({
  jsonrpc: '2.0',
  id,
  error: refusal(why),
});

/** Reads one frame: a request, or what to answer where it is none. A notification asks for nothing, and is passed over. */
export function readRequest(text: string): Request | Failure | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failure(null, { slug: 'parse_error' });
  }
  const request = Request.safeParse(json);
  if (request.success) return request.data;
  const known = json !== null && typeof json === 'object' && 'id' in json;
  if (!known && Notification.safeParse(json).success) return undefined;
  return failure(null, { slug: 'invalid_request' });
}

export const reply = (id: CallId, outcome: Outcome<unknown>): Success | Failure =>
  outcome.ok ? { jsonrpc: '2.0', id, result: outcome.value } : failure(id, outcome.refusal);

/** What a client hears where a use case threw: no stack, no path, no word of the error. */
export const thrown = (id: CallId, error: unknown): Failure =>
  failure(id, { slug: error instanceof StoreUnavailable ? 'store_unavailable' : 'internal' });
