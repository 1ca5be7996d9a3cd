import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { limits } from '../../bridge/server/limits.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { device, person, room } from '../support/samples.ts';
import { openWire } from '../support/wire.ts';

/** The rules of docs/protocol.md for frames, hello and limits, on a real bridge. */
let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startServer>) => (server = await startServer(...options));

const hello = { protocol: 1, device: { id: device(), name: 'a test' }, cursors: [] };

describe('frames', () => {
  it('[P1] go over /ws alone, uncompressed', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/ws`)).status).toBe(426);
    await expect(openWire(`${url}/other`)).rejects.toThrow('404');
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { perMessageDeflate: true });
    await once(socket, 'open');
    expect([socket.extensions, socket.protocol]).toEqual(['', '']);
    socket.terminate();
  });

  it('[P2] [P7] are text with one object, or are refused', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    for (const [frame, code] of [
      ['{', -32700],
      ['[{"jsonrpc":"2.0","id":1,"method":"feed/read","params":{}}]', -32600],
      ['{"jsonrpc":"2.0","id":1}', -32600],
    ] as const) {
      const from = client.frames.length;
      client.send(frame);
      expect(await client.until((each) => each.error !== undefined, from)).toMatchObject({ id: null, error: { code } });
    }
    client.send('{"jsonrpc":"2.0","method":"feed/say","params":{}}');
    expect(await client.ask('feed/read', { room, before: 1, limit: 1 })).toMatchObject({ result: { entries: [] } });
    client.socket.send(Buffer.from('{}'));
    expect((await client.closed).code).toBe(4400);
  });

  it('[P3] are not longer than 64 KiB', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    const params = { room, before: 1, limit: 1, padding: '' };
    const empty = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'feed/read', params });
    const longest = empty.replace('"padding":""', `"padding":"${'x'.repeat(65_536 - empty.length)}"`);
    client.send(longest);
    expect(await client.until(({ id }) => id === 2)).toMatchObject({ result: {} });
    client.send(`${longest} `);
    expect((await client.closed).code).toBe(1009);
  });

  it('[P4] come from the bridge’s own pages, or from no page', async () => {
    const { url, port } = await start();
    for (const origin of ['null', 'http://evil.example', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`]) {
      await expect(openWire(url, { origin })).rejects.toThrow('403');
    }
    await expect(openWire(url, { host: 'evil.example' })).rejects.toThrow('403');
    for (const headers of [{}, { origin: `http://localhost:${port}` }]) await (await openWire(url, headers)).close();
  });

  it('[P5] may say more than the bridge knows, but ask nothing that it does not', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    expect(await client.ask('feed/read', { room, before: 1, limit: 1, colour: 'red' })).toMatchObject({ result: {} });
    expect(await client.ask('feed/write', {})).toMatchObject({ error: { code: -32601 } });
    await client.close();
  });

  it('[P8] are answered under the id that they had', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    for (const id of [0, -5, 'a', 'x'.repeat(64)]) {
      client.send({ jsonrpc: '2.0', id, method: 'feed/read', params: { room, before: 1, limit: 1 } });
      expect(await client.until((frame) => frame.id === id)).toMatchObject({ result: {} });
    }
    await client.close();
  });
});

describe('hello', () => {
  it('[H1] is first, once, and in time', async () => {
    const { clock, url, hello: greet } = await start();
    const rude = await openWire(url);
    rude.send({ jsonrpc: '2.0', id: 1, method: 'feed/read', params: {} });
    expect((await rude.closed).code).toBe(4401);
    const twice = await greet();
    twice.send({ jsonrpc: '2.0', id: 9, method: 'session/hello', params: hello });
    expect((await twice.closed).code).toBe(4409);
    const silent = await openWire(url);
    await clock.advance(limits.helloMs);
    expect((await silent.closed).code).toBe(4408);
  });

  it('[H2] has a token or a code, and a code is good once, for ten minutes', async () => {
    const { world, clock, url, token } = await start();
    const tryWith = async (part: object) => {
      const client = await openWire(url);
      const { result, error } = await client.ask('session/hello', { ...hello, ...part });
      await client.close();
      return error?.code ?? result;
    };
    const code = await mintCode(world, person('Ana').id);
    const owner = await token('Owner');
    expect(await tryWith({})).toBe(-32602);
    expect(await tryWith({ token: owner, code })).toBe(-32602);
    const bought = await tryWith({ code });
    expect(bought).toMatchObject({ person: person('Ana'), token: expect.any(String) });
    expect(await tryWith({ token: (bought as { token: string }).token })).toMatchObject({ person: person('Ana') });
    expect(await tryWith({ code })).toBe(1100);
    expect(await tryWith({ token: 'wrong' })).toBe(1100);
    const old = await mintCode(world, person('Ana').id);
    await clock.advance(10 * 60_000);
    expect(await tryWith({ code: old })).toBe(1100);
  });

  it('[H3] [N5] that is refused is answered, then bidden farewell, then closed', async () => {
    const { url } = await start();
    const client = await openWire(url);
    await client.ask('session/hello', { ...hello, token: 'wrong' });
    expect(await client.closed).toEqual({ code: 4301, reason: 'token_revoked' });
    expect(client.frames).toMatchObject([
      { id: 1, error: { code: 1100 } },
      { method: 'session/bye', params: { code: 4301, slug: 'token_revoked', resume: false } },
    ]);
  });

  it('[H5] lets in two windows of one device side by side, and each of them over one connection', async () => {
    const { hello: greet } = await start();
    const first = await greet('Ana', { device: 'laptop', window: 'one' });
    const other = await greet('Ana', { device: 'laptop', window: 'two' });
    const back = await greet('Ana', { device: 'laptop', window: 'one' });
    expect(await first.closed).toEqual({ code: 4504, reason: 'session_replaced' });
    expect(await other.ask('feed/read', { room, before: 1, limit: 1 })).toHaveProperty('result');
    await Promise.all([other.close(), back.close()]);
  });

  it('[H5] lets in twenty devices of one person, and each of them over one connection', async () => {
    const { hello: greet, url, token } = await start();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, number) => greet('Ana', { device: `number-${number}` })),
    );
    const again = await greet('Ana', { device: 'number-7' });
    expect(await all[7]?.closed).toEqual({ code: 4504, reason: 'session_replaced' });
    all.push(again);
    const more = await openWire(url);
    expect(await more.ask('session/hello', { ...hello, token: await token('Ana') })).toHaveProperty('error');
    expect((await more.closed).code).toBe(4502);
    await Promise.all(all.map((client) => client.close()));
  });

  it('[H6] is refused in another protocol', async () => {
    const { url } = await start();
    const client = await openWire(url);
    const { error } = await client.ask('session/hello', { ...hello, protocol: 2, token: 'x' });
    expect(error).toMatchObject({ code: -32602, data: { field: 'protocol' } });
    expect((await client.closed).code).toBe(4406);
  });
});

describe('a connection', () => {
  it('[N4] hears a tick every 25 seconds', async () => {
    const { hello: greet, clock } = await start();
    const client = await greet();
    for (let tick = 1; tick <= 3; tick += 1) {
      await clock.advance(25_000);
      await client.until(({ params }) => params?.['now'] === clock.now());
    }
    expect(client.frames.filter(({ method }) => method === 'session/tick')).toHaveLength(3);
    await client.close();
  });

  it('[L1] is held to its rate', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    const all = await Promise.all(
      Array.from({ length: 65 }, () => client.ask('feed/read', { room, before: 1, limit: 1 })),
    );
    const refused = all.filter(({ error }) => error);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({
      error: { code: 1401, data: { retryable: true, retryAfterMs: expect.any(Number) } },
    });
    await client.close();
  });

  it('[L2] that is refused too often is ended', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    for (let number = 0; number <= 20; number += 1) client.send('{');
    expect((await client.closed).code).toBe(4429);
  });
});
