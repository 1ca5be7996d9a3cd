/** The only way to learn the time, or to wait. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `work` once, `ms` from now. The returned function takes it back. */
  after(ms: number, work: () => void): () => void;
}

/** The only way to mint what must not be guessed or repeated. */
export interface Ids {
  /** A UUIDv7. */
  mid(): string;
  /** `bytes` random bytes in hex. */
  hex(bytes: number): string;
}
