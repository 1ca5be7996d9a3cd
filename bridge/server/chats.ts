import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { World } from '../app/world.ts';

/** A chat's own requests are short; what is longer is nobody's button. */
const mostBytes = 64 * 1024;

/** `POST /chat/ID`: what a chat's server posts to us, for its adapter to judge. Nobody else reads of it, and nothing of it is believed here. */
export function serveChats(app: Hono, world: World): void {
  app.post('/chat/:id', bodyLimit({ maxSize: mostBytes }), async (context) => {
    const serve = world.lines.get(context.req.param('id'))?.serve;
    if (!serve) return context.text('There is no such chat here.\n', 404);
    const { status, body } = await serve({ headers: context.req.header(), body: await context.req.text() });
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
}
