import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { HooksInlet } from './hooks.ts';

/** A server on loopback, with the time-outs that slow clients meet. Fails as `listen` fails: EADDRINUSE, EACCES. */
export async function listen(port: number): Promise<{ server: Server; port: number }> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 60_000, maxHeaderSize: 16 * 1024 });
  server.maxHeadersCount = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, port: address.port };
}

/** From now on the server answers: deliveries by `hooks`, where there are any, and all else by `http`. */
export function answer(server: Server, http: Hono, hooks?: HooksInlet): void {
  const listener = getRequestListener(http.fetch);
  server.on('request', (request, response) => {
    if (!hooks?.(request, response)) void listener(request, response);
  });
}
