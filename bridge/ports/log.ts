/** Where the bridge says what it does. Details are plain values; secrets are redacted where lines are written. */
export interface Log {
  info(what: string, details?: Readonly<Record<string, unknown>>): void;
  warn(what: string, details?: Readonly<Record<string, unknown>>): void;
  error(what: string, details?: Readonly<Record<string, unknown>>): void;
}
