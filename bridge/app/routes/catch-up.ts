import type { Card } from '../../../protocol/model/card.ts';
import type { RoomId } from '../../../protocol/model/ids.ts';
import { rulingsOf } from './rulings.ts';
import { follow, nothingTold, type Telling, together } from './tell.ts';
import type { World } from '../world.ts';

/** What waited for longer is no news any more: the card shows how it ended. */
const longestMs = 24 * 60 * 60_000;

/** Tells by these rules what had to wait until more was known of the branch, once. */
export async function catchUp(world: World, room: RoomId, card: Card, rules: readonly string[]): Promise<Telling> {
  const { rows } = await world.store.trace({ room, card: card.key });
  const since = world.clock.now() - longestMs;
  const waited = rows.filter(
    ({ verdict, delivery, entry, at }) =>
      verdict === 'later' && delivery === undefined && entry !== undefined && at > since,
  );
  let told = nothingTold;
  for (const offset of new Set(waited.flatMap(({ entry }) => entry ?? []))) {
    const stretch = await world.store.feed(room, { after: offset - 1 }, 1);
    const entry = stretch?.entries.find((each) => each.offset === offset);
    if (entry?.type !== 'turned') continue;
    const rulings = (await rulingsOf(world, room, entry, card)).filter(({ rule }) => rules.includes(rule));
    for (const ruling of rulings) {
      const { platform, channel } = ruling.to ?? { platform: '', channel: '' };
      const id = `late/${room}/${offset}/${platform}/${channel}`;
      told = together([told, await follow(world, room, entry, ruling, [told], { id })]);
    }
  }
  return told;
}
