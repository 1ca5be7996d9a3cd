import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  /** As it came over the net, not decoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Nothing is told: the line is cut, after the question has been read. */
  readonly cut?: boolean;
  /** Nothing is told, and the line is held. */
  readonly silent?: boolean;
}

export interface SmallServer {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** A server of a few answers, on this machine. What has no answer is 404, as GitHub says it. */
export async function smallServer(tell: (asked: Asked) => Told | undefined): Promise<SmallServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = (await buffer(request)).toString('utf8');
      const question = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      asked.push(question);
      const told = tell(question) ?? { status: 404, body: { message: 'Not Found' } };
      if (told.cut) return request.socket.destroy();
      if (told.silent) return undefined;
      const raw = typeof told.body === 'string' || told.body instanceof Uint8Array;
      response.writeHead(told.status ?? 200, {
        'content-type': raw ? 'application/octet-stream' : 'application/json; charset=utf-8',
        ...told.headers,
      });
      response.end(told.body === undefined ? '' : raw ? told.body : JSON.stringify(told.body));
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** Servers of one test, which end with it. */
export function servers() {
  const made: SmallServer[] = [];
  return {
    async server(...words: Parameters<typeof smallServer>): Promise<SmallServer> {
      const one = await smallServer(...words);
      made.push(one);
      return one;
    },
    async closeAll(): Promise<void> {
      for (const one of made.splice(0)) await one.close();
    },
  };
}
