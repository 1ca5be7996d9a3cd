import { afterEach, describe, expect, it } from 'vitest';
import { type HookServer, secret, startHookServer } from '../support/hook-server.ts';
import { deliveryHeaders, runPayload, sign } from '../support/signed-hook.ts';

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

  it('with 413 above ten MiB, but not where larger ones are allowed', async () => {
    const padded = (bytes: number) => `${body.slice(0, -1)},"padding":"${'x'.repeat(bytes)}"}`;
    const large = padded(11 * 1024 * 1024);
    const usual = await start();
    expect((await usual.post(large, deliveryHeaders(large, secret))).status).toBe(413);
    await usual.close();
    const bridge = await start({ limits: { bodyBytes: 25 * 1024 * 1024 } });
    const larger = padded(24 * 1024 * 1024);
    expect((await bridge.post(larger, deliveryHeaders(larger, secret))).status).toBe(200);
  });

  it('with 413 while it is still being sent, and the connection ends', async () => {
    const { port, write, clock } = await start({ limits: { bodyBytes: 1000, lingerBytes: 1000, lingerMs: 100 } });
    const head = post(port, [...headersOf(body), 'content-length: 100000000'], '');
    const endless = Array.from({ length: 1000 }, () => Buffer.alloc(100_000));
    const answered = write(head, ...endless);
    const ticking = setInterval(() => void clock.advance(100), 20);
    expect(statusOf(await answered)).toBe(413);
    // Nothing of it has to come for that.
    expect(statusOf(await write(head))).toBe(413);
    clearInterval(ticking);
  });

  it('with 503 where too much is coming at once: the largest gives way, and the small ones are taken', async () => {
    const bridge = await start({ limits: { bodiesBytes: 2000 } });
    const signed = [...headersOf(body), 'content-length: 5000'];
    const over = new AbortController();
    const refused = bridge.write(post(bridge.port, signed, 'x'.repeat(1990))).finally(() => over.abort());
    for (let revision = 1; !over.signal.aborted; revision += 1) {
      expect((await bridge.post(runPayload({ revision }))).status).toBe(200);
      await bridge.clock.advance(1_000);
    }
    const ended = await refused;
    expect(statusOf(ended)).toBe(503);
    expect(ended).toMatch(/^retry-after: 5\r$/im);
  });

  it('with 503 where it would take more than all that are coming', async () => {
    const bridge = await start({ limits: { bodiesBytes: 2000 } });
    void bridge.write(post(bridge.port, [...headersOf(body), 'content-length: 5000'], 'x'.repeat(1500)));
    const large = 'x'.repeat(1900);
    await expect.poll(async () => (await bridge.post(large, deliveryHeaders(large, secret))).status).toBe(503);
    expect((await bridge.post(runPayload())).status).toBe(200);
  });
});
