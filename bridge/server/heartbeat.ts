import type { WebSocket } from 'ws';
import type { Clock } from '../ports/clock.ts';
import type { Session } from './session.ts';
import { limits } from './limits.ts';

/** A socket with its session, and whose it is by the network. */
export interface Living {
  readonly socket: WebSocket;
  readonly session: Session;
  readonly address: string;
}

/** How often slow readers and dead peers are looked for. */
const glanceMs = 5_000;

/**
 * Pings every socket, ends those that do not answer in time or read too slowly, and ticks every 25 s, since a page cannot see a ping.
 * The returned function ends it.
 */
export function startHeartbeat(clock: Clock, all: () => Iterable<Living>, tick: () => string): () => void {
  const pinged = new WeakMap<WebSocket, number>();
  let nextTickAt = clock.now() + limits.pingMs;
  let cancel = clock.after(glanceMs, glance);

  function glance(): void {
    const now = clock.now();
    const frame = now >= nextTickAt ? tick() : undefined;
    if (frame !== undefined) nextTickAt = now + limits.pingMs;
    for (const each of all()) look(each, now, frame);
    cancel = clock.after(glanceMs, glance);
  }

  function look({ socket, session }: Living, now: number, frame: string | undefined): void {
    const since = pinged.get(socket);
    if (since !== undefined && now - since >= limits.pongMs) {
      session.end('no_pong');
      socket.terminate();
      return;
    }
    session.out.look();
    if (frame !== undefined) {
      if (session.caller) session.out.send(frame);
      pinged.set(socket, now);
      socket.ping();
      socket.once('pong', () => pinged.delete(socket));
    }
  }

  return () => cancel();
}
