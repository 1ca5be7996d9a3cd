import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Socket, SocketEvents } from '../../client/socket.ts';
import { Origin } from '../../extension/connection/address.ts';
import { surroundingsOf } from '../../extension/connection/ws-socket.ts';

const world = { now: () => 0, after: () => () => undefined, chance: () => 0 };
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Opens a socket, and resolves with all that came of it once it is closed. */
function follow(port: number, acts: Partial<Record<'opened' | 'received', (socket: Socket) => void>> = {}) {
  const came: unknown[] = [];
  return new Promise<unknown[]>((resolve) => {
    const events: SocketEvents = {
      opened: () => {
        came.push('opened');
        acts.opened?.(socket);
      },
      received: (text) => {
        came.push(['received', text]);
        acts.received?.(socket);
      },
      closed: (code, reason) => {
        came.push(['closed', code, reason]);
        // One turn more, in which a second `closed` would show.
        setImmediate(() => resolve(came));
      },
    };
    const socket = surroundingsOf(Origin.parse(`http://127.0.0.1:${port}`), world).open(events);
    came.push('returned');
  });
}

async function echo(options: { readonly binary?: boolean; readonly bytes?: number } = {}) {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/ws' });
  const heard: { origin: string | undefined; extensions: string | undefined }[] = [];
  sockets.on('connection', (socket, request) => {
    heard.push({ origin: request.headers.origin, extensions: request.headers['sec-websocket-extensions'] });
    socket.on('message', (data) =>
      socket.send(options.bytes ? 'x'.repeat(options.bytes) : data, { binary: options.binary ?? false }),
    );
  });
  return { port: await listen(http), heard };
}

describe('a socket of the extension', () => {
  it('opens, hears, and closes once', async () => {
    const { port, heard } = await echo();
    const came = await follow(port, {
      opened: (socket) => socket.send('ü'),
      received: (socket) => socket.close(1000, 'bye'),
    });
    expect(came).toEqual(['returned', 'opened', ['received', 'ü'], ['closed', 1000, 'bye']]);
    expect(heard).toEqual([{ origin: undefined, extensions: undefined }]);
  });

  it('says by `closed`, and never by a throw, that nobody answers', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await follow(port)).toEqual(['returned', ['closed', 1006, expect.stringContaining('ECONNREFUSED')]]);
  });

  it('says so of a refusal, and of a page in place of a bridge', async () => {
    const port = await listen(createServer((_, response) => response.writeHead(200).end('<html>log in</html>')));
    expect(await follow(port)).toEqual(['returned', ['closed', 1006, expect.stringContaining('200')]]);
  });

  it('[T1] follows no redirect', async () => {
    const evil = await echo();
    const port = await listen(createServer());
    servers[1]?.on('upgrade', (_, socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:${evil.port}/ws\r\n\r\n`),
    );
    expect(await follow(port)).toEqual(['returned', ['closed', 1006, expect.stringContaining('302')]]);
    expect(evil.heard).toEqual([]);
  });

  it('takes no binary frame, and none over 256 KiB', async () => {
    const binary = await echo({ binary: true });
    expect((await follow(binary.port, { opened: (socket) => socket.send('x') })).at(-1)).toEqual([
      'closed',
      1003,
      'bad_frame',
    ]);
    const large = await echo({ bytes: 256 * 1024 });
    const fits = await follow(large.port, {
      opened: (socket) => socket.send('x'),
      received: (socket) => socket.close(1000, ''),
    });
    expect(fits.at(-1)).toEqual(['closed', 1000, '']);
    const huge = await echo({ bytes: 256 * 1024 + 1 });
    const came = await follow(huge.port, { opened: (socket) => socket.send('x') });
    expect(came.slice(0, -1)).toEqual(['returned', 'opened']);
    expect(came.at(-1)).toEqual(['closed', expect.any(Number), expect.any(String)]);
  });

  it('can be closed before it is open', async () => {
    const { port } = await echo();
    const came: unknown[] = [];
    await new Promise<void>((resolve) => {
      const socket = surroundingsOf(Origin.parse(`http://127.0.0.1:${port}`), world).open({
        opened: () => came.push('opened'),
        received: () => came.push('received'),
        closed: (code) => {
          came.push(code);
          resolve();
        },
      });
      socket.close(1000, '');
    });
    expect(came).toEqual([1006]);
  });
});
