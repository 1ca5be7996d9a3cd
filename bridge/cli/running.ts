import * as z from 'zod/mini';
import { type Announcement, announced } from '../announcement.ts';
import { Unusable } from '../unusable.ts';

const Health = z.object({ ok: z.literal(true), bridge: z.string() });
const Code = z.object({ code: z.string(), person: z.optional(z.string()) });
const Refused = z.object({ message: z.string() });

/** The bridge that runs for a place, if it answers; `name` is what it calls itself in its health. */
export async function findRunning(file: string, name: string): Promise<Announcement | undefined> {
  const found = await announced(file);
  if (!found) return undefined;
  const health = Health.safeParse(await ask(`${found.url}/healthz`));
  return health.success && health.data.bridge === name ? found : undefined;
}

/** Asks a running bridge for a one-time code of its owner, and answers the link that holds it. */
export const askForLink = async (running: Announcement): Promise<string> => (await mint(running, {})).link;

/** Asks a running bridge for a link for somebody by name, and answers it with the id by which the settings know them. */
export const askForInvitation = (running: Announcement, name: string): Promise<Invitation> => mint(running, { name });

interface Invitation {
  readonly link: string;
  readonly person?: string | undefined;
}

async function mint({ url, token }: Announcement, wish: object): Promise<Invitation> {
  const answer = await ask(`${url}/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  const code = Code.safeParse(answer);
  if (code.success) return { link: `${url}/#code=${code.data.code}`, person: code.data.person };
  const refused = Refused.safeParse(answer);
  throw new Unusable(
    refused.success
      ? refused.data.message
      : `The bridge at ${url} runs, but gives no link. Stop it and start it again.`,
  );
}

async function ask(url: string, request: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(3_000) });
    return await response.json();
  } catch {
    return undefined;
  }
}
