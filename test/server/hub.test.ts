import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryFrames, fitting, fittingCard } from '../../bridge/server/frames.ts';
import { Hub, type Listener } from '../../bridge/server/hub.ts';
import { createBucket, limits } from '../../bridge/server/limits.ts';
import type { Card } from '../../protocol/model/card.ts';
import { Entry } from '../../protocol/model/entry.ts';
import { Epoch } from '../../protocol/model/ids.ts';
import { key, room, run, person } from '../support/samples.ts';

const epoch = Epoch.parse('0'.repeat(32));
const entry = (offset: number, text = 'x') =>
  Entry.parse({ type: 'said', offset, at: 1, by: { type: 'bot', name: 'b' }, message: { text, blocks: [] } });

describe('frames of the bridge', () => {
  it('hold what fits, in order, and never more than the limit', () => {
    const entries = Array.from({ length: 200 }, (_, index) => entry(index + 1, 'ü'.repeat(4000)));
    const frames = entryFrames(room, epoch, entries);
    expect(Math.max(...frames.map((frame) => frame.length))).toBeLessThanOrEqual(limits.frameOut);
    const read = frames.flatMap((frame) => JSON.parse(frame.toString()).params.entries as { offset: number }[]);
    expect(read.map((each) => each.offset)).toEqual(entries.map((each) => each.offset));
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.length).toBeLessThan(20);
  });

  it('take the first or the last that fit, and one at least', () => {
    expect(fitting([1, 2, 3, 4], 4, 'first')).toEqual([1, 2]);
    expect(fitting([1, 2, 3, 4], 4, 'last')).toEqual([3, 4]);
    expect(fitting(['large'.repeat(100)], 4, 'last')).toHaveLength(1);
  });

  it('hold a card even where its runs say very much', () => {
    const failures = Array.from({ length: 50 }, () => ({
      name: 'n'.repeat(500),
      file: 'f'.repeat(500),
      message: 'ü'.repeat(2000),
    }));
    const ci = Array.from({ length: 20 }, (_, index) => run({ run: `r${index}`, state: 'failed', failures }));
    const card: Card = { key: key(), version: 1, updatedAt: 1, work: [], ci };
    const slim = fittingCard(card);
    expect(Buffer.byteLength(JSON.stringify(slim))).toBeLessThan(limits.frameOut);
    expect(slim.ci).toHaveLength(20);
    expect(slim.ci[0]?.failures).toEqual(failures);
  });
});

describe('a hub', () => {
  let failures: unknown[] = [];
  beforeEach(() => void (failures = []));
  afterEach(() => {
    if (failures.length > 0) throw new AggregateError(failures);
  });

  const open = (kept: Entry[], top = 0) => {
    const plans: (() => void)[] = [];
    const own = failures;
    const hub = new Hub({
      room,
      epoch,
      top,
      read: async (after) => kept.filter((each) => each.offset > after),
      soon: (work) => void plans.push(work),
      failed: (error) => own.push(error),
    });
    return { hub, flush: () => plans.splice(0).forEach((work) => work()) };
  };
  const listener = (last?: number): Listener & { offsets: number[] } => {
    const offsets: number[] = [];
    const send = (frame: Buffer) =>
      void offsets.push(...JSON.parse(frame.toString()).params.entries.map((each: Entry) => each.offset));
    return { last, person: person('Ana').id, offsets, send, drained: async () => undefined };
  };

  it('[B1] fills a gap by reading, and sends each entry once and in order', async () => {
    const kept = [1, 2, 3, 4].map((offset) => entry(offset));
    const { hub, flush } = open(kept);
    const one = listener(0);
    hub.add(one);
    hub.entries(kept.slice(2));
    hub.entries(kept.slice(0, 2));
    await new Promise((resolve) => void setImmediate(resolve));
    flush();
    expect(one.offsets).toEqual([1, 2, 3, 4]);
    hub.entries(kept);
    flush();
    expect(one.offsets).toEqual([1, 2, 3, 4]);
  });

  it('[B3] brings one that comes late up to date while others are told', async () => {
    const kept = [1, 2, 3].map((offset) => entry(offset));
    const { hub, flush } = open(kept);
    const early = listener(0);
    const late = listener();
    hub.add(early);
    hub.add(late);
    hub.entries(kept.slice(0, 2));
    flush();
    late.last = 1;
    const catching = hub.catchUp(late);
    hub.entries(kept.slice(2));
    flush();
    await catching;
    expect(early.offsets).toEqual([1, 2, 3]);
    expect(late.offsets).toEqual([2, 3]);
  });
});

describe('a bucket', () => {
  it('lets through so many at once and so many a second', () => {
    const bucket = createBucket(20, 60);
    const take = (now: number) =>
      Array.from({ length: 100 }, () => bucket.take(now)).filter((wait) => wait === 0).length;
    expect([take(0), take(1000), take(1500)]).toEqual([60, 20, 10]);
    expect(bucket.take(1500)).toBe(50);
  });

  it('asks nobody to wait for an hour where the clock was set back by one', () => {
    const bucket = createBucket(20, 60);
    const hour = 3_600_000;
    for (let count = 0; count < 60; count += 1) bucket.take(hour);
    expect(bucket.take(0)).toBe(50);
    expect(bucket.take(50)).toBe(0);
  });
});
