import { describe, expect, it } from 'vitest';
import type { Card } from '../../protocol/model/card.ts';
import { key, person, work } from '../support/samples.ts';
import { harness, shown } from './harness.ts';

const card = (branch: string, version: number): Card => ({
  key: key(branch),
  version,
  updatedAt: version,
  work: [work()],
  ci: [],
});

describe('the room that is shown', () => {
  it('[N2] takes a card that is newer, and leaves an older one', async () => {
    const world = harness();
    const { session, of } = await world.online();
    for (const version of [2, 3, 1, 3]) world.bridge.card(card('a', version));
    world.bridge.card(card('b', 1));
    await world.advance(20);
    expect(session.room()?.cards.map(({ key: { branch }, version }) => `${branch} ${version}`)).toEqual(['b 1', 'a 3']);
    expect(of('card').map(({ card: told }) => told.version)).toEqual([2, 3, 1]);
  });

  it('[N3] takes the list of people as a whole', async () => {
    const world = harness();
    const { session, of } = await world.online();
    world.bridge.people([{ person: person('Bo'), devices: 2 }]);
    await world.advance(20);
    expect(session.room()?.people).toEqual([{ person: person('Bo'), devices: 2 }]);
    expect(of('people')).toHaveLength(1);
  });

  it('tells after a resumption only what has changed', async () => {
    const world = harness();
    world.bridge.card(card('a', 1));
    world.bridge.card(card('b', 1));
    const { session, events } = await world.online();
    world.bridge.cut();
    world.bridge.say('missed');
    world.bridge.card(card('b', 2));
    const told = events.length;
    await world.advance(20_000);
    const news = events.slice(told).filter(({ type }) => type !== 'connection');
    expect(news.map(({ type }) => type)).toEqual(['entries', 'card']);
    expect(session.room()?.cards.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('keeps, after a resumption, the cards that did not fit into hello', async () => {
    const world = harness();
    world.bridge.card(card('a', 1));
    const { session } = await world.online();
    world.bridge.memory.cards.clear();
    world.bridge.cut();
    await world.advance(20_000);
    expect(session.room()?.cards).toHaveLength(1);
  });

  it('[H4] follows a resumption whose rest comes as news', async () => {
    const world = harness();
    const { session, of } = await world.online();
    world.bridge.cut();
    for (let count = 1; count <= 40; count += 1) world.bridge.say(`${count}`);
    world.bridge.helloEntries = 7;
    await world.advance(20_000);
    expect(shown(session)).toHaveLength(40);
    world.bridge.say('live');
    await world.advance(20);
    // What was said while nobody was connected is told as such, also where it comes as news.
    expect(of('entries').map(({ entries, missed }) => [entries.length, missed])).toEqual([
      [7, true],
      [33, true],
      [1, undefined],
    ]);
    expect(world.bridge.opened).toBe(2);
  });

  it('[R1] begins anew after 4200–4299, with what the room is now', async () => {
    const world = harness();
    world.bridge.card(card('a', 1));
    world.bridge.say('kept');
    const { session, of } = await world.online();
    world.bridge.memory.cards.clear();
    world.bridge.kick(4202);
    await world.advance(20_000);
    expect(session.room()).toMatchObject({ reloaded: true, cards: [] });
    expect(shown(session)).toEqual(['1 kept']);
    expect(of('room')).toHaveLength(2);
    const hellos = world.bridge.heard.filter(({ method }) => method === 'session/hello');
    expect(hellos.map(({ params }) => (params as { cursors: unknown[] }).cursors.length)).toEqual([0, 0]);
  });

  it('keeps a thousand entries at hand, and says that there are more', async () => {
    const world = harness();
    const { session } = await world.online();
    expect(session.room()?.more).toBe(false);
    for (let count = 1; count <= 1_100; count += 1) world.bridge.say(`${count}`);
    await world.advance(100);
    expect(session.room()?.entries).toHaveLength(1_000);
    expect(session.room()?.entries[0]?.offset).toBe(101);
    expect(session.room()?.more).toBe(true);
  });
});
