import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';

/** Stands before a bridge as a network does: it can be counted, cut, and mended. Over TLS where it is given a certificate. */
export interface Front {
  readonly port: number;
  /** Connections that have been made to it so far. */
  reached(): number;
  /** Nobody is let through, and whoever is through is cut off; nothing listens there any more. */
  cut(): Promise<void>;
  /** As before the cut, at the same port. */
  mend(): Promise<void>;
  /** Shows another certificate from now on, and cuts off whoever is through. */
  certify(certificate: Certificate): void;
  /** Leads elsewhere from now on. */
  lead(port: number): void;
}

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Opens one on a free port of loopback. The bridge is told its own address in place of the front's, which it would refuse. */
export async function openFront(to: number, certificate?: Certificate): Promise<Front> {
  const open = new Set<Socket | TLSSocket>();
  let [target, count] = [to, 0];
  const serve = (socket: Socket | TLSSocket): void => {
    count += 1;
    const bridge = connect(target, '127.0.0.1');
    keep(open, socket, bridge);
    socket.on('data', (chunk) => bridge.write(addressed(chunk, target)));
    bridge.pipe(socket);
    bridge.on('close', () => socket.destroy());
    socket.on('close', () => bridge.destroy());
  };
  const secure = certificate && createTlsServer(certificate, serve);
  const server: Server = secure ?? createServer(serve);
  const cutOff = (): void => {
    for (const socket of open) socket.destroy();
  };
  const port = await listen(server, 0);
  return {
    port,
    reached: () => count,
    async cut() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      cutOff();
      await closed;
    },
    async mend() {
      await listen(server, port);
    },
    certify(other) {
      secure?.setSecureContext(other);
      cutOff();
    },
    lead: (elsewhere) => void (target = elsewhere),
  };
}

/** A proxy of a company: it alone knows where the names of the inside lead. */
export interface Proxy {
  readonly url: string;
  /** What it was asked to lead to, in order. */
  readonly asked: readonly string[];
  close(): void;
}

/** Opens one that takes CONNECT alone, and leads each of these names to a port of loopback. */
export async function openProxy(inside: Readonly<Record<string, number>>): Promise<Proxy> {
  const open = new Set<Socket>();
  const asked: string[] = [];
  const server = createServer((socket) => {
    keep(open, socket);
    socket.once('data', (chunk) => {
      const [, wanted = ''] = /^CONNECT (\S+) HTTP/.exec(chunk.toString('latin1')) ?? [];
      asked.push(wanted);
      const port = inside[wanted.replace(/:\d+$/, '')];
      if (port === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
      const there = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(there).pipe(socket);
      });
      keep(open, there);
      there.on('close', () => socket.destroy());
      socket.on('close', () => there.destroy());
    });
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function keep(open: Set<Socket>, ...sockets: Socket[]): void {
  for (const socket of sockets) {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  }
}

/** What is sent on, for the bridge at `port`. After the upgrade it is masked, and holds no such line. */
const addressed = (chunk: Buffer, port: number): Buffer =>
  Buffer.from(chunk.toString('latin1').replace(/(\r\nhost:) [^\r\n]+/i, `$1 127.0.0.1:${port}`), 'latin1');
