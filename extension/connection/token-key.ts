const prefix = 'token ';

/** What the token of an origin is kept under. */
export const tokenKey = {
  of: (origin: string): string => prefix + origin,
  /** Undefined for what is kept under another kind of key. */
  originOf: (key: string): string | undefined => (key.startsWith(prefix) ? key.slice(prefix.length) : undefined),
} as const;
