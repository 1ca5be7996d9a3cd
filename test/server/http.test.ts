import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { device, person } from '../support/samples.ts';
import { openWire } from '../support/wire.ts';

let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startServer>) => (server = await startServer(...options));

describe('the page', () => {
  it('[T3] is served with a policy that runs nothing but our own files', async () => {
    const { url } = await start();
    const response = await fetch(url);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    const html = await response.text();
    expect(html).toContain('<shiproom-panel>');
    expect(html).not.toMatch(/<script(?![^>]*src=)|style=|onload=/);
  });

  it('serves the panel’s files and its health, and nothing else', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/panel.js`)).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true, bridge: 'a-test', version: '0.0.0' });
    expect((await fetch(`${url}/ws`)).status).toBe(426);
    for (const path of ['/package.json', '/../package.json', '/%2e%2e/package.json', '/panel.js/x']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    }
  });

  it('[F25] survives a handshake with far too many headers', async () => {
    const { port, url } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    const many = Array.from({ length: 2000 }, (_, index) => `X-${index}: y`).join('\r\n');
    socket.write(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${many}\r\n\r\n`,
    );
    socket.resume();
    await once(socket, 'close');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('codes', () => {
  const ask = (url: string, token: string | undefined, body: unknown) =>
    fetch(`${url}/codes`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });

  it('are for the owner only', async () => {
    const { url, token } = await start();
    expect((await ask(url, undefined, {})).status).toBe(401);
    expect((await ask(url, 'wrong', {})).status).toBe(401);
    expect((await ask(url, await token('Ana'), {})).status).toBe(401);
    expect((await ask(url, await token('Owner'), [])).status).toBe(400);
  });

  it('let in the owner, or somebody under their own name', async () => {
    const { url, token } = await start();
    const owner = await token('Owner');
    const enter = async (body: unknown) => {
      const { code } = (await (await ask(url, owner, body)).json()) as { code: string };
      const client = await openWire(url);
      const { result } = await client.ask('session/hello', {
        protocol: 1,
        code,
        device: { id: device(), name: 'x' },
        cursors: [],
      });
      await client.close();
      return result?.['person'];
    };
    expect(await enter({})).toEqual(person('Owner'));
    expect(await enter({ name: 'Çiğdem Ö.' })).toMatchObject({ name: 'Çiğdem Ö.' });
    expect(await enter({ name: 'Ana' })).toEqual(person('Ana'));
    expect((await ask(url, owner, { name: '…' })).status).toBe(400);
  });

  it('never make somebody the owner by a name', async () => {
    const { url, token } = await start();
    const response = await ask(url, await token('Owner'), { name: 'Owner' });
    expect(response.status).toBe(400);
  });
});
