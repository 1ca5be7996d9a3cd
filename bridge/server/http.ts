import { Hono } from 'hono';
import type { World } from '../app/world.ts';
import { serveChats } from './chats.ts';
import type { Gate } from './gate.ts';
import { joinPage, joinScript, joinStyle } from './join-page.ts';
import { createOwnerHttp } from './owner.ts';
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

/** The HTTP side of the bridge: the page, its health, and what the owner's programs and the chats' servers ask for. Every answer is refused to a foreign Host ([T5]). */
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
  app.get('/join', (context) => context.html(joinPage));
  app.get('/join.js', (context) => context.body(joinScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.get('/join.css', (context) => context.body(joinStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/healthz', (context) => context.json({ ok: true, bridge, version }));
  app.get('/ws', (context) => context.text('Upgrade to a WebSocket\n', 426, { upgrade: 'websocket' }));
  for (const [name, { type, body }] of panel)
    app.get(`/${name}`, (context) => context.body(body, 200, { 'content-type': type }));
  app.route('/', createOwnerHttp(world));
  serveChats(app, world);
  app.onError((error, context) => {
    world.log.error('an HTTP request failed', { error });
    return context.text('The bridge failed to answer; its log has the details.\n', 500);
  });
  return app;
}
