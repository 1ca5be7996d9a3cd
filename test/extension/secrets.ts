import type { Keep } from '../../extension/memory.ts';
import type { Secrets } from '../../extension/connection/tokens.ts';

type Listener = (event: { readonly key: string }) => unknown;

/** Secrets that are kept as long as the test runs. */
export function memorySecrets(): Secrets & {
  readonly kept: Map<string, string>;
  onDidChange(listener: Listener): { dispose(): void };
} {
  const kept = new Map<string, string>();
  const listeners = new Set<Listener>();
  const tell = (key: string) => listeners.forEach((listener) => listener({ key }));
  return {
    kept,
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    keys: async () => [...kept.keys()],
    get: async (key) => kept.get(key),
    async store(key, value) {
      kept.set(key, value);
      tell(key);
    },
    async delete(key) {
      if (kept.delete(key)) tell(key);
    },
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
