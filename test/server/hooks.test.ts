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
const post = (port: number, lines: readonly string[], text: string) =>
  [`POST /hooks/engine HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...lines, '', text].join('\r\n');
const headersOf = (text: string) => {
  const signed = deliveryHeaders(text, secret);
  return Object.entries(signed).map(([name, value]) => `${name}: ${value}`);
};
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
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

describe('a delivery is refused', () => {
  it('[W1] with 401 where its signature is missing, wrong, or twice there', async () => {
    const bridge = await start();
    const { 'x-signature': signature = '', ...unsigned } = deliveryHeaders(body, secret);
    expect((await bridge.post(body, unsigned)).status).toBe(401);
    expect((await bridge.post(body, { ...unsigned, 'x-signature': sign(body, 'another') })).status).toBe(401);
    const lines = [...headersOf(body), `x-signature: ${signature}`, `content-length: ${body.length}`];
    expect(statusOf(await bridge.write(post(bridge.port, [...lines, 'connection: close'], body)))).toBe(401);
    expect(await rows(bridge)).toBe(0);
  });

  it('by its method, its hook, its host, its page or its coding, before its body is read', async () => {
    const { url, port, write, post: deliver } = await start();
    const signed = deliveryHeaders(body, secret);
    const get = await fetch(`${url}/hooks/engine`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await deliver(body, signed, 'other')).status).toBe(404);
    expect((await deliver(body, signed, '')).status).toBe(404);
    expect((await deliver(body, signed, 'engine/more')).status).toBe(404);
    expect((await deliver(body, { ...signed, origin: 'https://evil.example' })).status).toBe(403);
    expect((await deliver(body, { ...signed, 'content-encoding': 'gzip' })).status).toBe(415);
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json, text/html', ''])
      expect((await deliver(body, { ...signed, 'content-type': type })).status).toBe(415);
    for (const type of ['application/json; charset=utf-8', 'application/vnd.engine+json'])
      expect((await deliver(body, { ...signed, 'content-type': type })).status).toBe(200);
    const foreign = post(port, [...headersOf(body), `content-length: ${body.length}`], body).replace(
      /^Host: .*$/m,
      'Host: evil.example',
    );
    expect(statusOf(await write(foreign))).toBe(403);
  });

  it('[W3] with 400 where it is not what its header calls it, or what it says depends on the reader', async () => {
    const bridge = await start();
    const swapped = { ...deliveryHeaders(body, secret), 'x-event': 'push' };
    expect((await bridge.post(body, swapped)).status).toBe(400);
    expect((await bridge.post('{', deliveryHeaders('{', secret))).status).toBe(400);
    const twice = body.replace('"kind":"run"', '"kind":"push","k\\u0069nd":"run"');
    const answered = await bridge.post(twice, deliveryHeaders(twice, secret));
    expect([answered.status, answered.body.why]).toEqual([400, 'an object names a key twice']);
    const deep = body.replace('"kind"', `"deep":${'['.repeat(100)}${']'.repeat(100)},"kind"`);
    expect((await bridge.post(deep, deliveryHeaders(deep, secret))).status).toBe(400);
    expect(await rows(bridge)).toBe(0);
  });

  it('with 400 where its length is not as it says', async () => {
    const bridge = await start();
    const { port, write } = bridge;
    const signed = headersOf(body);
    expect(statusOf(await write(post(port, [...signed, 'content-length: x'], body)))).toBe(400);
    expect(statusOf(await write(post(port, [...signed, 'content-length: 1', 'content-length: 2'], body)))).toBe(400);
    const both = [...signed, `content-length: ${body.length}`, 'transfer-encoding: chunked'];
    expect(statusOf(await write(post(port, both, body)))).toBe(400);
    expect(statusOf(await write(post(port, [...signed, 'transfer-encoding: chunked'], 'zz\r\n')))).toBe(400);
    // What is more than it says is a request of its own, and none that anybody understands: nothing of the two is taken.
    expect(statusOf(await write(post(port, [...signed, `content-length: ${body.length - 1}`], body)))).toBe(400);
    expect(await rows(bridge)).toBe(0);
  });

  it('with 413 above the limit, whether it says its length or not, and reading stops', async () => {
    const bridge = await start({ limits: { bodyBytes: 1000, lingerBytes: 1000 } });
    const { port, write, post: deliver } = bridge;
    const large = 'x'.repeat(1001);
    const told = await deliver(large, deliveryHeaders(large, secret));
    expect([told.status, told.headers.get('connection')]).toEqual([413, 'close']);
    const head = post(port, [...headersOf(large), 'transfer-encoding: chunked'], '');
    expect(statusOf(await write(head, `3e9\r\n${large}\r\n0\r\n\r\n`))).toBe(413);
    expect((await deliver(runPayload())).status).toBe(200);
  });

  it('with 413 while it is still being sent, and the connection ends', async () => {
    const { port, write, clock } = await start({ limits: { bodyBytes: 1000, lingerBytes: 1000, lingerMs: 100 } });
    const head = post(port, [...headersOf(body), `content-length: ${100_000_000}`], '');
    const endless = Array.from({ length: 1000 }, () => Buffer.alloc(100_000));
    const answered = write(head, ...endless);
    const ticking = setInterval(() => void clock.advance(100), 20);
    expect(statusOf(await answered)).toBe(413);
    clearInterval(ticking);
  });

  it('with 503 where too many are being read at once', async () => {
    const bridge = await start({ limits: { bodiesBytes: 2000 } });
    const signed = [...headersOf(body), 'content-length: 5000'];
    const first = bridge.write(post(bridge.port, signed, 'x'.repeat(1990)), await waitFor(bridge));
    const answered = await bridge.post(runPayload());
    expect([answered.status, answered.headers.get('retry-after')]).toEqual([503, '5']);
    await bridge.close();
    await first;
    server = undefined;
  });
});

/** Resolves with nothing to write once the server has read what was written before. */
async function waitFor(bridge: HookServer): Promise<string> {
  await fetch(`${bridge.url}/healthz`);
  return '';
}

describe('a sender', () => {
  it('[W7] whose signatures are refused is slowed down, and nobody else is, on the same address or not', async () => {
    const bridge = await start({ limits: { refusalsAtOnce: 3 } });
    const wrong = { ...deliveryHeaders(body, secret), 'x-signature': sign(body, 'another') };
    const statuses: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) statuses.push((await bridge.post(body, wrong)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await bridge.post(body, wrong)).headers.get('retry-after')).toBe('1');
    expect((await bridge.post(body, { ...wrong, 'x-forwarded-for': '10.0.0.1, 192.0.2.7' })).status).toBe(401);
    expect((await bridge.post(body)).status).toBe(200);
    const said = bridge.world.log.lines.filter(({ what }) => what.includes('signatures'));
    expect(said.map(({ details }) => details)).toEqual([{ hook: 'engine', address: '127.0.0.1', count: 1 }]);
    await bridge.clock.advance(10_000);
    await bridge.post(body, wrong);
    expect(bridge.world.log.lines.at(-1)?.details).toMatchObject({ count: 7 });
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
    await deliver({ kind: 'star', repository: 'example.com/acme/web' });
    expect(world.sources.heardAt('scripted')).toBe(clock.now());
    await clock.advance(1_000);
    await deliver(body);
    expect(world.sources.heardAt('scripted')).toBe(clock.now());
  });
});
