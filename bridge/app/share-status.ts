import type { WorkFact } from '../../protocol/model/work.ts';
import type { RoomId } from '../../protocol/model/ids.ts';
import type { Status } from '../../protocol/model/status.ts';
import { cardId } from '../domain/card.ts';
import { changeCard } from './card-change.ts';
import { decideOnce } from './decide.ts';
import { done, type Outcome, refuse } from './outcome.ts';
import { refreshForge } from './ci/refresh-forge.ts';
import type { Whose } from './people/roster.ts';
import { telling } from './routes/tell.ts';
import type { World } from './world.ts';

export interface Share {
  readonly room: RoomId;
  readonly counter: number;
  readonly status: Status | null;
}

/**
 * Takes in what an editor shares of its branch. The device's counter makes a repeat harmless, so no key is kept for it. `null` ends sharing:
 * the branch leaves the presence, and the card stays as it was last told.
 */
export async function shareStatus(
  world: World,
  by: Whose,
  { room, counter, status }: Share,
): Promise<Outcome<{ version: number | null }>> {
  const kept = await world.store.get('room', room);
  if (!kept) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  if (!status) {
    world.roster.share(by, null, world.clock.now());
    return done({ version: null });
  }
  if (!kept.value.repositories.includes(status.repository)) {
    const follows = kept.value.repositories.join(', ');
    return refuse(
      'forbidden_or_missing',
      `This room follows ${follows}, and not ${status.repository}.`,
      'status.repository',
    );
  }
  const { repository, branch, ...facts } = status;
  const key = { repository, branch };
  const version = await decideOnce(world, async () => {
    const at = world.clock.now();
    const fact: WorkFact = { ...facts, device: by.device, by: by.person, counter, at };
    const changed = await changeCard(world, room, key, { source: 'work', fact });
    if (!changed) return { answer: (await world.store.get('card', cardId(key)))?.version ?? null };
    const change = telling({ at, puts: [changed.put] }, changed.told);
    return { change, answer: () => changed.card.version };
  });
  world.roster.share(by, key, world.clock.now());
  refreshForge(world, room, key).catch((error: unknown) =>
    world.log.warn('the forge could not be read', { branch, error }),
  );
  return done({ version });
}
