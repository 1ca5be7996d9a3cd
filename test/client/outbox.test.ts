import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../client/keep.ts';
import { room } from '../support/samples.ts';
import { countingMids } from '../support/surroundings.ts';
import { harness, memoryKeep } from './harness.ts';

const texts = (items: readonly { readonly text: string }[]): string[] => items.map(({ text }) => text);

const long = '€'.repeat(3_950);

const mid = countingMids();
const item = (text: string, writtenAt = 1_000_000): OutboxItem => ({ mid: mid(), room, text, writtenAt });

describe('a message', () => {
  it('[E3] is kept before it is sent, and leaves the outbox with its acknowledgement', async () => {
    const world = harness();
    const { session, of } = await world.online();
    world.bridge.unanswered.add('feed/say');
    expect(await session.say('hello')).toMatchObject({ ok: true });
    expect(texts(world.keep.items)).toEqual(['hello']);
    expect(texts(session.pending())).toEqual(['hello']);
    await world.advance(20);
    world.bridge.unanswered.clear();
    world.bridge.cut();
    await world.advance(20_000);
    expect(session.pending()).toEqual([]);
    expect(world.keep.items).toEqual([]);
    expect(texts(world.bridge.memory.said)).toEqual(['hello']);
    expect(of('pending').map(({ pending }) => pending.length)).toEqual([0, 1, 0]);
  });

  it('[E3] that was written offline is sent after a restart, once, before what was written later', async () => {
    const world = harness();
    const first = await world.online();
    world.bridge.down = true;
    world.bridge.cut();
    await world.advance(1_000);
    for (const text of ['one', 'two', 'three']) await first.session.say(text);
    first.session.close();
    world.bridge.down = false;
    const { session } = await world.online();
    await session.say('four');
    await world.advance(1_000);
    expect(texts(world.bridge.memory.said)).toEqual(['one', 'two', 'three', 'four']);
    expect(world.keep.items).toEqual([]);
  });

  it('[E3] is refused, visibly, where a thousand wait, and where 5 MB do', async () => {
    for (const items of [
      Array.from({ length: 1_000 }, (_, index) => item(`${index}`)),
      Array.from({ length: Math.floor(5_000_000 / Buffer.byteLength(JSON.stringify(item(long)))) }, () => item(long)),
    ]) {
      const world = harness({ keep: memoryKeep(items) });
      world.bridge.refuse('feed/say', { slug: 'queue_full', retryAfterMs: 3_600_000 });
      const { session } = await world.online();
      expect(await session.say(long)).toMatchObject({ ok: false, slug: 'queue_full' });
      expect(session.pending()).toHaveLength(items.length);
      await session.forget(items[0]?.mid ?? '');
      expect(await session.say(long)).toMatchObject({ ok: true });
    }
  });

  it('[E3] is not sent any more after 72 hours, and stays to be seen until it is forgotten', async () => {
    const old = item('old', 1_000_000);
    const world = harness({ keep: memoryKeep([old, item('young', 1_000_000 + 3_600_000)]) });
    world.sleep(72 * 3_600_000 + 1);
    const { session } = await world.online();
    await world.advance(100);
    expect(texts(world.bridge.memory.said)).toEqual(['young']);
    expect(session.pending()).toMatchObject([{ text: 'old', refused: expect.stringContaining('three days') }]);
    expect(world.keep.items).toMatchObject([{ text: 'old', refused: expect.any(String) }]);
    await session.forget(old.mid);
    expect(world.keep.items).toEqual([]);
  });

  it('[E3] that is refused for good stays with the reason, and holds up no other', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.refuse('feed/say', { slug: 'idempotency_conflict', message: 'No.' });
    await session.say('bad');
    await session.say('good');
    await world.advance(100);
    expect(texts(world.bridge.memory.said)).toEqual(['good']);
    expect(session.pending()).toMatchObject([{ text: 'bad', refused: 'No.' }]);
  });

  it('[E4] that is refused for a while is sent again before any later one', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.refuse('feed/say', { slug: 'store_unavailable', retryAfterMs: 30_000 });
    for (const text of ['one', 'two', 'three']) await session.say(text);
    await world.advance(29_000);
    expect(world.bridge.memory.said).toEqual([]);
    await world.advance(2_000);
    expect(texts(world.bridge.memory.said)).toEqual(['one', 'two', 'three']);
  });

  it('that makes the bridge fail each time is given up after five tries', async () => {
    const world = harness();
    const { session } = await world.online();
    for (let count = 0; count < 5; count += 1) world.bridge.refuse('feed/say', { slug: 'internal' });
    await session.say('poison');
    await session.say('good');
    await world.advance(30_000);
    expect(session.pending()).toMatchObject([{ text: 'poison', refused: expect.any(String) }]);
    expect(texts(world.bridge.memory.said)).toEqual(['good']);
  });

  it('[L1] is sent at a pace that the bridge’s own limits allow', async () => {
    const world = harness({ keep: memoryKeep(Array.from({ length: 300 }, (_, index) => item(`${index}`))) });
    await world.online();
    const sent = () => world.bridge.memory.said.length;
    await world.advance(900);
    expect(sent()).toBeLessThanOrEqual(32);
    const before = sent();
    await world.advance(10_000);
    expect(sent() - before).toBeGreaterThan(90);
    expect(sent() - before).toBeLessThanOrEqual(110);
    await world.advance(20_000);
    expect(sent()).toBe(300);
  });

  it('that is not answered although the bridge ticks makes the client come back', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.unanswered.add('feed/say');
    await session.say('hello');
    for (let tick = 0; tick < 2; tick += 1) {
      await world.advance(25_000);
      world.bridge.tick();
    }
    world.bridge.unanswered.clear();
    await world.advance(25_000);
    expect(session.pending()).toEqual([]);
    expect(texts(world.bridge.memory.said)).toEqual(['hello']);
  });

  it('is not taken where it is empty, too long, or where no room is known', async () => {
    const world = harness();
    const fresh = world.open();
    expect(await fresh.session.say('hello')).toMatchObject({ ok: false, slug: 'not_connected' });
    const { session } = await world.online();
    expect(await session.say('')).toMatchObject({ ok: false, slug: 'invalid_params' });
    expect(await session.say('x'.repeat(4_001))).toMatchObject({ ok: false, slug: 'too_large' });
    expect(session.pending()).toEqual([]);
  });
});

describe('a disk that fails', () => {
  it('[E3] takes no message that it cannot keep', async () => {
    const world = harness();
    const { session } = await world.online();
    world.keep.broken = 'save';
    expect(await session.say('lost')).toMatchObject({ ok: false, slug: 'not_kept' });
    world.keep.broken = undefined;
    expect(await session.say('kept')).toMatchObject({ ok: true });
    await world.advance(100);
    expect(texts(world.bridge.memory.said)).toEqual(['kept']);
  });

  it('[E3] that cannot be read is not written over', async () => {
    const world = harness({ keep: memoryKeep([item('old')]) });
    world.keep.broken = 'load';
    const { session, notes } = await world.online();
    expect(await session.say('new')).toMatchObject({ ok: false, slug: 'not_kept' });
    expect(texts(world.keep.items)).toEqual(['old']);
    expect(notes).toEqual(['The outbox could not be read.']);
    world.keep.broken = undefined;
    expect(await session.say('new')).toMatchObject({ ok: true });
    expect(texts(world.keep.items)).toEqual(['old', 'new']);
  });

  it('[E3] loses nothing to a wish that comes before it is read, or where it could not be', async () => {
    const kept = [item('one'), item('two')];
    const world = harness({ keep: memoryKeep(kept) });
    const early = world.open();
    await early.session.forget(mid());
    early.session.start();
    await early.session.forget(kept[0]?.mid ?? '');
    expect(texts(world.keep.items)).toEqual(['one', 'two']);
    early.session.close();
    world.bridge.refuse('feed/say', { slug: 'queue_full', retryAfterMs: 3_600_000 });
    world.keep.broken = 'load';
    const { session } = await world.online();
    world.keep.broken = undefined;
    await session.forget(kept[0]?.mid ?? '');
    expect(texts(world.keep.items)).toEqual(['one', 'two']);
    expect(await session.say('three')).toMatchObject({ ok: true });
    expect(texts(world.keep.items)).toEqual(['one', 'two', 'three']);
    await session.forget(kept[0]?.mid ?? '');
    expect(texts(world.keep.items)).toEqual(['two', 'three']);
  });

  it('keeps all that is said at once with few saves', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.unanswered.add('feed/say');
    const saying = Array.from({ length: 50 }, (_, index) => session.say(`${index}`));
    expect((await Promise.all(saying)).every(({ ok }) => ok)).toBe(true);
    expect(texts(world.keep.items)).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
    expect(world.keep.saves).toBeLessThanOrEqual(3);
  });
});
