import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { readRunDelivery } from '../../bridge/adapters/ci/github-actions/delivery.ts';
import { createGitHubHook } from '../../bridge/adapters/github/hook.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { mergeRun, newRun, type RunNews } from '../../bridge/domain/run.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import { ofJob, ofRun } from '../adapters/ci/github-actions/deliveries.ts';
import { type HookServer, secret, startHookServer } from '../support/hook-server.ts';
import { key, room, run } from '../support/samples.ts';

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

/** What GitHub posts of a run of two jobs, of which one fails and is run again: eight events. */
const events = [
  ofRun({ status: 'queued', at: 1 }),
  ofJob(11, 'build', { status: 'in_progress', at: 4 }),
  ofJob(11, 'build', { status: 'completed', conclusion: 'success', at: 20 }),
  ofJob(12, 'test', { status: 'completed', conclusion: 'failure', at: 30 }),
  ofRun({ status: 'completed', conclusion: 'failure', at: 31 }),
  ofJob(13, 'test', { attempt: 2, status: 'in_progress', at: 104 }),
  ofJob(13, 'test', { attempt: 2, status: 'completed', conclusion: 'success', at: 120 }),
  ofRun({ attempt: 2, status: 'completed', conclusion: 'success', at: 121 }),
];
const news = events.map(({ event, payload }): RunNews => {
  const read = readRunDelivery(event, payload);
  if (!read || !('report' in read)) throw new Error(`no report: ${JSON.stringify(read)}`);
  const { of: origin, ...told } = read.report;
  return { ...told, ...(origin ? { queuedAt: origin.queuedAt } : {}) };
});

const ours = RepositoryId.parse('github.com/acme/web');
const github = createGitHubHook({
  secrets: [secret],
  repositories: [ours],
  sources: ['github'],
  runs: readRunDelivery,
});
const headersOf = (event: string, text: string, guid: string) => ({
  'content-type': 'application/json',
  'x-github-event': event,
  'x-github-delivery': guid,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
});

/** The bridge with GitHub's hook, for whom the repository is its own. */
async function start(): Promise<HookServer> {
  server = await startHookServer({ hooks: [github], limits: { atOnce: 100_000 } });
  const { store } = server.world;
  const kept = await store.get('room', room);
  if (!kept) throw new Error('no room');
  const value = { ...kept.value, repositories: [ours] };
  await store.commit({ at: 1, puts: [{ kind: 'room', id: room, room, after: kept.version, value }] });
  return server;
}

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
    const { post, world } = await start();
    const states = new Set<string>();
    for (let nth = 0; nth < 100; nth += 1) {
      // Each order is that of a run of its own, on a branch of its own.
      const own = (text: string) =>
        text.replace(/("(?:run_)?id":)42\b/, `$1${7_000 + nth}`).replaceAll('feat/login', `b${nth}`);
      const order = shuffled([...events, ...events.filter(() => random() < 0.5)], random);
      const posted = order.map(({ event, payload }) => {
        const text = own(JSON.stringify(payload));
        return post(text, headersOf(event, text, `guid-${random()}`), 'github');
      });
      const answers = await Promise.all(posted);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(answers.filter(({ body }) => body.said === 'taken')).toHaveLength(events.length);
      const card = await world.store.get('card', cardId({ ...key(`b${nth}`), repository: ours }));
      const id = card?.value.ci[0]?.run ?? '';
      const kept = await world.store.get('run', id);
      const text = textOf([kept?.value.run, card?.value.ci]);
      states.add(text.replaceAll(`/${7_000 + nth}"`, '/ID"'));
    }
    expect([...states]).toHaveLength(1);
    expect(JSON.parse([...states][0] ?? '')).toMatchObject([{ attempt: 2, state: 'passed', jobs: [{}, {}] }, [{}]]);
  });

  it('[F32] are refused where their header calls them something else', async () => {
    const { post, world } = await start();
    for (const { event, payload } of events) {
      const text = JSON.stringify(payload);
      const names = ['workflow_run', 'workflow_job', 'push', 'check_run', 'pull_request', 'ping', ''];
      for (const name of names.filter((each) => each !== event))
        expect((await post(text, headersOf(name, text, 'guid'), 'github')).status).toBe(400);
    }
    expect(await world.store.list('run')).toEqual([]);
    expect(await world.store.list('outcome')).toEqual([]);
  });
});

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
