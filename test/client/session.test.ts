import { describe, expect, it } from 'vitest';
import { harness, shown } from './harness.ts';

describe('a session', () => {
  it('connects, says hello, shows the room, and is online', async () => {
    const world = harness();
    world.bridge.say('before');
    const { session, events, of } = world.open();
    expect(session.connection()).toEqual({ state: 'connecting' });
    session.start();
    expect(session.room()).toBeUndefined();
    await world.advance(50);
    expect(shown(session)).toEqual(['1 before']);
    expect(session.room()).toMatchObject({ name: 'Web', me: { name: 'Ana' }, more: false, reloaded: false });
    const story = events.filter(({ type }) => type !== 'pending');
    expect(story.map((event) => (event.type === 'connection' ? event.connection.state : event.type))).toEqual([
      'connecting',
      'room',
      'online',
    ]);
    world.bridge.say('after');
    await world.advance(10);
    expect(shown(session)).toEqual(['1 before', '2 after']);
    expect(of('entries')).toHaveLength(1);
    expect(world.bridge.faults).toEqual([]);
  });

  it('[B5] gives an entry that may not be seen its place', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.say('one');
    world.bridge.skip();
    world.bridge.say('three');
    await world.advance(10);
    expect(shown(session)).toEqual(['1 one', '2 -', '3 three']);
    expect(world.bridge.opened).toBe(1);
  });

  it('buys a token with a code, tells it, and comes back with it', async () => {
    const world = harness({ code: 'one-time' });
    const { session, of } = world.open({ code: 'one-time' });
    session.start();
    await world.advance(50);
    expect(of('token')).toEqual([{ type: 'token', token: 'token-of-ana' }]);
    world.bridge.cut();
    await world.advance(20_000);
    expect(session.connection().state).toBe('online');
    expect(world.bridge.heard.map(({ params }) => params)).toMatchObject([
      { code: 'one-time' },
      { token: 'token-of-ana' },
    ]);
  });

  it('[R1] asks for a new link, once, where its token is not taken', async () => {
    const world = harness();
    const { session } = world.open({ token: 'stolen' });
    session.start();
    await world.advance(3_600_000);
    expect(session.connection()).toMatchObject({ state: 'unpaired', reason: expect.stringContaining('link') });
    expect(world.bridge.opened).toBe(1);
    session.retry();
    await world.advance(3_600_000);
    expect(world.bridge.opened).toBe(2);
  });

  it('[H3] goes by the close code that follows a refused hello, and by its words', async () => {
    const world = harness();
    world.bridge.refuse('session/hello', {
      slug: 'rate_limited',
      message: 'Ana has 5 pages open.',
      retryAfterMs: 1_000,
    });
    const { session } = world.open();
    session.start();
    await world.advance(15);
    world.bridge.kick(4502);
    await world.advance(3_600_000);
    expect(session.connection()).toEqual({ state: 'stopped', reason: 'Ana has 5 pages open.' });
    expect(world.bridge.opened).toBe(1);
  });

  it('[H3] waits for that close for two seconds, and then goes by the refusal', async () => {
    const world = harness();
    world.bridge.refuse('session/hello', { slug: 'store_unavailable', retryAfterMs: 30_000 });
    const { session } = world.open();
    session.start();
    await world.advance(2_100);
    expect(session.connection()).toMatchObject({ state: 'offline', reason: expect.stringContaining('disk') });
    await world.advance(29_000);
    expect(world.bridge.opened).toBe(1);
    await world.advance(10_000);
    expect(session.connection().state).toBe('online');
  });

  it('says in words why it is offline, since when, and when it tries again', async () => {
    const world = harness();
    const { session, of } = await world.online();
    const since = world.surroundings.now();
    world.bridge.kick(4000, 3_000);
    await world.advance(10);
    const offline = session.connection();
    expect(offline).toEqual({
      state: 'offline',
      since: since + 5,
      retryAt: since + 5 + 8_000,
      reason: 'The bridge is restarting.',
    });
    world.bridge.down = true;
    await world.advance(10_000);
    expect(session.connection()).toMatchObject({ state: 'offline', since: since + 5 });
    world.bridge.down = false;
    await world.advance(60_000);
    expect(session.connection()).toEqual({ state: 'online' });
    expect(
      of('connection').every(
        ({ connection }) => connection.state !== 'connecting' || connection === of('connection')[0]?.connection,
      ),
    ).toBe(true);
  });

  it('tries at once when asked to, and begins again to count', async () => {
    const world = harness();
    world.bridge.down = true;
    const { session } = world.open();
    session.start();
    await world.advance(300_000);
    world.bridge.down = false;
    const before = world.bridge.opened;
    session.retry();
    session.retry();
    expect(session.connection()).toEqual({ state: 'connecting' });
    await world.advance(50);
    expect(session.connection()).toEqual({ state: 'online' });
    session.retry();
    await world.advance(50);
    expect(world.bridge.opened).toBe(before + 1);
  });

  it('stops for good when it is closed, and refuses what is open', async () => {
    const world = harness();
    const { session, events } = await world.online();
    world.bridge.unanswered.add('command/run');
    const running = session.run('ci run');
    const reading = session.log('run-1' as never, 0);
    session.close();
    expect(await running).toMatchObject({ ok: false });
    expect(await reading).toMatchObject({ ok: false, slug: 'not_connected' });
    const told = events.length;
    world.bridge.say('unheard');
    session.retry();
    await world.advance(600_000);
    expect(events).toHaveLength(told);
    expect(world.bridge.opened).toBe(1);
    expect(session.connection().state).toBe('stopped');
    expect(await session.say('no more')).toMatchObject({ ok: false });
  });

  it('stops after the second protocol fault, until somebody asks', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.kick(4400);
    await world.advance(59_000);
    expect(world.bridge.opened).toBe(1);
    await world.advance(2_000);
    expect(session.connection().state).toBe('online');
    world.bridge.kick(4400);
    await world.advance(3_600_000);
    expect(session.connection().state).toBe('stopped');
    expect(world.bridge.opened).toBe(2);
    session.retry();
    await world.advance(50);
    expect(session.connection().state).toBe('online');
  });
});
