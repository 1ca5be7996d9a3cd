import type { CardKey } from '../../protocol/model/card.ts';
import type { RepositoryId, RoomId } from '../../protocol/model/ids.ts';
import type { Forge } from '../ports/forge.ts';
import { changeCard } from './card-change.ts';
import { decideOnce } from './decide.ts';
import type { World } from './world.ts';

/** The forge that knows a repository. */
export const forgeOf = (world: World, repository: RepositoryId): Forge | undefined =>
  world.forges.find((forge) => forge.repositories.includes(repository));

/** Asks the forge how a branch stands, and puts what is new on its card. */
export async function refreshForge(world: World, room: RoomId, key: CardKey): Promise<void> {
  const fact = await forgeOf(world, key.repository)?.read(key.repository, key.branch);
  if (!fact) return;
  await decideOnce(world, async () => {
    const changed = await changeCard(world, room, key, { source: 'forge', fact });
    if (!changed || same(changed.before.forge, fact)) return { answer: undefined };
    return {
      change: { at: fact.revision, puts: [changed.put], deliveries: changed.deliveries },
      answer: () => undefined,
    };
  });
}

/** Whether two facts of a forge say the same, whenever they were read. */
function same(one: object | undefined, other: object): boolean {
  return one !== undefined && JSON.stringify({ ...one, revision: 0 }) === JSON.stringify({ ...other, revision: 0 });
}

/** Looks at all cards of a repository anew: some branch of it may have moved, and with it everyone's distance to the base. */
export async function refreshRepository(world: World, repository: RepositoryId): Promise<void> {
  const cards = await world.store.list('card');
  for (const { room, value } of cards) {
    if (!room || value.key.repository !== repository) continue;
    // One after another: each is a few git processes, and nobody waits for them.
    await refreshForge(world, room, value.key);
  }
}
