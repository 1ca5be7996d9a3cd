import type { Claim } from '../../../protocol/model/card.ts';
import { changeCard } from '../card-change.ts';
import { decideOnce } from '../decide.ts';
import { repeat } from '../repeat.ts';
import { telling } from '../routes/tell.ts';
import type { World } from '../world.ts';

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
  for (const { id, room, value } of await world.store.list('card')) {
    if (!room || !isOver(value.claim, now)) continue;
    await decideOnce(world, async () => {
      // It may have been renewed, or handed over, since it was listed.
      const card = await world.store.get('card', id);
      if (!isOver(card?.value.claim, now)) return { answer: undefined };
      const changed = await changeCard(world, room, value.key, { source: 'claim', fact: undefined });
      if (!changed) return { answer: undefined };
      return { change: telling({ at: now, puts: [changed.put] }, changed.told), answer: () => undefined };
    });
  }
}

const isOver = (claim: Claim | undefined, now: number): boolean => claim?.until !== undefined && claim.until <= now;
