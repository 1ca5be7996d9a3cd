import type { WebSocket } from 'ws';
import type { Clock } from '../ports/clock.ts';
import { limits } from './limits.ts';

/** What goes out on one socket. It never waits, and never holds much more than the limits allow ([B8]). */
export interface Outbound {
  send(frame: Buffer | string): void;
  /** Resolves when all that was sent is out of the process, or the socket is closed. */
  drained(): Promise<void>;
  /** Tells of a slow reader where something is unsent for too long. */
  look(): void;
}

/** `slow` is called once, as soon as too much is unsent, or something for too long. */
export function createOutbound(socket: WebSocket, clock: Clock, slow: () => void): Outbound {
  const unsentSince: number[] = [];
  const waiting: (() => void)[] = [];
  let told = false;

  function tell(): void {
    if (told) return;
    told = true;
    slow();
  }

  /** Called for each frame in turn, with an error too where the socket has closed. */
  function sent(): void {
    unsentSince.shift();
    if (unsentSince.length > 0 && socket.readyState === socket.OPEN) return;
    for (const go of waiting.splice(0)) go();
  }

  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      unsentSince.push(clock.now());
      socket.send(frame, { binary: false }, sent);
      if (socket.bufferedAmount > limits.unsentBytes) tell();
    },
    drained: () =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN || unsentSince.length === 0) resolve();
        else waiting.push(resolve);
      }),
    look() {
      const [oldest] = unsentSince;
      if (oldest !== undefined && clock.now() - oldest > limits.unsentMs) tell();
    },
  };
}
