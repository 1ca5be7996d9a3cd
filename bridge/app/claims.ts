import { changeCard } from './card-change.ts';
import { decideOnce } from './decide.ts';
import type { World } from './world.ts';

const glanceMs = 60_000;

/** Ends claims whose time is over. The returned function stops that. */
export function startClaims(world: World): () => Promise<void> {
  let cancel: (() => void) | undefined;
  let busy: Promise<void> | undefined;
  const wait = (): void => {
    cancel = world.clock.after(glanceMs, () => {
      busy = endClaims(world)
        .catch((error: unknown) => world.log.warn('claims could not be ended', { error }))
        .finally(wait);
    });
  };
  wait();
  return async () => {
    cancel?.();
    await busy;
    cancel?.();
  };
}

async function endClaims(world: World): Promise<void> {
  const now = world.clock.now();
  for (const { room, value } of await world.store.list('card')) {
    if (!room || value.claim?.until === undefined || value.claim.until > now) continue;
    await decideOnce(world, async () => {
      const changed = await changeCard(world, room, value.key, { source: 'claim', fact: undefined });
      if (!changed) return { answer: undefined };
      return { change: { at: now, puts: [changed.put], deliveries: changed.deliveries }, answer: () => undefined };
    });
  }
}
