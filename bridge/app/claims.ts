import { changeCard } from './card-change.ts';
import { decideOnce } from './decide.ts';
import { repeat } from './repeat.ts';
import type { World } from './world.ts';

const glanceMs = 60_000;

/** Ends claims whose time is over. The returned function stops that. */
export function startClaims(world: World): () => Promise<void> {
  const work = (): Promise<void> =>
    endClaims(world).catch((error: unknown) => world.log.warn('claims could not be ended', { error }));
  const repeated = repeat(world.clock, { work, next: () => glanceMs, firstMs: glanceMs });
  return () => repeated.close();
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
