import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryChat } from '../../bridge/adapters/chat/memory/index.ts';
import { createPace } from '../../bridge/app/outbox/pace.ts';
import { createPauses } from '../../bridge/app/outbox/pauses.ts';
import type { ChatPlatform, Limit } from '../../bridge/ports/chat-platform.ts';
import { manualClock } from '../support/clock.ts';
import { openOutbox } from './outbox-scene.ts';

const minuteMs = 60_000;

function paced(limit: Limit) {
  const clock = manualClock();
  const platform = createMemoryChat({ clock, limits: { post: limit, edit: limit, find: limit } });
  const pace = createPace(clock);
  const call = (channel = 'general', kind: keyof ChatPlatform['limits'] = 'post') => ({ platform, kind, channel });
  return { clock, pace, call };
}

/** The most of these instants that lie within any minute. */
const mostInAMinute = (made: readonly number[]): number =>
  Math.max(0, ...made.map((from) => made.filter((at) => at >= from && at < from + minuteMs).length));

describe('[C4] the pace', () => {
  it('never makes more calls in a minute than the limit, however it is asked', async () => {
    const asks = fc.array(fc.nat(5_000), { minLength: 50, maxLength: 200 });
    const limits = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10 }));
    await fc.assert(
      fc.asyncProperty(limits, asks, async ([perMinute, burst], waits) => {
        const { clock, pace, call } = paced({ per: 'team', perMinute, burst: Math.min(burst, perMinute) });
        const made: number[] = [];
        for (const ms of waits) {
          await clock.advance(ms);
          while (pace.take(call())) {
            made.push(clock.now());
            pace.done(call());
          }
        }
        expect(mostInAMinute(made)).toBeLessThanOrEqual(perMinute);
      }),
      { numRuns: 40 },
    );
  });

  it('uses nine tenths of the limit and more, where somebody comes back when it says', async () => {
    const { clock, pace, call } = paced({ per: 'team', perMinute: 50, burst: 5 });
    let made = 0;
    const end = clock.now() + 10 * minuteMs;
    while (clock.now() < end) {
      while (pace.take(call())) made += 1;
      await clock.advance(Math.max(1, Math.ceil(pace.nextMs())));
    }
    expect(made).toBeGreaterThanOrEqual(0.9 * 500);
    expect(made).toBeLessThanOrEqual(500);
  });

  it('begins as if a process before it had used the limit up', async () => {
    const { clock, pace, call } = paced({ per: 'team', perMinute: 60, burst: 30 });
    let made = 0;
    while (pace.take(call())) made += 1;
    expect(made).toBe(1);
    await clock.advance(2 * minuteMs);
    while (pace.take(call())) made += 1;
    expect(made).toBe(31);
  });

  it('counts each channel for itself where the limit is of a channel, and each kind', () => {
    const { pace, call } = paced({ per: 'channel', perMinute: 1, burst: 1 });
    const all = [call('a'), call('b'), call('a', 'edit'), call('a', 'find')];
    expect(all.map((each) => pace.take(each))).toEqual([true, true, true, true]);
    expect(all.map((each) => pace.take(each))).toEqual([false, false, false, false]);
  });

  it('holds one bucket until it is told to, and no other', async () => {
    const { clock, pace, call } = paced({ per: 'channel', perMinute: 600, burst: 10 });
    await clock.advance(minuteMs);
    const refused = call('a');
    expect([pace.take(refused), pace.take(refused)]).toEqual([true, true]);
    pace.done(refused, 7_000);
    pace.done(refused, 3_000);
    expect([pace.take(refused), pace.take(call('b')), pace.take(call('a', 'edit'))]).toEqual([false, true, true]);
    expect(pace.nextMs()).toBe(7_000);
    await clock.advance(6_999);
    expect(pace.take(call('a'))).toBe(false);
    await clock.advance(1);
    expect(pace.take(call('a'))).toBe(true);
    // Until that one has been taken, it may be as before.
    expect(pace.take(call('a'))).toBe(false);
    pace.done(call('a'));
    expect(pace.take(call('a'))).toBe(true);
  });
});

describe('a clock that is put back by ten minutes', () => {
  const step = -600_000;
  function stepped() {
    const manual = manualClock();
    let off = 0;
    return { ...manual, now: () => manual.now() + off, step: () => void (off = step) };
  }

  it('[F13] keeps no call waiting for longer than before', async () => {
    const clock = stepped();
    const limit = { per: 'team', perMinute: 60, burst: 2 } as const;
    const platform = createMemoryChat({ clock, limits: { post: limit } });
    const call = { platform, kind: 'post', channel: 'general' } as const;
    const pace = createPace(clock);
    await clock.advance(2 * minuteMs);
    expect([pace.take(call), pace.take(call), pace.take(call)]).toEqual([true, true, false]);
    pace.done(call);
    pace.done(call);
    clock.step();
    expect(pace.nextMs()).toBeLessThan(2_000);
    await clock.advance(2_000);
    expect(pace.take(call)).toBe(true);
    pace.done(call, 5_000);
    await clock.advance(5_000);
    expect(pace.take(call)).toBe(true);
  });

  it('[F13] keeps no chat paused for longer than before', async () => {
    const clock = stepped();
    const pauses = createPauses(clock);
    pauses.refused('memory');
    clock.step();
    // The outbox looks every second.
    expect(pauses.blocks('memory')).toBe(true);
    await clock.advance(minuteMs - 1);
    expect(pauses.blocks('memory')).toBe(true);
    await clock.advance(1);
    expect(pauses.blocks('memory')).toBe(false);
  });
});

describe('the outbox', () => {
  const limits = { post: { per: 'channel', perMinute: 60, burst: 1 } } as const;

  it('[C4] leases nothing that may not go now', async () => {
    const clock = manualClock();
    const scene = await openOutbox({ chat: createMemoryChat({ clock, limits }), clock });
    const ids = [];
    for (let nth = 0; nth < 10; nth += 1) ids.push(await scene.say(`${nth}`));
    await clock.advance(2_500);
    await scene.stop();
    // Another process finds the rest as it was asked for, and nothing to be looked for.
    const left = await scene.store.due(clock.now() + 90_000, 1, 10);
    expect(left).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    const rows = await Promise.all(ids.map(scene.row));
    expect(rows.map((row) => row?.state)).toEqual([...Array(3).fill('sent'), ...Array(7).fill('waiting')]);
  });

  it('[C6] tries a platform that refuses our credentials once a minute, and tells the room once', async () => {
    const clock = manualClock();
    const chat = createMemoryChat({ clock, channels: ['general', 'ops'], limits });
    const scene = await openOutbox({ chat, clock });
    const calls: number[] = [];
    const inner = chat.post;
    let refuse = true;
    chat.post = (to, content) => {
      calls.push(clock.now());
      if (refuse) chat.failNext('unauthorised');
      return inner(to, content);
    };
    for (const channel of ['general', 'ops', 'general', 'ops']) await scene.say('x', { channel });
    await clock.advance(200_000);
    const [first = 0, ...probes] = calls;
    expect(probes.slice(-3).map((at) => at - first)).toEqual([60_000, 120_000, 180_000]);
    refuse = false;
    await clock.advance(60_000);
    expect(chat.standing()).toHaveLength(4);
    const told = (await scene.entries()).flatMap((entry) =>
      entry.type === 'said' && entry.by.type === 'bot' ? [entry.message.text] : [],
    );
    expect(told).toEqual([
      expect.stringContaining('Memory does not accept Shiproom’s credentials (as_asked)'),
      expect.stringContaining('Memory accepts Shiproom again'),
    ]);
  });
});
