import { afterEach, describe, expect, it } from 'vitest';
import { mergeRun, newRun, type RunNews } from '../../bridge/domain/run.ts';
import type { CiRun, Job } from '../../protocol/model/run.ts';
import { Sha } from '../../protocol/model/ids.ts';
import { type HookServer, secret, startHookServer } from '../support/hook-server.ts';
import { key, run, sha } from '../support/samples.ts';
import { deliveryHeaders, type Payload, runPayload } from '../support/signed-hook.ts';
import { cardId } from '../../bridge/domain/card.ts';

let server: HookServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Numbers from a seed, so that what fails can be run again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const job = (name: string, id: string, attempt: number, revision: number, state: CiRun['state']): Job => ({
  id,
  name,
  attempt,
  revision,
  state,
  steps: [{ number: 1, name: 'Run it', state }],
});
type Told = NonNullable<Payload['run']>;
const whole = (attempt: number, revision: number, state: CiRun['state']): Partial<Told> => ({
  attempt,
  revision,
  state,
});
const ofJob = (each: Job): Partial<Told> => ({
  attempt: each.attempt,
  revision: 0,
  state: each.state === 'queued' ? 'queued' : 'running',
  jobs: [each],
});

/** What an engine posts of a run of two jobs, of which one fails and is run again: eight events. */
const events: readonly Partial<Told>[] = [
  whole(1, 10, 'queued'),
  ofJob(job('build', '11', 1, 12, 'running')),
  ofJob(job('build', '11', 1, 14, 'passed')),
  ofJob(job('test', '12', 1, 15, 'failed')),
  whole(1, 16, 'failed'),
  ofJob(job('test', '13', 2, 21, 'running')),
  ofJob(job('test', '13', 2, 23, 'passed')),
  whole(2, 24, 'passed'),
];
const news = events.map((event) => ({ ...runPayload(event).run, run: run().run }) as unknown as RunNews);

/** A run as text, whatever the order in which its fields were told. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

type Merge = (known: CiRun, news: RunNews) => CiRun;

/** All states in which a run may end, and in how many orders: after each event an earlier one, or itself, may come again. */
function endings(merge: Merge, again: () => number): { readonly orders: number; readonly states: ReadonlySet<string> } {
  const states = new Set<string>();
  let orders = 0;
  const walk = (known: CiRun, came: readonly RunNews[], left: readonly RunNews[]): void => {
    if (left.length === 0) {
      orders += 1;
      states.add(textOf(known));
    }
    for (const next of left) {
      const told = [...came, next];
      const repeated = told[Math.floor(again() * told.length * 2)];
      const after = merge(known, next);
      walk(
        repeated ? merge(after, repeated) : after,
        told,
        left.filter((each) => each !== next),
      );
    }
  };
  walk(newRun(run()), [], news);
  return { orders, states };
}

describe('eight events of one run', () => {
  it('[F32] end in one state in all 40,320 orders, with repeats', { timeout: 60_000 }, () => {
    const { orders, states } = endings(mergeRun, chance(1));
    expect(orders).toBe(40_320);
    expect([...states]).toHaveLength(1);
    const [state = ''] = states;
    expect(JSON.parse(state)).toMatchObject({ attempt: 2, state: 'passed' });
  });

  it('[F32] twin: end in many where the last one to come is believed', { timeout: 60_000 }, () => {
    const believed: Merge = (known, told) => ({ ...known, ...told });
    expect(endings(believed, chance(1)).states.size).toBeGreaterThan(1);
  });

  it('[F32] end in one state on the card through the real inlet, in 100 orders with repeats', {
    timeout: 60_000,
  }, async () => {
    const random = chance(Number(process.env['F32_SEED'] ?? 7));
    server = await startHookServer({ limits: { atOnce: 100_000 } });
    const { post, world } = server;
    const states = new Set<string>();
    for (let nth = 0; nth < 100; nth += 1) {
      // Each order is that of a run of its own, on a branch of its own.
      const [id, branch] = [`run-${nth}`, `b${nth}`];
      const orders = shuffled([...events, ...events.filter(() => random() < 0.5)], random);
      const posted = orders.map((event) => {
        const text = JSON.stringify(runPayload({ ...event, id, branch, commit: sha() }));
        return post(text, deliveryHeaders(text, secret, `d-${random()}`));
      });
      const statuses = (await Promise.all(posted)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      const kept = await world.store.get('run', id);
      const card = await world.store.get('card', cardId(key(branch)));
      const shown = card?.value.ci.map((each) => ({ ...each, run: 'run' }));
      states.add(textOf([{ ...kept?.value.run, run: 'run' }, shown]));
    }
    expect([...states]).toHaveLength(1);
    expect(await world.store.list('outcome')).toHaveLength(100 * events.length);
  });

  it('[F32] are refused where their header calls them something else', async () => {
    server = await startHookServer();
    const text = JSON.stringify(runPayload({ commit: Sha.parse('b'.repeat(40)) }));
    const swapped = { ...deliveryHeaders(text, secret), 'x-event': 'push' };
    expect((await server.post(text, swapped)).status).toBe(400);
    expect(await server.world.store.list('run')).toEqual([]);
  });
});

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
