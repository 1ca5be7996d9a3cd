import type { RoomId } from '../../protocol/model/ids.ts';
import type { World } from '../app/world.ts';
import type { News } from '../ports/bus.ts';
import { notification, overlapFrame, peopleFrame } from './frames.ts';
import { Hub } from './hub.ts';

/** The rooms' hubs of this process, fed by the bus. */
export interface Rooms {
  hubs(): ReadonlyMap<RoomId, Hub>;
  close(): void;
}

/** Opens a hub for each room, at the top of its feed, and keeps them told. */
export async function openRooms(world: World): Promise<Rooms> {
  const hubs = new Map<RoomId, Hub>();
  const early: News[] = [];
  let hear = (news: News): void => void early.push(news);
  const deafen = world.bus.listen((news) => hear(news));
  for (const { value } of await world.store.list('room')) {
    const feed = await world.store.feed(value.id, { after: 0 }, 0);
    if (feed) hubs.set(value.id, hubOf(world, value.id, feed));
  }
  hear = (news) => pass(hubs, news);
  for (const news of early) hear(news);
  const forget = world.roster.listen((people) => {
    for (const [room, hub] of hubs) hub.latest('people', peopleFrame(room, people));
  });
  const unwatch = world.sources.listen((sources) => {
    for (const [room, hub] of hubs) hub.latest('sources', notification('sources/changed', { room, sources }));
  });
  const unheed = world.roster.listenToOverlaps((person, overlaps) => {
    for (const [room, hub] of hubs) hub.only(person, overlapFrame(room, overlaps));
  });
  return {
    hubs: () => hubs,
    close() {
      deafen();
      forget();
      unwatch();
      unheed();
    },
  };
}

/** So much of a feed is read at once to fill a gap. */
const stretchLength = 500;

const hubOf = (world: World, room: RoomId, { epoch, top }: Pick<Hub, 'epoch' | 'top'>): Hub =>
  new Hub({
    room,
    epoch,
    top,
    read: async (after) => (await world.store.feed(room, { after }, stretchLength))?.entries ?? [],
    soon: (work) => void setImmediate(work),
    failed: (error) => world.log.error('a gap in a feed could not be read', { room, error }),
  });

function pass(hubs: ReadonlyMap<RoomId, Hub>, news: News): void {
  if (news.type === 'entries') hubs.get(news.room)?.entries(news.entries);
  if (news.type === 'card') hubs.get(news.room)?.card(news.card);
}
