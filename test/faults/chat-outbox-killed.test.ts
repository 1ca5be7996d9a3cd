import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { DatabaseSync } from 'node:sqlite';
import { createPace } from '../../bridge/app/outbox/pace.ts';
import { folders } from '../adapters/store/folder.ts';
import { openScene } from '../app/outbox-scene.ts';
import { manualClock } from '../support/clock.ts';
import { room } from '../support/samples.ts';
import { chatOf, createLife, type Standing, storeOf } from './chat-outbox-lives.ts';
import { typed } from '../../bridge/domain/prose.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = folders();
const channels = Array.from({ length: 10 }, (_, nth) => `C${nth}`);
const lanesEach = 5;
const perMinute = 60;

interface Drained {
  /** In each lane, as they stand. */
  readonly lanes: Readonly<Record<string, string[]>>;
  readonly count: number;
  /** Of what the limits allow. */
  readonly rate: number;
}

/** Queues so many, and kills the process ten times while it sends them. */
async function drain(total: number, without?: (db: DatabaseSync) => void): Promise<Drained> {
  const file = join(await folder(), 'room.db');
  const clock = manualClock();
  const standing: Standing[] = [];
  const begin = () => {
    const life = createLife(clock);
    const kept = storeOf(life, file, without);
    const pace = createPace(life.clock);
    const scene = openScene({
      chat: chatOf(life, clock, standing),
      clock: { ...clock, ...life.clock },
      store: kept.store,
      pace,
    });
    return { ...kept, scene };
  };
  let life = begin();
  await life.scene.begin();
  const names = Array.from({ length: total }, (_, nth) => nth);
  await life.store.commit({
    at: clock.now(),
    deliveries: names.map((nth) => {
      const channel = channels[nth % channels.length] ?? '';
      const text = `${nth}`;
      const lane = `chat/${channel}/${Math.floor(nth / channels.length) % lanesEach}`;
      const task = { type: 'message', platform: 'chat', channel, message: typed(text) } as const;
      return { id: text, room, lane, task, queuedAt: clock.now(), wanted: 1 };
    }),
  });
  const from = clock.now();
  life.scene.start();
  const lastsMs = (total / channels.length / perMinute) * 60_000;
  for (let kills = 1; kills <= 10; kills += 1) {
    await clock.advance(Math.floor(lastsMs / 11) + kills * 37);
    life.kill();
    life = begin();
    life.scene.start();
  }
  // Until nothing more comes.
  for (let before = -1; before < standing.length; ) {
    before = standing.length;
    await clock.advance(30_000);
  }
  life.kill();
  const lanes: Record<string, string[]> = {};
  for (const { text, channel } of standing)
    (lanes[`${channel}/${Math.floor(Number(text) / channels.length) % lanesEach}`] ??= []).push(text);
  const took = (standing.at(-1)?.at ?? Infinity) - from;
  return { lanes, count: standing.length, rate: total / channels.length / perMinute / (took / 60_000) };
}

const inOrder = (texts: readonly string[]) => texts.toSorted((a, b) => Number(a) - Number(b));

describe('an outbox that is killed ten times while it empties', () => {
  it('[F43] loses nothing, keeps the order and most of the rate', async () => {
    const { lanes, count, rate } = await drain(10_000);
    expect(count).toBe(10_000);
    expect(new Set(Object.values(lanes).flat()).size).toBe(10_000);
    for (const texts of Object.values(lanes)) expect(texts).toEqual(inOrder(texts));
    expect(rate).toBeGreaterThanOrEqual(0.9);
  });

  it('[F43] twin: where a lease is no reason to look, what was under way is sent again', async () => {
    const { count } = await drain(1_000, (db) => db.exec('UPDATE delivery SET leased_until = NULL'));
    expect(count).toBeGreaterThan(1_000);
  });
});
