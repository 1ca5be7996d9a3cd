import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod/mini';
import { DeviceId } from '../../protocol/model/ids.ts';
import { invite, mintCode, type Opened, openSession } from '../app/people/open-session.ts';
import type { Outcome, Refusal } from '../app/outcome.ts';
import { runLine } from '../app/lines/run-line.ts';
import { why } from '../app/routes/why.ts';
import type { World } from '../app/world.ts';

interface Owned {
  readonly Variables: { readonly owner: Opened };
}

/** Whoever asks for a code for somebody else names them. */
const CodeWish = z.object({ name: z.optional(z.string().check(z.minLength(1), z.maxLength(80))) });
const WhyWish = z.object({ what: z.string().check(z.minLength(1), z.maxLength(1000)) });
const RunWish = z.object({ line: z.string().check(z.minLength(1), z.maxLength(2000)) });

const mostBytes = 16 * 1024;
const lineLifeMs = 30_000;
/** The owner's own programs come by HTTP, and have no device. */
const noDevice = { id: DeviceId.parse('http-request'), name: 'HTTP' };

/** What the owner's own programs ask for, by the token in the bridge's announcement: codes, why a thing was told, a line of the bot. */
export function createOwnerHttp(world: World): Hono<Owned> {
  const app = new Hono<Owned>();
  for (const path of ['/codes', '/why', '/run']) app.use(path, small, owned(world));
  app.post('/codes', async (context) => {
    const wish = await wishIn(context, CodeWish);
    if (!wish) return misread(context, 'A name has 1 to 80 characters.');
    if (wish.name === undefined) return context.json({ code: await mintCode(world, context.var.owner.person.id) });
    const invited = await invite(world, wish.name);
    return invited.ok
      ? context.json({ code: invited.value.code, person: invited.value.person.id })
      : refused(context, invited.refusal);
  });
  app.post('/why', async (context) => {
    const wish = await wishIn(context, WhyWish);
    if (!wish) return misread(context, 'Say of what, in 1 to 1000 characters.');
    return answered(context, await why(world, world.home, wish.what, context.var.owner.person.id));
  });
  app.post('/run', async (context) => {
    const wish = await wishIn(context, RunWish);
    if (!wish) return misread(context, 'A line has 1 to 2000 characters.');
    const { person, asker } = context.var.owner;
    const expiresAt = world.clock.now() + lineLifeMs;
    const asked = { mid: world.ids.mid(), room: world.home, line: wish.line, expiresAt };
    return answered(context, await runLine(world, person, asker, asked));
  });
  return app;
}

/** Longer questions are not read. */
const small = bodyLimit({
  maxSize: mostBytes,
  onError: (context) => context.json({ error: 'too_large', message: `A body has ${mostBytes} bytes at most.` }, 413),
});

/** Lets in the owner alone. */
const owned = (world: World) =>
  createMiddleware<Owned>(async (context, next) => {
    const token = /^Bearer ([\x21-\x7e]{1,200})$/.exec(context.req.header('authorization') ?? '')?.[1];
    const opened = token === undefined ? undefined : await openSession(world, { token }, noDevice);
    if (!opened?.ok || !opened.value.asker.owner) return context.json({ error: 'not_authenticated' }, 401);
    context.set('owner', opened.value);
    return next();
  });

async function wishIn<T>(context: Context, shape: z.ZodMiniType<T>): Promise<T | undefined> {
  const read = shape.safeParse(await context.req.json().catch(() => undefined));
  return read.success ? read.data : undefined;
}

const misread = (context: Context, message: string) => context.json({ error: 'invalid_params', message }, 400);

const refused = (context: Context, { slug, message }: Refusal) => context.json({ error: slug, message }, 400);

const answered = <T extends object>(context: Context, outcome: Outcome<T>) =>
  outcome.ok ? context.json(outcome.value) : refused(context, outcome.refusal);
