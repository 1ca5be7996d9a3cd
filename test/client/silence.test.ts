import { describe, expect, it } from 'vitest';
import { harness, shown } from './harness.ts';

describe('a connection that says nothing', () => {
  it('[R6] is given up after 36 s of silence, and not before', async () => {
    const world = harness();
    const { session } = await world.online();
    await world.advance(20_000);
    world.bridge.tick();
    await world.advance(35_900);
    expect(session.connection().state).toBe('online');
    await world.advance(200);
    expect(session.connection()).toMatchObject({
      state: 'offline',
      reason: expect.stringContaining('does not answer'),
    });
    await world.advance(10_000);
    expect(session.connection().state).toBe('online');
  });

  it('[R6] is given up after 15 s where hello is not answered', async () => {
    const world = harness();
    world.bridge.silent = true;
    const { session } = world.open();
    session.start();
    await world.advance(14_900);
    expect(session.connection().state).toBe('connecting');
    await world.advance(200);
    expect(session.connection().state).toBe('offline');
  });

  it('[R6] stays as long as the bridge ticks', async () => {
    const world = harness();
    const { session } = await world.online();
    for (let tick = 0; tick < 200; tick += 1) {
      await world.advance(25_000);
      world.bridge.tick();
    }
    expect(world.bridge.opened).toBe(1);
    expect(session.connection().state).toBe('online');
  });
});

describe('a machine that sleeps', () => {
  it('[R5] comes back within a second or two of waking', async () => {
    const world = harness();
    const { session } = await world.online();
    world.sleep(8 * 3_600_000);
    world.bridge.cut();
    world.bridge.say('meanwhile');
    // The end of the socket comes late, as it does after a sleep: the beat notices first.
    world.luck = 0.999;
    await world.advance(12_000);
    expect(session.connection().state).toBe('online');
    expect(shown(session)).toEqual(['1 meanwhile']);
  });

  it('[R5] leaves a dead connection although no close ever comes', async () => {
    const world = harness();
    const { session } = await world.online();
    world.sleep(600_000);
    await world.advance(9_900);
    expect(world.bridge.opened).toBe(1);
    await world.advance(1_200);
    expect(world.bridge.opened).toBe(2);
    expect(session.connection().state).toBe('online');
  });

  it('[R5] does not wait out, once awake, what was planned before', async () => {
    const world = harness();
    world.luck = 0.999;
    const { session } = await world.online();
    world.bridge.down = true;
    world.bridge.cut();
    await world.advance(200_000);
    world.bridge.down = false;
    const { opened } = world.bridge;
    expect(session.connection().state).toBe('offline');
    world.sleep(3_600_000);
    await world.advance(11_500);
    expect(world.bridge.opened).toBe(opened + 1);
    expect(session.connection().state).toBe('online');
  });

  it('[R5] is not taken for asleep where the bridge is heard: a page in the background has late timers', async () => {
    const world = harness();
    await world.online();
    for (let minute = 0; minute < 10; minute += 1) {
      for (const late of [25_000, 25_000]) {
        world.sleep(late);
        world.bridge.tick();
        await world.advance(10);
      }
      await world.advance(10_000);
    }
    expect(world.bridge.opened).toBe(1);
  });

  it('lives with a clock that is set back', async () => {
    const world = harness();
    const { session } = await world.online();
    world.sleep(-3_600_000);
    await world.advance(20_000);
    world.bridge.tick();
    await world.advance(20_000);
    expect(world.bridge.opened).toBe(1);
    world.bridge.silent = true;
    await world.advance(37_000);
    expect(session.connection().state).toBe('offline');
  });
});

describe('news that never came', () => {
  it('[B6] is fetched five seconds after a tick told of it', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.lose = 1;
    world.bridge.say('lost');
    await world.advance(10_000);
    expect(shown(session)).toEqual([]);
    world.bridge.tick();
    await world.advance(4_900);
    expect(world.bridge.opened).toBe(1);
    await world.advance(1_200);
    expect(shown(session)).toEqual(['1 lost']);
    expect(session.room()?.reloaded).toBe(false);
  });

  it('[B6] is not fetched while it is still arriving', async () => {
    const world = harness();
    const { session } = await world.online();
    const entries = Array.from({ length: 6 }, (_, index) => world.bridge.memory.entries().length + index + 1);
    world.bridge.lose = entries.length;
    for (const entry of entries) world.bridge.say(`late ${entry}`);
    world.bridge.tick();
    for (const entry of world.bridge.entries) {
      await world.advance(4_000);
      const params = { room: 'web', epoch: world.bridge.epoch, entries: [entry] };
      world.bridge.raw(JSON.stringify({ jsonrpc: '2.0', method: 'feed/entries', params }));
    }
    await world.advance(20_000);
    expect(shown(session)).toHaveLength(6);
    expect(world.bridge.opened).toBe(1);
  });

  it('[B4] is fetched at once where a later entry shows the hole', async () => {
    const world = harness();
    const { session, of } = await world.online();
    world.bridge.lose = 1;
    world.bridge.say('lost');
    world.bridge.say('found');
    await world.advance(2_000);
    expect(shown(session)).toEqual(['1 lost', '2 found']);
    expect(of('entries').flatMap(({ entries }) => entries.map(({ offset }) => offset))).toEqual([1, 2]);
    expect(of('room')).toHaveLength(1);
  });

  it('[B7] begins anew where the tick names another feed', async () => {
    const world = harness();
    const { session, of } = await world.online();
    world.bridge.say('old');
    await world.advance(10);
    world.bridge.memory.wipe();
    world.bridge.lose = 1;
    world.bridge.say('new');
    world.bridge.tick();
    await world.advance(10_000);
    expect(shown(session)).toEqual(['1 new']);
    expect(session.room()?.reloaded).toBe(true);
    expect(of('room')).toHaveLength(2);
  });

  it('does not come back for ever where the bridge only pretends to resume', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.say('one');
    await world.advance(10);
    const { enter } = world.bridge.memory;
    Object.assign(world.bridge.memory, {
      enter: (cursor: never, fits: number) => {
        const { state } = enter(cursor, fits);
        return {
          state: cursor ? { ...state, top: 9, entries: [{ type: 'skip', offset: 9, at: 1 }] } : state,
          rest: [],
        };
      },
    });
    world.bridge.cut();
    await world.advance(20_000);
    expect(session.connection().state).toBe('online');
    expect(shown(session)).toEqual(['1 one']);
    expect(world.bridge.opened).toBe(3);
  });
});

describe('frames that are no news', () => {
  it('[P5] are passed over: the unknown, the misshapen, and what is no JSON', async () => {
    const world = harness();
    const { session, events, notes } = await world.online();
    const told = events.length;
    const frames = ['no json', '[]', '{"jsonrpc":"2.0","method":"weather/changed","params":{}}'];
    const misshapen = '{"jsonrpc":"2.0","method":"card/changed","params":{"room":"web","card":{"secret":1}}}';
    for (const frame of [...frames, misshapen, '{"jsonrpc":"2.0","id":99,"result":{}}']) world.bridge.raw(frame);
    await world.advance(20);
    expect(events).toHaveLength(told);
    expect(session.connection().state).toBe('online');
    expect(notes).toHaveLength(4);
    expect(notes.join(' ')).not.toContain('secret');
  });
});
