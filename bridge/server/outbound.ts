import type { WebSocket } from 'ws';
import type { Clock } from '../ports/clock.ts';
import { limits } from './limits.ts';

/** What goes out on one socket. It never waits, and never holds more than the limits allow ([B8]). */
export interface Outbound {
  send(frame: Buffer | string): void;
  /** Whether the reader is too slow: too much is unsent, or something for too long. */
  stuck(): boolean;
  /** Calls `work` once the socket is closed; at once where it is already. */
  onClose(work: () => void): void;
}

export function createOutbound(socket: WebSocket, clock: Clock): Outbound {
  const unsentSince: number[] = [];
  return {
    onClose(work) {
      if (socket.readyState === socket.CLOSED) work();
      else socket.once('close', work);
    },
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      unsentSince.push(clock.now());
      socket.send(frame, { binary: false }, () => void unsentSince.shift());
    },
    stuck() {
      const [oldest] = unsentSince;
      if (socket.bufferedAmount > limits.unsentBytes) return true;
      return oldest !== undefined && clock.now() - oldest > limits.unsentMs;
    },
  };
}
