import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type HookServer, secret, startHookServer } from '../support/hook-server.ts';
import { key } from '../support/samples.ts';
import { deliveryHeaders, runPayload, sign, signedHook } from '../support/signed-hook.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { StoreUnavailable } from '../../bridge/ports/store.ts';

let server: HookServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startHookServer>) => (server = await startHookServer(...options));

const body = JSON.stringify(runPayload());
const rows = async ({ world }: HookServer) => (await world.store.list('outcome')).length;

describe('a delivery', () => {
  it('[W2] is acknowledged when its effect and its key are kept together', async () => {
    const { post: deliver, world } = await start();
    const answered = await deliver(runPayload());
    expect([answered.status, answered.body]).toEqual([200, { said: 'taken', event: 'run', why: 'run' }]);
    const card = await world.store.get('card', cardId(key()));
    expect(card?.value.ci).toMatchObject([{ run: 'run-1', provider: 'scripted', state: 'running' }]);
    const [kept] = await world.store.list('outcome');
    expect(kept?.id).toMatch(/^hook\/engine\/run\/[0-9a-f]{64}$/);
    expect(kept?.value).toMatchObject({ outcome: { event: 'run', delivery: 'd-1', did: 'run' } });
  });

  it('[W3] that comes again, under whatever id, is acknowledged and does nothing', async () => {
    const { post: deliver, world, marked } = await start();
    const payload = { ...runPayload(), branches: ['feat/login'] };
    const text = JSON.stringify(payload);
    expect((await deliver(payload)).body.why).toBe('both');
    const before = await world.store.get('card', cardId(key()));
    const again = await deliver(text, deliveryHeaders(text, secret, 'd-2'));
    expect([again.status, again.body]).toEqual([200, { said: 'duplicate', event: 'run' }]);
    expect(await world.store.get('card', cardId(key()))).toEqual(before);
    expect(marked).toEqual([{ repository: 'example.com/acme/web', branches: ['feat/login'] }]);
  });

  it('has branches asked about only once it is kept', async () => {
    const held = Promise.withResolvers<void>();
    const { post: deliver, world, marked } = await start();
    const commit = world.store.commit.bind(world.store);
    Object.assign(world.store, { commit: (change: never) => held.promise.then(() => commit(change)) });
    const answered = deliver({ kind: 'push', repository: 'example.com/acme/web', branches: ['main'] });
    await new Promise((resolve) => void setImmediate(resolve));
    expect(marked).toEqual([]);
    held.resolve();
    expect((await answered).body).toEqual({ said: 'taken', event: 'push', why: 'refresh' });
    expect(marked).toEqual([{ repository: 'example.com/acme/web', branches: ['main'] }]);
  });

  it('of no concern is acknowledged and not kept', async () => {
    const bridge = await start();
    const answered = await bridge.post({ kind: 'star', repository: 'example.com/acme/web' });
    expect([answered.status, answered.body.said]).toEqual([200, 'ignored']);
    expect(await rows(bridge)).toBe(0);
  });

  it('[W2] is refused with 503 while the store cannot keep it, or takes too long', async () => {
    const bridge = await start();
    const { world, clock, post: deliver } = bridge;
    const commit = world.store.commit.bind(world.store);
    Object.assign(world.store, { commit: () => Promise.reject(new StoreUnavailable('full')) });
    const full = await deliver(runPayload());
    expect([full.status, full.headers.get('retry-after')]).toEqual([503, '30']);
    const slow = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    Object.assign(world.store, {
      commit: (change: never) => {
        asked.resolve();
        return slow.promise.then(() => commit(change));
      },
    });
    const late = deliver(runPayload());
    await asked.promise;
    await clock.advance(8_000);
    expect((await late).status).toBe(503);
    slow.resolve();
    Object.assign(world.store, { commit });
    await expect.poll(() => rows(bridge)).toBe(1);
    expect((await deliver(runPayload())).body.said).toBe('duplicate');
  });

  it('that a bug cannot bear is answered 500, and the next one is taken', async () => {
    const { post: deliver, world } = await start();
    const get = world.store.get;
    Object.assign(world.store, { get: () => Promise.reject(new Error('a bug')) });
    expect((await deliver(runPayload())).status).toBe(500);
    expect(world.log.lines.at(-1)).toMatchObject({ level: 'error', what: 'a delivery was not taken in' });
    Object.assign(world.store, { get });
    expect((await deliver(runPayload())).status).toBe(200);
  });
});

describe('a sender', () => {
  it('[W7] whose signatures are refused is slowed down, and nobody else is, on the same address or not', async () => {
    const bridge = await start({ limits: { refusalsAtOnce: 3 } });
    const wrong = { ...deliveryHeaders(body, secret), 'x-signature': sign(body, 'another') };
    const statuses: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) statuses.push((await bridge.post(body, wrong)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await bridge.post(body, wrong)).headers.get('retry-after')).toBe('1');
    const through = async (front: string) =>
      (await bridge.post(body, { ...wrong, 'x-forwarded-for': `${front}, 192.0.2.7` })).status;
    expect([await through('10.0.0.1'), await through('10.0.0.2'), await through('10.0.0.3')]).toEqual([401, 401, 401]);
    expect(await through('10.0.0.4')).toBe(429);
    expect((await bridge.post(body)).status).toBe(200);
    const said = bridge.world.log.lines.filter(({ what }) => what.includes('signatures'));
    expect(said.map(({ details }) => details)).toEqual([{ hook: 'engine', address: '127.0.0.1', count: 1 }]);
    await bridge.clock.advance(10_000);
    await bridge.post(body, wrong);
    expect(bridge.world.log.lines.at(-1)?.details).toMatchObject({ count: 10 });
  });

  it('[W7] that is verified has a rate for each repository, with a word on when to come again', async () => {
    const bridge = await start({ limits: { perSecond: 1, atOnce: 2 } });
    const of = (nth: number, repository = 'example.com/acme/web') => ({
      kind: 'push',
      repository,
      branches: [`b${nth}`],
    });
    expect((await bridge.post(of(1))).status).toBe(200);
    expect((await bridge.post(of(2))).status).toBe(200);
    const third = await bridge.post(of(3));
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await bridge.post(of(3, 'example.com/acme/api'))).status).toBe(200);
    await bridge.clock.advance(1_000);
    expect((await bridge.post(of(3))).status).toBe(200);
  });

  it('may have several hooks, each with a secret of its own', async () => {
    const hooks = [signedHook({ secret }), signedHook({ secret: 'other', id: 'other' })];
    const { post: deliver } = await start({ hooks });
    expect((await deliver(body, deliveryHeaders(body, 'other'), 'engine')).status).toBe(401);
    expect((await deliver(body, deliveryHeaders(body, 'other'), 'other')).status).toBe(200);
    const zipped = gzipSync(body).toString('latin1');
    expect((await deliver(zipped, deliveryHeaders(zipped, secret))).status).toBe(400);
  });
});

describe('a source', () => {
  it('is fresh once its hook has told something, and only then', async () => {
    const { post: deliver, world, clock } = await start();
    await deliver(body, { ...deliveryHeaders(body, secret), 'x-signature': 'v1=' });
    expect(world.sources.heardAt('scripted')).toBe(undefined);
    // A hook that tells of stars alone would leave the cards behind.
    await deliver({ kind: 'star', repository: 'example.com/acme/web' });
    expect(world.sources.heardAt('scripted')).toBe(undefined);
    await clock.advance(1_000);
    await deliver(body);
    expect(world.sources.heardAt('scripted')).toBe(clock.now());
  });
});
