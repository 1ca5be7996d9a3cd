import { Hono } from 'hono';
import * as z from 'zod/mini';
import { invite, mintCode, openSession } from '../app/open-session.ts';
import type { World } from '../app/world.ts';
import { DeviceId } from '../../protocol/model/ids.ts';
import { serveChats } from './chats.ts';
import type { Gate } from './gate.ts';
import { type Asset, page, policy } from './page.ts';

export interface HttpOptions {
  readonly world: World;
  readonly gate: Gate;
  readonly panel: ReadonlyMap<string, Asset>;
  /** What `/healthz` tells beside that the bridge is well: which bridge this is. */
  readonly bridge: string;
  readonly version: string;
}

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** Whoever asks for a code for somebody else names them. */
const CodeWish = z.object({ name: z.optional(z.string().check(z.minLength(1), z.maxLength(80))) });

/** The HTTP side of the bridge: the page, its health, and codes for the owner. Every answer is refused to a foreign Host ([T5]). */
export function createHttp({ world, gate, panel, bridge, version }: HttpOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!gate.host(context.req.header('host')) || !gate.origin(context.req.header('origin')))
      return context.text('Forbidden\n', 403);
    await next();
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    return undefined;
  });
  app.get('/', (context) => context.html(page));
  app.get('/healthz', (context) => context.json({ ok: true, bridge, version }));
  app.get('/ws', (context) => context.text('Upgrade to a WebSocket\n', 426, { upgrade: 'websocket' }));
  for (const [name, { type, body }] of panel)
    app.get(`/${name}`, (context) => context.body(body, 200, { 'content-type': type }));
  app.post('/codes', async (context) => {
    const token = /^Bearer ([\x21-\x7e]{1,200})$/.exec(context.req.header('authorization') ?? '')?.[1];
    const opened = token === undefined ? undefined : await openSession(world, { token }, noDevice);
    if (!opened?.ok || !opened.value.asker.owner) return context.json({ error: 'not_authenticated' }, 401);
    const wish = CodeWish.safeParse(await context.req.json().catch(() => undefined));
    if (!wish.success) return context.json({ error: 'invalid_params', message: 'A name has 1 to 80 characters.' }, 400);
    if (wish.data.name === undefined) return context.json({ code: await mintCode(world, opened.value.person.id) });
    const invited = await invite(world, wish.data.name);
    return invited.ok
      ? context.json({ code: invited.value.code, person: invited.value.person.id })
      : context.json({ error: invited.refusal.slug, message: invited.refusal.message }, 400);
  });
  serveChats(app, world);
  app.onError((error, context) => {
    world.log.error('an HTTP request failed', { error });
    return context.text('The bridge failed to answer; its log has the details.\n', 500);
  });
  return app;
}

/** The owner's own programs come by HTTP, and have no device. */
const noDevice = { id: DeviceId.parse('http-request'), name: 'HTTP' };
