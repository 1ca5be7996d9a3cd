import { describe, expect, it } from 'vitest';
import { RunId } from '../../protocol/model/ids.ts';
import type { Status } from '../../protocol/model/status.ts';
import { key, sha } from '../support/samples.ts';
import { harness } from './harness.ts';

const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
const status = (branch: string): Status => ({ ...key(branch), head: sha('a'), changes });
const names = (shares: readonly { readonly status: Status | null }[]): (string | undefined)[] =>
  shares.map((share) => share.status?.branch);

describe('a status', () => {
  it('[M2] is shared once the client is online, and only the newest of those that waited', async () => {
    const world = harness();
    const { session } = world.open();
    session.share(status('one'));
    session.share(status('two'));
    session.start();
    await world.advance(50);
    expect(names(world.bridge.memory.shared)).toEqual(['two']);
    for (const branch of ['three', 'four', 'five']) session.share(status(branch));
    await world.advance(50);
    expect(names(world.bridge.memory.shared)).toEqual(['two', 'three', 'five']);
  });

  it('[M2] is told again after each hello, with a counter that rises and a new mid', async () => {
    const world = harness();
    const { session } = await world.online();
    session.share(status('one'));
    await world.advance(20);
    world.bridge.cut();
    await world.advance(10_100);
    session.share(null);
    await world.advance(20);
    const { shared } = world.bridge.memory;
    expect(names(shared)).toEqual(['one', 'one', undefined]);
    expect(shared.map(({ counter }) => counter)).toEqual([1, 2, 3]);
    expect(new Set(shared.map(({ mid }) => mid)).size).toBe(3);
  });

  it('waits where the bridge asks it to, and then shares what is newest', async () => {
    const world = harness();
    const { session, notes } = await world.online();
    world.bridge.refuse('status/share', { slug: 'store_unavailable', retryAfterMs: 30_000 });
    session.share(status('one'));
    await world.advance(1_000);
    session.share(status('two'));
    await world.advance(28_000);
    expect(world.bridge.memory.shared).toEqual([]);
    await world.advance(2_000);
    expect(names(world.bridge.memory.shared)).toEqual(['two']);
    world.bridge.refuse('status/share', { slug: 'forbidden_or_missing' });
    session.share(status('three'));
    await world.advance(1_000);
    expect(names(world.bridge.memory.shared)).toEqual(['two']);
    expect(notes).toHaveLength(1);
  });
});

describe('a command', () => {
  it('[E5] is not run while the client is offline, and says so', async () => {
    const world = harness();
    const { session } = world.open();
    expect(await session.run('ci run')).toEqual({
      ok: false,
      slug: 'not_connected',
      message: 'Not connected to the bridge; nothing was run.',
    });
    session.start();
    await world.advance(60_000);
    expect(world.bridge.memory.ran).toEqual([]);
  });

  it('brings the reply', async () => {
    const world = harness();
    const { session } = await world.online();
    const running = session.run('ci status', key());
    await world.advance(20);
    expect(await running).toMatchObject({ ok: true, value: { reply: { text: 'ran ci status' } } });
    expect(world.bridge.heard.at(-1)?.params).toMatchObject({ line: 'ci status', about: key() });
  });

  it.each([-600_000, 0, 600_000])(
    '[M4] expires within a minute by the bridge’s clock, which is %d ms ahead',
    async (aheadMs) => {
      const world = harness({ aheadMs });
      const { session } = await world.online();
      await world.advance(20_000);
      world.bridge.tick();
      await world.advance(10_000);
      const running = session.run('ci run');
      await world.advance(20);
      expect(await running).toMatchObject({ ok: true });
      const asked = world.bridge.heard.at(-1)?.params as { expiresAt: number };
      const left = asked.expiresAt - (world.clock.now() + aheadMs);
      expect(left).toBeGreaterThan(50_000);
      expect(left).toBeLessThanOrEqual(60_000);
    },
  );

  it('[E5] is asked again under the same mid after the line broke, and runs once', async () => {
    const world = harness({ firstWaitMs: 1_000 });
    const { session } = await world.online();
    world.bridge.unanswered.add('command/run');
    const running = session.run('ci run');
    await world.advance(20);
    world.bridge.unanswered.clear();
    world.bridge.cut();
    await world.advance(2_000);
    expect(await running).toMatchObject({ ok: true, value: { reply: { text: 'ran ci run' } } });
    expect(world.bridge.memory.ran).toEqual(['ci run']);
    const mids = world.bridge.heard
      .filter(({ method }) => method === 'command/run')
      .map(({ params }) => params as { mid: string });
    expect(mids).toHaveLength(2);
    expect(mids[0]?.mid).toBe(mids[1]?.mid);
  });

  it('[E5] that was never answered is not said to have failed: nobody knows', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.unanswered.add('command/run');
    const running = session.run('ci run');
    await world.advance(20);
    world.bridge.down = true;
    world.bridge.cut();
    await world.advance(61_000);
    expect(await running).toMatchObject({
      ok: false,
      slug: 'indeterminate',
      message: expect.stringContaining('may have run'),
    });
    world.bridge.down = false;
    await world.advance(61_000);
    expect(world.bridge.heard.filter(({ method }) => method === 'command/run')).toHaveLength(1);
  });

  it('hands on the words of a refusal, and refuses what is too long by itself', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.refuse('command/run', { slug: 'not_allowed_here', message: 'Ask Bo for a rule.' });
    const refused = session.run('ci run');
    await world.advance(20);
    expect(await refused).toEqual({ ok: false, slug: 'not_allowed_here', message: 'Ask Bo for a rule.' });
    expect(await session.run('x'.repeat(2_001))).toMatchObject({ slug: 'too_large' });
    expect(await session.run('')).toMatchObject({ slug: 'invalid_params' });
  });
});

describe('a question', () => {
  it('brings older entries, but never those of another feed', async () => {
    const world = harness();
    for (let count = 1; count <= 130; count += 1) world.bridge.say(`${count}`);
    const { session } = await world.online();
    expect(session.room()?.entries[0]?.offset).toBe(31);
    expect(session.room()?.more).toBe(true);
    const reading = session.earlier(31);
    await world.advance(20);
    const read = await reading;
    expect(read.ok && read.value.entries.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
    world.bridge.memory.wipe();
    const stale = session.earlier(31);
    await world.advance(20);
    expect(await stale).toMatchObject({ ok: false, slug: 'reloaded' });
  });

  it('is refused at once while offline, and with the connection’s end at the latest', async () => {
    const world = harness();
    const { session } = world.open();
    expect(await session.earlier(3)).toMatchObject({ slug: 'not_connected' });
    session.start();
    await world.advance(50);
    world.bridge.unanswered.add('run/log').add('feed/read');
    const reading = session.log(RunId.parse('run-1'), 0);
    await world.advance(20);
    world.bridge.cut();
    await world.advance(10);
    expect(await reading).toMatchObject({ ok: false, slug: 'not_connected' });
    await world.advance(20_000);
    world.bridge.tick();
    await world.advance(10);
    const late = session.earlier(3);
    for (let tick = 0; tick < 3; tick += 1) {
      await world.advance(25_000);
      world.bridge.tick();
    }
    expect(await late).toMatchObject({ ok: false, slug: 'no_answer' });
    expect(session.connection().state).toBe('online');
  });

  it('is refused where the answer cannot be read', async () => {
    const world = harness();
    const { session } = await world.online();
    Object.assign(world.bridge.memory.answers, { 'run/log': () => ({ text: 7 }) });
    const reading = session.log(RunId.parse('run-1'), 0);
    await world.advance(20);
    expect(await reading).toMatchObject({ ok: false, slug: 'not_readable' });
  });
});
