import { Origin } from './address.ts';

/** The part of VS Code's SecretStorage that is used. */
export interface Secrets {
  keys(): PromiseLike<string[]>;
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** The tokens of bridges, each for one exact origin: scheme, host and port. For any other origin there is none. */
export interface Tokens {
  of(origin: Origin): Promise<string | undefined>;
  keep(origin: Origin, token: string): Promise<void>;
  /** Deletes the token of an origin. Where `only` is given, one that is not the same stays. */
  drop(origin: Origin, only?: string): Promise<void>;
  origins(): Promise<readonly Origin[]>;
}

const prefix = 'token ';

export function createTokens(secrets: Secrets): Tokens {
  return {
    async of(origin) {
      return await secrets.get(prefix + origin);
    },
    async keep(origin, token) {
      await secrets.store(prefix + origin, token);
    },
    async drop(origin, only) {
      if (only !== undefined && (await secrets.get(prefix + origin)) !== only) return;
      await secrets.delete(prefix + origin);
    },
    async origins() {
      const keys = await secrets.keys();
      return keys.flatMap((key) => {
        const origin = Origin.safeParse(key.slice(prefix.length));
        return key.startsWith(prefix) && origin.success ? [origin.data] : [];
      });
    },
  };
}
