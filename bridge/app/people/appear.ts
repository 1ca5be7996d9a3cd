import type { CardKey } from '../../../protocol/model/card.ts';
import type { RoomId } from '../../../protocol/model/ids.ts';
import { staysInside } from '../../../protocol/model/places.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import type { World } from '../world.ts';
import type { Whose } from './roster.ts';

export interface Appearance {
  readonly room: RoomId;
  readonly seen: boolean;
  readonly idle: boolean;
  readonly on?: CardKey | null | undefined;
  readonly files?: readonly string[] | undefined;
}

/** So many characters of names are kept of one device; the rest is not compared. */
const mostChars = 32_768;

/** Takes in how a device appears to the others. It is kept in memory, as long as its session, and nowhere else. */
export async function appear(
  world: World,
  by: Whose,
  { room, seen, idle, on, files = [] }: Appearance,
): Promise<Outcome<Record<string, never>>> {
  const kept = await world.store.get('room', room);
  if (!kept) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  if (on && !kept.value.repositories.includes(on.repository))
    return refuse('forbidden_or_missing', 'This room does not follow that repository.', 'on.repository');
  world.roster.appear(by, { seen, idle, on, files: comparable(files) }, world.clock.now());
  return done({});
}

/** The names of files below the root, each once, as far as there is room for them. */
function comparable(files: readonly string[]): string[] {
  let chars = 0;
  return [...new Set(files)].filter((file) => {
    if (file === '' || !staysInside(file)) return false;
    chars += file.length;
    return chars <= mostChars;
  });
}
