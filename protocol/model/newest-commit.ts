import type { Card } from './card.ts';
import type { Sha } from './ids.ts';

/**
 * The branch's newest commit, as far as its card tells: what the forge said, unless CI has begun with another one since then. A run is often
 * told before the forge has been asked again.
 */
export function newestCommit({ forge, ci }: Pick<Card, 'ci' | 'forge'>): Sha | undefined {
  const [run] = ci;
  if (forge?.head === undefined) return undefined;
  return run && run.queuedAt > forge.revision ? run.commit : forge.head;
}
