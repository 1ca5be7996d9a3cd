import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from '../../bridge/server/limits.ts';
import { createGate } from '../../bridge/server/gate.ts';
import type { NewEntry } from '../../bridge/ports/store.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { room } from '../support/samples.ts';
import { openWire } from '../support/wire.ts';

let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startServer>) => (server = await startServer(...options));

const foreign = (port: number) => [
  'null',
  'http://evil.example',
  `http://evil.example:${port}`,
  `http://127.0.0.1.evil.example:${port}`,
  `http://evil-127.0.0.1:${port}`,
  `http://127.0.0.1:${port + 1}`,
  'http://127.0.0.1',
  `https://127.0.0.1:${port}`,
  `HTTP://127.0.0.1:${port}`,
  `http://LOCALHOST:${port}`,
  `http://127.0.0.1:${port}/`,
  `http://user@127.0.0.1:${port}`,
  'vscode-webview://0123456789',
  `http://ⅼocalhost:${port}`,
];

describe('the gate', () => {
  it('[T5] turns away every origin but its own, on the socket and on the page', async () => {
    const { url, port } = await start();
    for (const origin of foreign(port).filter((each) => /^[\x20-\x7e]*$/.test(each))) {
      await expect(openWire(url, { origin })).rejects.toThrow('403');
      expect((await fetch(`${url}/healthz`, { headers: { origin } })).status).toBe(403);
    }
    const gate = createGate(port);
    expect(foreign(port).filter((origin) => gate.origin(origin))).toEqual([]);
    for (const origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`, `http://[::1]:${port}`]) {
      await (await openWire(url, { origin })).close();
    }
    await (await openWire(url)).close();
  });

  it('[T5] turns away a foreign host name that points here', async () => {
    const { url, port } = await start();
    await expect(openWire(url, { host: `evil.example:${port}` })).rejects.toThrow('403');
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: rebound.example:${port}\r\nConnection: close\r\n\r\n`);
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toContain('403 Forbidden');
    socket.destroy();
  });

  it('lets in the public origin where there is a front, and nothing like it', () => {
    const gate = createGate(7420, 'https://ship.example.com');
    expect(gate.origin('https://ship.example.com') && gate.host('ship.example.com')).toBe(true);
    expect(gate.origin('http://ship.example.com') || gate.origin('https://ship.example.com.evil.example')).toBe(false);
    expect(gate.host('evil.example') || gate.host(undefined)).toBe(false);
  });
});

describe('those who do not say hello', () => {
  /** So many sockets open from an address, as the front tells it. */
  const strangers = async (url: string, address: string, count: number) => {
    const from = { 'x-forwarded-for': `203.0.113.9, ${address}` };
    for (let number = 0; number < count; number += 1) await openWire(url, from);
  };

  it('lock out themselves, and nobody else', async () => {
    const { url, hello } = await start();
    await strangers(url, '198.51.100.1', limits.strangersPerAddress);
    await expect(strangers(url, '198.51.100.1', 1)).rejects.toThrow('429');
    await strangers(url, '198.51.100.2', 1);
    await (await hello('Ana')).close();
  });

  it('are so many and no more, wherever they are from', async () => {
    const { url } = await start();
    for (let address = 0; address < limits.strangers / limits.strangersPerAddress; address += 1)
      await strangers(url, `198.51.100.${address}`, limits.strangersPerAddress);
    await expect(strangers(url, '203.0.113.1', 1)).rejects.toThrow('429');
  });
});

describe('frames from a client', () => {
  it('that are too large, or no text, end the socket with their code', async () => {
    const { hello } = await start();
    const large = await hello('Ana', { device: 'one-laptop' });
    large.send('x'.repeat(limits.frameIn + 1));
    expect((await large.closed).code).toBe(1009);
    const binary = await hello('Ana', { device: 'two-laptop' });
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect((await binary.closed).code).toBe(4400);
  });

  it('[F26] in tiny fragments end the socket, and compression is not agreed to', async () => {
    const { url } = await start();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { perMessageDeflate: true });
    socket.on('error', () => undefined);
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    for (let part = 0; part < limits.fragments + 10; part += 1) socket.send('a', { fin: false });
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
  });

  it('that make no sense are answered, each with its code, and the socket stays', async () => {
    const { hello } = await start();
    const client = await hello();
    const cases: [unknown, number, number | null][] = [
      ['no json', -32700, null],
      ['[]', -32600, null],
      ['{"jsonrpc":"1.0","id":1,"method":"feed/read"}', -32600, null],
      ['{"jsonrpc":"2.0","id":{},"method":"feed/read"}', -32600, null],
      ['{"jsonrpc":"2.0","id":71,"method":"feed/write","params":{}}', -32601, 71],
      ['{"jsonrpc":"2.0","id":72,"method":"constructor","params":{}}', -32601, 72],
      ['{"jsonrpc":"2.0","id":73,"method":"feed/read","params":{"room":"web","before":0,"limit":5}}', -32602, 73],
      ['{"jsonrpc":"2.0","id":74,"method":"feed/say"}', -32602, 74],
      ['{"jsonrpc":"2.0","id":75,"method":"feed/read","params":{"room":"nowhere","before":1,"limit":5}}', 1101, 75],
    ];
    for (const [frame, code, id] of cases) {
      const from = client.frames.length;
      client.send(frame);
      expect(await client.until((each) => each.error !== undefined, from)).toMatchObject({ id, error: { code } });
    }
    client.send({ jsonrpc: '2.0', method: 'some/notification', params: {} });
    expect(await client.ask('feed/read', { room, before: 1, limit: 1 })).toMatchObject({ result: { entries: [] } });
    await client.close();
  });

  it('that are refused too often in a minute end the socket', async () => {
    const { hello } = await start();
    const client = await hello();
    for (let number = 0; number <= limits.errors; number += 1) client.send('nonsense');
    expect((await client.closed).code).toBe(4429);
  });

  it('[F27] that come too fast are put off, and for too long end the socket', async () => {
    const { hello, clock } = await start();
    const client = await hello();
    const ask = () => client.ask('feed/read', { room, before: 1, limit: 1 });
    const all = await Promise.all(Array.from({ length: limits.requestsAtOnce }, ask));
    const late = all.filter((frame) => frame.error);
    expect(late[0]?.error).toMatchObject({ code: 1401, data: { retryable: true, retryAfterMs: expect.any(Number) } });
    await clock.advance(10_000);
    expect(await ask()).toMatchObject({ result: {} });
    await client.close();
  });
});

describe('a reader that does not read', () => {
  it('[F12] is closed as a slow consumer, and the others hear everything', async () => {
    const { hello, world } = await start();
    const slow = await hello('Ana');
    const quick = await hello('Owner');
    slow.socket.pause();
    const text = 'x'.repeat(4000);
    const count = 3000;
    const entry: NewEntry = { type: 'said', at: 1, by: { type: 'bot', name: 'b' }, message: { text, blocks: [] } };
    // Few and large, so that the slow one reads again before its goodbye has waited too long.
    for (let told = 0; told < count; told += 50) {
      const fifty = Array.from({ length: 50 }, () => ({ room, entry }));
      const committed = await world.store.commit({ at: 1, entries: fifty });
      const placed = committed.state === 'committed' ? committed.entries : [];
      const entries = placed.map((each) => each.entry);
      for (const { epoch } of placed.slice(0, 1)) world.bus.tell({ type: 'entries', room, epoch, entries });
      await new Promise((resolve) => void setImmediate(resolve));
    }
    slow.socket.resume();
    expect((await slow.closed).code).toBe(4100);
    await quick.until((frame) => JSON.stringify(frame).includes(`"offset":${count}`));
    await quick.close();
  });

  it('that does not answer a ping is let go', async () => {
    const { hello, clock } = await start();
    const client = await hello('Owner', { autoPong: false });
    await clock.advance(limits.pingMs);
    await client.until((frame) => frame.method === 'session/tick');
    await clock.advance(limits.pongMs);
    expect((await client.closed).code).toBe(4002);
  });
});
