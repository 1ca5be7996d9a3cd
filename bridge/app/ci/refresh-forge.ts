import type { CardKey } from '../../../protocol/model/card.ts';
import type { RepositoryId, RoomId } from '../../../protocol/model/ids.ts';
import type { ForgeFact } from '../../../protocol/model/pull-request.ts';
import { cardId } from '../../domain/card.ts';
import type { Forge } from '../../ports/forge.ts';
import { changeCard } from '../card-change.ts';
import { decideOnce } from '../decide.ts';
import { reviewEntry } from './review-entry.ts';
import { tellEntry, telling } from '../routes/tell.ts';
import type { World } from '../world.ts';

/** The forge that knows a repository. */
export const forgeOf = (world: World, repository: RepositoryId): Forge | undefined =>
  world.forges.find((forge) => forge.repositories.includes(repository));

export interface RefreshOptions {
  /** A branch without a card gets one only where it has an open pull request. */
  readonly onlyIfOpen?: boolean;
}

/** Asks the forge how a branch stands, puts what is new on its card, and answers it; undefined where the forge does not know the branch. */
export async function refreshForge(
  world: World,
  room: RoomId,
  key: CardKey,
  options: RefreshOptions = {},
): Promise<ForgeFact | undefined> {
  const forge = forgeOf(world, key.repository);
  const fact = forge && (await world.sources.asked(forge.id, 'forge', () => forge.read(key.repository, key.branch)));
  if (!fact) return undefined;
  if (options.onlyIfOpen && !isOpen(fact) && !(await world.store.get('card', cardId(key)))) return fact;
  await decideOnce(world, async () => {
    const changed = await changeCard(world, room, key, { source: 'forge', fact });
    if (!changed || same(changed.before.forge, fact)) return { answer: undefined };
    const at = fact.revision;
    const entry = reviewEntry(key, changed.before.forge, fact, world.clock.now());
    const change = {
      at,
      puts: [changed.put],
      entries: entry ? [{ room, entry }] : [],
    };
    const told = entry ? [await tellEntry(world, room, entry, 0, changed.card, [changed.told])] : [];
    return { change: telling(change, changed.told, ...told), answer: () => undefined };
  });
  return fact;
}

/** Whether a branch has a pull request that has not come to its end. */
export const isOpen = ({ pullRequest }: ForgeFact): boolean =>
  pullRequest?.state === 'open' || pullRequest?.state === 'draft';

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
