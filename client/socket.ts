/** The part of a WebSocket that a session uses: `ws` in Node, the page's own in a browser. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  /** Comes exactly once, after which nothing else comes. */
  closed(code: number, reason: string): void;
}

/** What a session needs of the world. */
export interface Surroundings {
  /** Begins to open a socket. All that becomes of it, a failure to open included, comes by `events`, and never before this returns. */
  open(events: SocketEvents): Socket;
  /** Epoch milliseconds by this machine's clock. */
  now(): number;
  /** Calls `work` once, `ms` from now. The returned function takes it back. */
  after(ms: number, work: () => void): () => void;
  /** A number in [0, 1). */
  chance(): number;
}
