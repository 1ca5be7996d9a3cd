import { Origin } from './address.ts';
import { tokenKey } from './token-key.ts';

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

export function createTokens(secrets: Secrets): Tokens {
  return {
    async of(origin) {
      return await secrets.get(tokenKey.of(origin));
    },
    async keep(origin, token) {
      await secrets.store(tokenKey.of(origin), token);
    },
    async drop(origin, only) {
      if (only !== undefined && (await secrets.get(tokenKey.of(origin))) !== only) return;
      await secrets.delete(tokenKey.of(origin));
    },
    async origins() {
      const keys = await secrets.keys();
      return keys.flatMap((key) => {
        const origin = Origin.safeParse(tokenKey.originOf(key));
        return origin.success ? [origin.data] : [];
      });
    },
  };
}
