import { describe, expect, it } from 'vitest';
import { createMemoryChat } from '../../bridge/adapters/chat/memory/index.ts';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { type Store, StoreUnavailable } from '../../bridge/ports/store.ts';
import { countingIds, manualClock } from '../support/clock.ts';
import { key } from '../support/samples.ts';
import { openOutbox } from './outbox-scene.ts';

const dayMs = 86_400_000;

/** An outbox whose store can be full: then it has found what is due, and cannot keep that it is leased. */
async function open() {
  const clock = manualClock();
  const chat = createMemoryChat({ clock });
  const ids = countingIds();
  const inner = createMemoryStore({ epoch: () => ids.hex(16) });
  const disk = { full: false };
  const store: Store = {
    ...inner,
    async due(now, leaseMs, limit, fits = () => true) {
      if (!disk.full) return inner.due(now, leaseMs, limit, fits);
      await inner.due(now, leaseMs, limit, (row) => fits(row) && false);
      throw new StoreUnavailable('full');
    },
  };
  const scene = await openOutbox({ chat, clock, store });
  const texts = () =>
    chat
      .standing()
      .flatMap((each) => (each.ours && each.content.type === 'message' ? [each.content.message.text] : []));
  async function fullFor(ms: number): Promise<void> {
    disk.full = true;
    await clock.advance(ms);
    disk.full = false;
  }
  return { ...scene, chat, clock, fullFor, texts };
}

describe('an outbox whose store is full for a moment', () => {
  it('[C4] does not count as under way what it could not lease: after a 429 it goes on', async () => {
    const { say, chat, clock, fullFor, texts } = await open();
    chat.failNext('unavailable');
    await say('one');
    await clock.advance(100);
    await fullFor(3_000);
    chat.failNext('limited', { retryAfterMs: 1_000 });
    await clock.advance(30_000);
    expect(texts()).toEqual(['one']);
  });

  it('[C6] goes on trying whether credentials are accepted again', async () => {
    const { say, chat, clock, fullFor, texts } = await open();
    chat.failNext('unauthorised');
    await say('one');
    await clock.advance(59_000);
    await fullFor(3_000);
    await clock.advance(120_000);
    expect(texts()).toEqual(['one']);
  });
});

it('leaves four fifths of the time to others where looking through its lanes takes long', async () => {
  const manual = manualClock();
  const costs = 100;
  const begun: number[] = [];
  let spent = 0;
  const clock = { ...manual, now: () => manual.now() + spent };
  const ids = countingIds();
  const inner = createMemoryStore({ epoch: () => ids.hex(16) });
  const due: Store['due'] = async (...asked) => {
    begun.push(clock.now());
    spent += costs;
    return inner.due(...asked);
  };
  const { world } = await openOutbox({ chat: createMemoryChat({ clock }), clock, store: { ...inner, due } });
  for (let nth = 0; nth < 100; nth += 1) {
    world.bus.tell({ type: 'deliveries' });
    await manual.advance(50);
  }
  expect(begun.length).toBeGreaterThan(5);
  expect(begun.length * costs).toBeLessThanOrEqual((clock.now() - (begun[0] ?? 0)) / 5 + costs);
});

it('[C7] many threads that waited for more than a day get into one digest at once', async () => {
  const { say, clock, chat, row, lines } = await open();
  const names = Array.from({ length: 40 }, (_, nth) => `m-${nth}`);
  const queuedAt = clock.now() - dayMs - 1;
  const ids = await Promise.all(names.map((name) => say(name, { about: key(name), queuedAt })));
  await clock.advance(20_000);
  const rows = await Promise.all(ids.map(row));
  expect(new Set(rows.map((each) => each?.reason))).toEqual(new Set(['digest']));
  expect(chat.standing()).toHaveLength(1);
  expect(lines).toEqual([]);
});

it('[C1] what is meant for a chat that is there no more is given up after a day, and told', async () => {
  const { say, clock, row, world, entries } = await open();
  Object.assign(world, { chats: [] });
  const id = await say('hello', { queuedAt: clock.now() - dayMs + 60_000 });
  await clock.advance(59_000);
  expect(await row(id)).toMatchObject({ state: 'waiting' });
  await clock.advance(3_000);
  expect(await row(id)).toMatchObject({ state: 'dead', reason: 'no_such_chat' });
  const told = (await entries()).at(-1);
  expect(told?.type === 'said' && told.message.text).toMatch(
    /what you said 24 h ago \(#1\) was not posted .*not set up/,
  );
});
