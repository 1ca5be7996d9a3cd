import http, { createServer, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { Origin } from '../../extension/connection/address.ts';
import { surroundingsOf } from '../../extension/connection/ws-socket.ts';
import { selfSigned } from '../support/certificate.ts';

const world = { now: () => 0, after: () => () => undefined, chance: () => 0 };
const servers: Server[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function greeting(server: http.Server | https.Server): Promise<number> {
  servers.push(server);
  new WebSocketServer({ server }).on('connection', (socket) => socket.close(1000, 'hello'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** How a socket that is opened to this origin ends. */
const ending = (origin: string) =>
  new Promise<string>((resolve) => {
    surroundingsOf(Origin.parse(origin), world).open({
      opened: () => undefined,
      received: () => undefined,
      closed: (code, reason) => resolve(`${code} ${reason}`),
    });
  });

/**
 * What VS Code does in its extension host to `http` and `https` as an extension requires them: each request without an agent of VS Code's
 * gets one that knows the proxy and the certificates.
 */
function patched(module: typeof http | typeof https, agent: http.Agent): void {
  const original = module.request.bind(module) as (options: RequestOptions) => http.ClientRequest;
  vi.spyOn(module, 'request').mockImplementation(((options: RequestOptions) =>
    original({ ...options, agent })) as never);
}

describe('a socket to the bridge, where VS Code puts its agent into requests', () => {
  it('goes by the proxy: through another port than the address names', async () => {
    const real = await greeting(createServer());
    const asked: unknown[] = [];
    class Proxy extends http.Agent {
      override createConnection(options: http.ClientRequestArgs): ReturnType<http.Agent['createConnection']> {
        asked.push([options.host, options.port]);
        return super.createConnection({ ...options, host: '127.0.0.1', port: real });
      }
    }
    patched(http, new Proxy());
    expect(await ending('http://localhost:9')).toBe('1000 hello');
    expect(asked).toEqual([['localhost', '9']]);
  });

  it('trusts the authorities that VS Code knows, and no other', async () => {
    const own = selfSigned();
    const port = await greeting(https.createServer(own));
    expect(await ending(`https://localhost:${port}`)).toMatch(/^1006 self-signed certificate/);
    patched(https, new https.Agent({ ca: own.cert }));
    expect(await ending(`https://localhost:${port}`)).toBe('1000 hello');
  });
});
