import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { type Pace, receiveDelivery, type Received } from '../../bridge/app/ci/receive-delivery.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { type Change, type CommitResult, type Store, StoreUnavailable } from '../../bridge/ports/store.ts';
import { createTurns } from '../../bridge/server/hooks-guard.ts';
import { folders } from '../adapters/store/folder.ts';
import { countingEpochs } from '../contract/store-samples.ts';
import { type HookServer, secret, startHookServer } from '../support/hook-server.ts';
import { key } from '../support/samples.ts';
import { deliveryHeaders, runPayload, signedHook } from '../support/signed-hook.ts';

const folder = folders();
let server: HookServer | undefined;
let opened: Store | undefined;
afterEach(async () => {
  await server?.close();
  await opened?.close();
  [server, opened] = [undefined, undefined];
});

type Commit = (change: Change, commit: Store['commit']) => Promise<CommitResult>;

/** A bridge on a real file, whose commits go by way of the test. */
async function start(through: Commit = (change, commit) => commit(change)): Promise<HookServer> {
  const store = await openSqliteStore({ file: join(await folder(), 'room.db'), epoch: countingEpochs() });
  opened = store;
  const slow: Store = { ...store, commit: (change) => through(change, (each) => store.commit(each)) };
  return (server = await startHookServer({ store: slow, limits: { atOnce: 1_000_000 } }));
}

const text = JSON.stringify({ ...runPayload(), branches: ['feat/login'] });
const times = 1_000;
/** The same delivery many times at once: half under its own id, half under others. */
const replay = (bridge: HookServer) =>
  Promise.all(
    Array.from({ length: times }, (_, nth) =>
      bridge.post(text, deliveryHeaders(text, secret, nth % 2 === 0 ? 'd-1' : `d-${nth}`)),
    ),
  );
const saids = (answers: Awaited<ReturnType<typeof replay>>) => {
  const counts: Record<string, number> = {};
  for (const { body, status } of answers) {
    const said = `${status} ${body.said}`;
    counts[said] = (counts[said] ?? 0) + 1;
  }
  return counts;
};

describe('one delivery a thousand times at once', () => {
  it('[F31] has one effect, under its own id and under new ones', { timeout: 60_000 }, async () => {
    const bridge = await start();
    expect(saids(await replay(bridge))).toEqual({ '200 taken': 1, '200 duplicate': times - 1 });
    expect(bridge.marked).toHaveLength(1);
    expect((await bridge.world.store.get('card', cardId(key())))?.value.version).toBe(1);
    expect((await bridge.world.store.get('run', 'run-1'))?.version).toBe(1);
    expect(await bridge.world.store.list('outcome')).toHaveLength(1);
  });

  it('[F31] twin: has a thousand where nothing is remembered of it', { timeout: 60_000 }, async () => {
    const bridge = await start(({ key: _forgotten, ...change }, commit) => commit(change));
    expect(saids(await replay(bridge))).toEqual({ '200 taken': times });
    expect(bridge.marked).toHaveLength(times);
  });
});

describe('forty deliveries of one branch at once', () => {
  /** Received without the net between, so that all are there at the same instant. */
  async function receive(inTurn: Pace['inTurn']): Promise<PromiseSettledResult<Received>[]> {
    const { world } = await start();
    const pace: Pace = { count: () => 0, inTurn };
    const received = Array.from({ length: 40 }, (_, nth) => {
      const said = JSON.stringify(runPayload({ revision: nth + 1 }));
      const raw = { headers: deliveryHeaders(said, secret), body: new TextEncoder().encode(said), at: 1 };
      return receiveDelivery(world, signedHook({ secret }), raw, pace);
    });
    return Promise.allSettled(received);
  }

  it('[W2] are all kept at their first try', async () => {
    const received = await receive(createTurns());
    expect(received.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect((await server?.world.store.get('run', 'run-1'))?.value.run.revision).toBe(40);
  });

  it('[W2] twin: keep each other from being kept where they do not wait for their turn', async () => {
    const received = await receive((_key, work) => work());
    expect(received.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(20);
  });
});

/** Fifty runs, each of its own branch; each is posted again until it is acknowledged. */
const runs = Array.from({ length: 50 }, (_, nth) =>
  JSON.stringify(runPayload({ id: `run-${nth}`, branch: `b${nth}` })),
);
const kept = async ({ world }: HookServer) => (await world.store.list('run')).map(({ id }) => id);
const post = (bridge: HookServer, body: string) => bridge.post(body, deliveryHeaders(body, secret));

describe('a disk that takes two seconds for each commit', () => {
  /** What is acknowledged is looked for at once. */
  async function lostOnes(bridge: HookServer, bodies: readonly string[]): Promise<string[]> {
    const lost: string[] = [];
    await Promise.all(
      bodies.map(async (body, nth) => {
        const { status } = await post(bridge, body);
        if (status === 200 && !(await kept(bridge)).includes(`run-${nth}`)) lost.push(`run-${nth}`);
        if (status !== 200 && status !== 503) throw new Error(`answered ${status}`);
      }),
    );
    return lost;
  }

  /** Lets time pass for as long as `work` goes on. */
  async function whileTimePasses<T>(bridge: HookServer, work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const ended = work.finally(() => over.abort());
    while (!over.signal.aborted) await bridge.clock.advance(500);
    return ended;
  }

  const twoSeconds = (clock: () => HookServer['clock']): Promise<void> =>
    new Promise((resolve) => void clock().after(2_000, resolve));

  it('[F34] makes nothing be acknowledged that is not kept, and loses nothing that comes again', {
    timeout: 60_000,
  }, async () => {
    let isSlow = false;
    const bridge: HookServer = await start(async (change, commit) => {
      if (isSlow) await twoSeconds(() => bridge.clock);
      return commit(change);
    });
    isSlow = true;
    expect(await whileTimePasses(bridge, lostOnes(bridge, runs))).toEqual([]);
    expect(await whileTimePasses(bridge, lostOnes(bridge, runs))).toEqual([]);
    isSlow = false;
    const again = await whileTimePasses(bridge, Promise.all(runs.map((body) => post(bridge, body))));
    expect(new Set(again.map(({ body }) => body.said))).toEqual(new Set(['duplicate']));
    expect(await kept(bridge)).toHaveLength(runs.length);
  });

  it('[F34] twin: where the answer does not wait for the disk, what is acknowledged is not there', {
    timeout: 60_000,
  }, async () => {
    let isSlow = false;
    const bridge: HookServer = await start(async (change, commit) => {
      if (!isSlow) return commit(change);
      void twoSeconds(() => bridge.clock).then(() => commit(change));
      return { state: 'committed', entries: [] };
    });
    isSlow = true;
    expect(await lostOnes(bridge, runs.slice(0, 5))).toHaveLength(5);
  });
});

describe('a disk that is full for a while', () => {
  it('[F34] takes no delivery, says so to each, and takes all when they come again', async () => {
    let left = 20;
    const bridge = await start(async (change, commit) => {
      left -= 1;
      if (left < 0) throw new StoreUnavailable('full');
      return commit(change);
    });
    const first = await Promise.all(runs.map((body) => post(bridge, body)));
    const acked = first.filter(({ status }) => status === 200).length;
    expect(first.filter(({ status }) => status === 503)).toHaveLength(runs.length - acked);
    expect(await kept(bridge)).toHaveLength(acked);
    left = Infinity;
    const second = await Promise.all(runs.map((body) => post(bridge, body)));
    expect(new Set(second.map(({ status }) => status))).toEqual(new Set([200]));
    expect(second.filter(({ body }) => body.said === 'duplicate')).toHaveLength(acked);
    expect(await kept(bridge)).toHaveLength(runs.length);
    expect(bridge.world.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
