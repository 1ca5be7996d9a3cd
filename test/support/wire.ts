import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Frame {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data: Record<string, unknown> };
}

/** A plain client of the wire, for tests that say exactly what goes over it. */
export interface WireClient {
  readonly socket: WebSocket;
  /** All that came in, in order. */
  readonly frames: readonly Frame[];
  send(frame: unknown): void;
  /** Asks, and answers the frame that answers it. */
  ask(method: string, params: unknown): Promise<Frame>;
  /** The first frame, from `from` on, that fits; waits for it where it is not there yet. */
  until(fits: (frame: Frame) => boolean, from?: number): Promise<Frame>;
  /** Resolves with the close code. */
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

/** Opens a socket to a bridge. Rejects with the status where it is turned away. */
export async function openWire(
  url: string,
  headers: Record<string, string> = {},
  autoPong = true,
): Promise<WireClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers, perMessageDeflate: false, autoPong });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))));
    socket.once('error', reject);
  });
  let last = 0;

  const until: WireClient['until'] = (fits, from = 0) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = frames.slice(from).find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      closed.then(({ code }) => waiting.has(look) && reject(new Error(`closed with ${code}`))).catch(reject);
    });

  return {
    socket,
    frames,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    until,
    async ask(method, params) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      return until((frame) => frame.id === id);
    },
    closed,
    async close() {
      if (socket.readyState === socket.CLOSED) return;
      socket.close(1000);
      await once(socket, 'close');
    },
  };
}
