import type { World } from './connection/ws-socket.ts';

const gatherMs = 100;

/** Does `work` a moment after it was first asked for, once for all who ask until then. */
export function createSoon(after: World['after'], work: () => void): () => void {
  let planned = false;
  return () => {
    if (planned) return;
    planned = true;
    after(gatherMs, () => {
      planned = false;
      work();
    });
  };
}
