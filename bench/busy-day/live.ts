import { createGitHubActions } from '../../bridge/adapters/ci/github-actions/index.ts';
import { readRunDelivery } from '../../bridge/adapters/ci/github-actions/delivery.ts';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { createLocalBus } from '../../bridge/adapters/bus/local/index.ts';
import { createGitHubForge } from '../../bridge/adapters/forge/github/index.ts';
import { createGitHubClient } from '../../bridge/adapters/github/client.ts';
import { createGitHubHook } from '../../bridge/adapters/github/hook.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { createLinking } from '../../bridge/app/linking.ts';
import { receiveDelivery } from '../../bridge/app/receive-delivery.ts';
import { createRefresher } from '../../bridge/app/refresher.ts';
import { createRoster } from '../../bridge/app/roster.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { createSources } from '../../bridge/app/sources.ts';
import type { World } from '../../bridge/app/world.ts';
import { BranchName, DeviceId, PersonId, RepositoryId, RoomId } from '../../protocol/model/ids.ts';
import { countingIds, manualClock } from '../../test/support/clock.ts';
import { startGitHubServer } from '../../test/support/github/server.ts';
import { makeRepository } from '../../test/support/repository.ts';

import { chanceFrom, day, people, plan } from './plan.ts';

const repository = (url: string) => RepositoryId.parse(`${new URL(url).hostname}/acme/shop`);

/** Moves a manual clock on, and lets each question over HTTP be answered before the next timer fires. */
function stepper(clock: ReturnType<typeof manualClock>, quiet: () => boolean) {
  const settle = async (): Promise<void> => {
    for (let calm = 0; calm < 3; ) {
      await new Promise((resolve) => void setImmediate(resolve));
      calm = quiet() ? calm + 1 : 0;
    }
  };
  return async (to: number): Promise<void> => {
    while (clock.now() < to) {
      await settle();
      await clock.advance(Math.min(1_000, to - clock.now()));
    }
    await settle();
  };
}

export interface Counted {
  readonly calls: number;
  /** Those that GitHub counts: 304 is free. */
  readonly charged: number;
  readonly deliveries: number;
  readonly wrong: number;
}

export async function live(hooked: boolean): Promise<Counted> {
  const work = await makeRepository({ '.github/workflows/ci.yml': 'name: CI\non: workflow_dispatch\njobs: {}\n' });
  const clock = manualClock(Date.UTC(2026, 0, 5, 9));
  const github = await startGitHubServer({ repositories: { 'acme/shop': work.folder }, now: clock.now });
  github.actions.byHand();
  let inFlight = 0;
  const ask: typeof fetch = async (...words) => {
    inFlight += 1;
    try {
      return await fetch(...words);
    } finally {
      inFlight -= 1;
    }
  };
  const repositories = [repository(github.url)];
  const log = { info: () => undefined, warn: () => undefined, error: console.error };
  const auth = { type: 'token', token: github.token('ann') } as const;
  const client = createGitHubClient({
    apiUrl: github.url,
    repositories,
    auth,
    clock,
    log,
    fetch: ask,
    paced: false,
    timeoutMs: day,
  });
  const hook = createGitHubHook({
    secrets: ['hush'],
    repositories,
    sources: ['github', 'github-actions'],
    runs: readRunDelivery,
  });
  const ids = countingIds();
  const home = RoomId.parse('shop');
  const world: World = {
    store: createMemoryStore({ epoch: () => ids.hex(16) }),
    bus: createLocalBus(),
    clock,
    ids,
    log,
    roster: createRoster(),
    policy: { groups: {}, rules: [] },
    home,
    forges: [createGitHubForge({ client, repositories, clock })],
    ci: [createGitHubActions({ client, repositories, clock, log })],
    chats: [],
    hooks: [hook],
    accounts: [],
    names: new Map(),
    sources: createSources(() => world),
    refresher: createRefresher(() => world),
    linking: createLinking(() => world),
    underWay: new Map(),
  };
  await decideOnce(world, async () => ({
    change: {
      at: 0,
      puts: [{ kind: 'room', id: home, room: home, after: 0, value: { id: home, name: 'Shop', repositories } }],
    },
    answer: () => undefined,
  }));
  for (let each = 0; each < people; each += 1)
    world.roster.enter({
      person: { id: PersonId.parse(`p${each}`), name: `P${each}` },
      device: DeviceId.parse(`device-${each}`),
    });
  let delivered = 0;
  const deliver = async (): Promise<void> => {
    for (; delivered < github.hooks.deliveries.length; delivered += 1) {
      const { headers, body } = github.hooks.deliveries[delivered] ?? { headers: {}, body: '' };
      if (!hooked) continue;
      const raw = { headers, body: Buffer.from(body), at: clock.now() };
      await receiveDelivery(world, hook, raw, { count: () => 0, inTurn: async (_key, doIt) => doIt() });
    }
  };
  github.hooks.to({ url: 'http://127.0.0.1:9/', secret: 'hush', events: [] });
  const begin = clock.now();
  const go = stepper(clock, () => inFlight === 0);
  const close = await runInlets(world);
  await go(begin + 5_000);
  const pulls = new Map<number, number>();
  const runs = new Map<number, Awaited<ReturnType<typeof github.actions.script>>>();
  const jobs = new Map<number, ReturnType<Awaited<ReturnType<typeof github.actions.script>>['job']>[]>();
  const chance = chanceFrom(11);
  const before = github.calls.length;
  for (const { at, type, branch, run = -1 } of plan()) {
    await go(begin + at);
    const name = `feat/${branch}`;
    const by = ['ann', 'bo', 'cy'][branch % 3] ?? 'ann';
    const number = pulls.get(branch) ?? 0;
    if (type === 'push') {
      const known = (await work.git('for-each-ref', '--format=%(refname:short)', `refs/heads/${name}`)) !== '';
      const tree = await work.git('rev-parse', 'main^{tree}');
      const parent = await work.git('rev-parse', known ? name : 'main');
      const commit = await work.git('commit-tree', tree, '-p', parent, '-m', `Change ${at}`);
      await work.git('update-ref', `refs/heads/${name}`, commit);
      await github.pushed(name, by);
    } else if (type === 'open')
      pulls.set(branch, (await github.pulls.open({ head: name, base: 'main', title: `Change ${branch}`, by })).number);
    else if (type === 'request') await github.pulls.request(number, by === 'bo' ? 'cy' : 'bo', by);
    else if (type === 'approve') await github.pulls.approve(number, by === 'bo' ? 'cy' : 'bo');
    else if (type === 'merge') await github.pulls.merge(number, 'ann');
    else if (type === 'begin') {
      const begun = await github.actions.script({ branch: name, by });
      runs.set(run, begun);
      jobs.set(run, [begun.job('lint'), begun.job('test')]);
    } else if (type === 'run') for (const job of jobs.get(run) ?? []) job.start();
    else {
      const failed = chance() < 0.15;
      for (const [index, job] of (jobs.get(run) ?? []).entries())
        job.end(failed && index === 1 ? 'failure' : 'success');
      runs.get(run)?.end(failed ? 'failure' : 'success');
    }
    await deliver();
  }
  await go(begin + day);
  const calls = github.calls.slice(before);
  if (process.argv.includes('--routes')) {
    const routes = Map.groupBy(calls, ({ route, status }) => `${route} ${status}`);
    for (const [route, all] of [...routes].toSorted((a, b) => b[1].length - a[1].length))
      console.log(`  ${all.length}\t${route}`);
  }
  const wrong = await wrongCards(world, github);
  await close();
  await github.close();
  await work.remove();
  const ci = github.hooks.deliveries.filter(({ event }) => event === 'workflow_run' || event === 'workflow_job').length;
  return { calls: calls.length, charged: calls.filter(({ status }) => status !== 304).length, deliveries: ci, wrong };
}

/** Cards whose pull request or newest run is not as GitHub has it at the end of the day. */
async function wrongCards(world: World, github: Awaited<ReturnType<typeof startGitHubServer>>): Promise<number> {
  const cards = (await world.store.list('card')).map(({ value }) => value);
  return github.repo.pulls.filter((pull) => {
    const card = cards.find(({ key }) => key.branch === BranchName.parse(pull.head));
    const state = pull.merged ? 'merged' : pull.state === 'closed' ? 'closed' : pull.draft ? 'draft' : 'open';
    const run = github.repo.runs.findLast(({ branch }) => branch === pull.head);
    const conclusion = run?.attempts.at(-1)?.conclusion;
    const ended = conclusion === 'success' ? 'passed' : conclusion === 'failure' ? 'failed' : undefined;
    return card?.forge?.pullRequest?.state !== state || (ended !== undefined && card.ci[0]?.state !== ended);
  }).length;
}
