import type { IncomingMessage, ServerResponse } from 'node:http';
import { Contended } from '../app/decide.ts';
import type { Received } from '../app/ci/receive-delivery.ts';
import type { World } from '../app/world.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreUnavailable } from '../ports/store.ts';
import type { HookLimits } from './hooks-guard.ts';

/** What a sender of deliveries is told. A 2xx has `event`, and what became of it. */
export interface Answer {
  readonly status: number;
  /** `taken`, `ignored` or `duplicate`; of a refusal, why. */
  readonly said: string;
  readonly event?: string;
  readonly why?: string;
  readonly retryAfterMs?: number;
  readonly allow?: string;
}

const again: Answer = { status: 503, said: 'not now', retryAfterMs: 30_000 };

/** The answer, once it is known what became of a delivery, or that this takes too long to wait for: then it may come again ([W2]). */
export async function answerOf(
  world: World,
  hook: string,
  received: Promise<Received>,
  answerMs: number,
): Promise<Answer> {
  const late = Promise.withResolvers<Answer>();
  const forget = world.clock.after(answerMs, () => late.resolve(again));
  const said = received.then(
    (what) => {
      if (what.type === 'malformed') world.log.warn('a delivery was malformed', { hook, why: what.why });
      return answerTo(what);
    },
    (error: unknown) => {
      if (error instanceof StoreUnavailable || error instanceof Contended) return again;
      world.log.error('a delivery was not taken in', { hook, error });
      return { status: 500, said: 'the bridge failed; its log has the details' };
    },
  );
  try {
    return await Promise.race([said, late.promise]);
  } finally {
    forget();
  }
}

function answerTo(received: Received): Answer {
  switch (received.type) {
    case 'unsigned':
      return { status: 401, said: 'the signature is missing, wrong or too old' };
    case 'malformed':
      return { status: 400, said: 'malformed', why: received.why };
    case 'limited':
      return { status: 429, said: 'too many', event: received.event, retryAfterMs: received.retryAfterMs };
    case 'ignored':
      return { status: 200, said: 'ignored', event: received.event, why: received.why };
    case 'duplicate':
      return { status: 200, said: 'duplicate', event: received.event };
    case 'taken':
      return { status: 200, said: 'taken', event: received.event, why: received.did };
  }
}

/** Answers a request that has been read. */
export function reply(response: ServerResponse, answer: Answer): void {
  response.end(head(response, answer, {}));
}

/**
 * Answers a request of which something may still be coming: what is already under way is let run out, up to a bound, for a sender that is
 * cut off while it sends does not read why. Then the connection ends.
 */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  clock: Clock,
  { lingerBytes, lingerMs }: HookLimits,
): void {
  response.write(head(response, answer, { connection: 'close' }));
  const stop = clock.after(lingerMs, () => request.destroy());
  let left = lingerBytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.pause();
  });
  request.on('end', () => response.end());
  request.on('close', stop);
  request.resume();
}

/** Writes the status and the headers, and answers the body that belongs to them. */
function head(response: ServerResponse, answer: Answer, more: Readonly<Record<string, string>>): string {
  const { status, retryAfterMs, allow, ...words } = answer;
  const body = `${JSON.stringify(words)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
    ...(allow === undefined ? {} : { allow }),
    ...more,
  });
  return body;
}
