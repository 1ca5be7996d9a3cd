import type { RoomId } from '../../../protocol/model/ids.ts';
import type { Channel } from '../../domain/route.ts';
import type { NewDelivery, Put } from '../../ports/store.ts';
import type { Things } from '../../ports/things.ts';
import type { Telling } from './tell.ts';
import type { World } from '../world.ts';

/** A digest names so many things; of the others it says how many they are. */
const mostItems = 50;
const mostText = 1_000;

interface Gathered {
  readonly to: Channel;
  readonly dueAt: number;
  readonly item: Things['digest']['items'][number];
}

/**
 * Puts one thing into the digest that a place gets at `dueAt`, as `earlier` tellings of the same change leave it. It goes out then, in a lane of its own: what is
 * said meanwhile does not wait for it.
 */
export async function intoDigest(
  world: World,
  room: RoomId,
  { to, dueAt, item }: Gathered,
  earlier: readonly Telling[],
): Promise<{ readonly put: Put; readonly delivery: NewDelivery }> {
  const id = `${to.platform}/${to.channel}/${dueAt}`;
  const kept = await world.store.get('digest', id);
  const puts = earlier.flatMap((each) => each.puts);
  const before = puts.findLast((put) => put.kind === 'digest' && put.id === id);
  const last = before?.kind === 'digest' ? before.value : kept?.value;
  const items = [...(last?.items ?? []), { ...item, text: item.text.slice(0, mostText) }];
  const more = (last?.more ?? 0) + Math.max(0, items.length - mostItems);
  const value: Things['digest'] = { ...to, reason: 'quiet', dueAt, items: items.slice(0, mostItems), more };
  const after = kept?.version ?? 0;
  const now = world.clock.now();
  return {
    put: { kind: 'digest', id, room, after, value },
    delivery: {
      id: `digest/${id}`,
      room,
      lane: `digest/${id}`,
      task: { type: 'digest', platform: to.platform, channel: to.channel, digest: id },
      queuedAt: now,
      wanted: after + 1,
      calmMs: Math.max(0, dueAt - now),
    },
  };
}
