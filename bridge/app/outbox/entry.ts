import type { Entry } from '../../../protocol/model/entry.ts';
import type { Delivery } from '../../ports/store.ts';
import type { World } from '../world.ts';

/** The entry that a delivery tells of, as it reads now; undefined where it tells of none, or that is not kept any more. */
export async function entryOf(world: World, { room, entry }: Delivery): Promise<Entry | undefined> {
  if (entry === undefined) return undefined;
  const feed = await world.store.feed(room, { after: entry - 1 }, 1);
  return feed?.entries.find(({ offset }) => offset === entry);
}
