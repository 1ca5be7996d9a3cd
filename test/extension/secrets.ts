import type { Keep } from '../../extension/memory.ts';
import type { Secrets } from '../../extension/connection/tokens.ts';

/** Secrets that are kept as long as the test runs. */
export function memorySecrets(): Secrets & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    keys: async () => [...kept.keys()],
    get: async (key) => kept.get(key),
    store: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  };
}

/** A workspace's memory, which can be handed on to the next window. */
export function memoryKeep(kept: Record<string, unknown> = {}): Keep & { readonly kept: Record<string, unknown> } {
  return {
    kept,
    get: (key) => kept[key],
    update: async (key, value) => {
      if (value === undefined) delete kept[key];
      else kept[key] = structuredClone(value);
    },
  };
}
