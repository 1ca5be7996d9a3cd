import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const cookie = 'shiproom-demo';

/** A server on the loopback that lets in one browser: whoever has the key, by the address that bears it or by the cookie that this left. */
export interface Front {
  readonly origin: string;
  readonly server: Server;
  /** Whether a request, or a socket, comes from that browser and by this address; no page elsewhere can have it sent. */
  admits(request: IncomingMessage): boolean;
  close(): Promise<void>;
}

/** Starts it; whoever is not let in gets 403 and no word. */
export async function startFront(
  { port = 0, key }: { readonly port?: number; readonly key: string },
  handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>,
): Promise<Front> {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  // Sockets that were handed on are none of the server's any more, and would keep it open.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const admits = ({ headers }: IncomingMessage): boolean => {
    const own = new RegExp(`(?:^|; )${cookie}=([0-9a-f]+)(?:;|$)`).exec(headers.cookie ?? '')?.[1];
    const from = headers.origin;
    return headers.host === host && same(own, key) && (from === undefined || from === `http://${host}`);
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const shown = url.searchParams.get('key') ?? undefined;
    if (request.headers.host === host && url.pathname === '/' && same(shown, key)) {
      const kept = `${cookie}=${key}; Path=/; HttpOnly; SameSite=Strict`;
      url.searchParams.delete('key');
      // Not by a redirect: one that comes from elsewhere would not bring a strict cookie.
      const next = `<!doctype html><meta http-equiv="refresh" content="0;url=/${url.search}"><title>Shiproom</title>`;
      response
        .writeHead(200, { 'content-type': 'text/html', 'set-cookie': kept, 'cache-control': 'no-store' })
        .end(next);
      return;
    }
    if (admits(request)) return handle(request, response, url);
    response.writeHead(403, { 'content-type': 'text/plain' }).end('Open the address that the demo has printed.');
  }

  return {
    origin: `http://${host}`,
    server,
    admits,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function same(a: string | undefined, b: string): boolean {
  const [one, other] = [Buffer.from(a ?? ''), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
