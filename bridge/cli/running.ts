import * as z from 'zod/mini';
import { type Announcement, announced } from '../announcement.ts';
import { Unusable } from '../unusable.ts';

const Health = z.object({ ok: z.literal(true), bridge: z.string() });
const Code = z.object({ code: z.string() });

/** The bridge that runs for a place, if it answers; `name` is what it calls itself in its health. */
export async function findRunning(file: string, name: string): Promise<Announcement | undefined> {
  const found = await announced(file);
  if (!found) return undefined;
  const health = Health.safeParse(await ask(`${found.url}/healthz`));
  return health.success && health.data.bridge === name ? found : undefined;
}

/** Asks a running bridge for a one-time code: the owner's, or that of somebody by name, and answers the link that holds it. */
export async function askForLink({ url, token }: Announcement, name?: string): Promise<string> {
  const answer = await ask(`${url}/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(name === undefined ? {} : { name }),
  });
  const code = Code.safeParse(answer);
  if (!code.success) throw new Unusable(`The bridge at ${url} runs, but gives no link. Stop it and start it again.`);
  return `${url}/#code=${code.data.code}`;
}

async function ask(url: string, request: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(3_000) });
    return await response.json();
  } catch {
    return undefined;
  }
}
