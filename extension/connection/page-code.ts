import * as z from 'zod/mini';
import type { Origin } from './address.ts';

const Answer = z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,200}$/)) });

const limitMs = 3_000;

/** A one-time code with which the room's page lets its owner in; undefined for everybody else, who need a link of their own. */
export async function askForCode(origin: Origin, token: string): Promise<string | undefined> {
  const response = await fetch(`${origin}/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
    redirect: 'error',
    signal: AbortSignal.timeout(limitMs),
  });
  return response.ok ? z.safeParse(Answer, await response.json()).data?.code : undefined;
}
