import { receiveReport } from '../../bridge/app/ci/receive-report.ts';
import { changeCard } from '../../bridge/app/card-change.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { type Routing, routingTo } from '../../bridge/app/routes/routing.ts';
import { telling } from '../../bridge/app/routes/tell.ts';
import { channelsIn, type Route } from '../../bridge/domain/route.ts';
import type { Put, Task } from '../../bridge/ports/store.ts';
import type { ForgeFact, PullRequest } from '../../protocol/model/pull-request.ts';
import type { CiState } from '../../protocol/model/run.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { forge, key, repository, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts';

const place = (channel: string) => ({ platform: 'memory', channel });

/** A route with a name, to channels of the chat in memory. */
export const route = (name: string, channels: readonly string[], part: Partial<Route> = {}): Route => ({
  name,
  channels: channels.map(place),
  people: [],
  notify: 'change',
  ...part,
});

export const routingOf = (routes: readonly Route[], part: Partial<Routing> = {}): Routing => {
  const home = [place('general')];
  return { ...routingTo(home), routes, channels: channelsIn([{ channels: home }, ...routes]), ...part };
};

/** A world with these routes, and the other side of it. */
export async function openRoutes(routes: readonly Route[], options: Omit<TestWorldOptions, 'clock'> = {}) {
  const { world, clock } = await openManualWorld({ routing: routingOf(routes), ...options });
  return { world, clock, ...eventsOf(world) };
}

export const pull = (part: Partial<PullRequest> = {}): PullRequest => ({
  number: 7,
  title: 'A change',
  url: 'https://example.com/7',
  state: 'open',
  author: 'ann',
  labels: [],
  ...part,
});

function eventsOf(world: TestWorld) {
  let revision = 0;
  const ends = new Map<string, number>();
  return {
    /** CI of a branch ends so; the number tells its runs apart. */
    async ends(branch: string, state: CiState, part: { readonly asked?: boolean } = {}) {
      const count = (ends.get(branch) ?? 0) + 1;
      ends.set(branch, count);
      const run = RunId.parse(`${branch}/${count}`);
      const at = world.clock.now() + count;
      const of = { ...key(branch), commit: sha('a'), workflow: 'tests', queuedAt: at };
      const known = part.asked ? await asked(world, run, branch, at) : undefined;
      await receiveReport(world, 'scripted', {
        run,
        attempt: 1,
        revision: 1,
        state,
        number: count,
        endedAt: at,
        ...(state === 'failed' ? { failures: [], lines: [] } : {}),
        ...(known ? {} : { of }),
      });
      return run;
    },
    /** The forge tells of a branch. */
    async tells(branch: string, part: Partial<ForgeFact> = {}) {
      revision += 1;
      const fact = forge({ revision, ...part });
      await decideOnce(world, async () => {
        const changed = await changeCard(world, room, key(branch), { source: 'forge', fact });
        if (!changed) return { answer: undefined };
        const change = telling({ at: world.clock.now(), puts: [changed.put] }, changed.told);
        return { change, answer: () => undefined };
      });
    },
    put: async (...puts: readonly Put[]) =>
      decideOnce(world, async () => ({ change: { at: world.clock.now(), puts }, answer: () => undefined })),
    /** What is on its way, as `type place`; a thread's reply says so, and what the channel sees too. */
    async sent(branch = 'feat/login') {
      const { deliveries } = await world.store.trace({ room, card: key(branch) });
      return deliveries.map(({ task }) => shown(task));
    },
    /** The ledger's rows of a branch, as `verdict: rule`. */
    async ledger(branch = 'feat/login') {
      const { rows } = await world.store.trace({ room, card: key(branch) });
      return rows.map(({ verdict, rule, event }) => `${event} | ${verdict} | ${rule}`);
    },
  };
}

/** A run that somebody has asked for. */
async function asked(world: TestWorld, run: RunId, branch: string, queuedAt: number): Promise<true> {
  const value = {
    run,
    provider: 'scripted',
    workflow: 'tests',
    commit: sha('a'),
    attempt: 1,
    revision: 0,
    state: 'queued' as const,
    queuedAt,
    failures: [],
    lines: [],
    requestedBy: { id: 'ana' as never, name: 'Ana' },
  };
  const put: Put = { kind: 'run', id: run, room, after: 0, value: { room, about: key(branch), run: value } };
  await decideOnce(world, async () => ({ change: { at: world.clock.now(), puts: [put] }, answer: () => undefined }));
  return true;
}

function shown(task: Task): string {
  if (task.type !== 'message') return `${task.type} ${task.channel}`;
  return `message ${task.channel}${task.about ? ' thread' : ''}${task.broadcast ? ' +channel' : ''}`;
}

export { key, repository, room };
