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

/** Asks a running bridge for a one-time code of its owner, and answers the link that holds it: to the room's page, or to the choice of an editor. */
export const askForLink = async (running: Announcement, page: '/' | '/join'): Promise<string> =>
  (await mint(running, {}, page)).link;

/** Asks a running bridge for a link for somebody by name, and answers it with the id by which the settings know them. */
export const askForInvitation = (running: Announcement, name: string): Promise<Invitation> =>
  mint(running, { name }, '/join');

interface Invitation {
  readonly link: string;
  readonly person?: string | undefined;
}

/** The data folder of the bridge that answers at an address; undefined where none does. */
export async function healthAt(url: string): Promise<string | undefined> {
  const health = Health.safeParse(await ask(`${url}/healthz`));
  return health.success ? health.data.bridge : undefined;
}

/** Asks a running bridge for something as its owner. Fails with Unusable, in the bridge's own words where it refuses. */
export async function askAsOwner<T>(
  running: Announcement,
  path: string,
  wish: object,
  shape: z.ZodMiniType<T>,
): Promise<T> {
  const answer = await post(running, path, wish, 30_000);
  const found = shape.safeParse(answer);
  if (found.success) return found.data;
  const refused = Refused.safeParse(answer);
  throw new Unusable(
    refused.success
      ? refused.data.message
      : `The bridge at ${running.url} runs, but does not answer this. It may be of another version: stop it and start it again.`,
  );
}

async function mint(running: Announcement, wish: object, page: '/' | '/join'): Promise<Invitation> {
  const { url } = running;
  const answer = await post(running, '/codes', wish);
  const code = Code.safeParse(answer);
  if (code.success) return { link: `${url}${page}#code=${code.data.code}`, person: code.data.person };
  const refused = Refused.safeParse(answer);
  throw new Unusable(
    refused.success
      ? refused.data.message
      : `The bridge at ${url} runs, but gives no link. Stop it and start it again.`,
  );
}

const post = ({ url, token }: Announcement, path: string, wish: object, timeoutMs?: number): Promise<unknown> =>
  ask(
    url + path,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    },
    timeoutMs,
  );

async function ask(url: string, request: RequestInit = {}, timeoutMs = 3_000): Promise<unknown> {
  try {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    return await response.json();
  } catch {
    return undefined;
  }
}
