/** What one client may ask of the bridge. The figures are those of docs/protocol.md, section Limits. */
export const limits = {
  /** Bytes of one frame from a client. */
  frameIn: 64 * 1024,
  /** Bytes of one frame from the bridge. */
  frameOut: 256 * 1024,
  fragments: 64,
  bufferedChunks: 1024,
  helloMs: 10_000,
  pingMs: 25_000,
  pongMs: 10_000,
  closeMs: 2_000,
  /** Devices of one person; each has one socket. */
  devicesPerPerson: 20,
  /** Sockets of one address that have not said hello, and of all addresses together. */
  strangersPerAddress: 20,
  strangers: 200,
  unsentBytes: 1024 * 1024,
  unsentMs: 10_000,
  /** Requests a second, and how many may come at once. */
  requestsPerSecond: 20,
  requestsAtOnce: 60,
  /** So long may a client go on above its rate before it is closed. */
  abovePaceMs: 30_000,
  errors: 20,
  errorsMs: 60_000,
} as const;

/** A bucket that fills with time: `take` answers 0 where there is room, else the milliseconds until there is. */
export function createBucket(perSecond: number, size: number): { take(now: number): number } {
  let level = size;
  let filledAt = 0;
  return {
    take(now) {
      // A clock that was set back takes nothing away.
      level = Math.min(size, level + (Math.max(now - filledAt, 0) / 1000) * perSecond);
      filledAt = now;
      if (level < 1) return Math.ceil(((1 - level) / perSecond) * 1000);
      level -= 1;
      return 0;
    },
  };
}
