import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import type { World } from '../../bridge/app/world.ts';
import { manualClock } from '../../test/support/clock.ts';
import { type GitHubServer, startGitHubServer } from '../../test/support/github/server.ts';
import { makeRepository } from '../../test/support/repository.ts';
import { deliverSince, openBridge } from '../bridge.ts';
import { stepper } from '../stepper.ts';
import { day, people, plan } from './plan.ts';
import { createTeam } from './team.ts';

export interface Counted {
  readonly calls: number;
  /** Those that GitHub counts: 304 is free. */
  readonly charged: number;
  /** Of runs and jobs. */
  readonly deliveries: number;
  /** Cards that are not as GitHub has it at the end of the day. */
  readonly wrong: number;
  readonly routes: ReadonlyMap<string, number>;
}

/** Lives through the day, with the bridge's hook or without, and counts what the bridge has asked. */
export async function live(hooked: boolean): Promise<Counted> {
  const work = await makeRepository({ '.github/workflows/ci.yml': 'name: CI\non: workflow_dispatch\njobs: {}\n' });
  const clock = manualClock(Date.UTC(2026, 0, 5, 9));
  const github = await startGitHubServer({
    repositories: { 'acme/shop': work.folder },
    now: () => Math.floor(clock.now()),
  });
  github.actions.byHand();
  // Deliveries are signed, and sent nowhere: the bridge is handed them.
  github.hooks.to({ url: 'http://127.0.0.1:9/', secret: 'hush', events: [] });
  const store = createMemoryStore({ epoch: () => '0'.repeat(32) });
  const bridge = await openBridge({ github, login: 'ann', clock, store, people, patienceMs: day });
  const begin = clock.now();
  const go = stepper(clock, bridge.quiet);
  const close = await runInlets(bridge.world);
  await go(begin + 5_000);
  const before = github.calls.length;
  const team = createTeam(github, work);
  let delivered = 0;
  for (const act of plan()) {
    await go(begin + act.at);
    await team(act);
    if (hooked) delivered = await deliverSince(bridge, github, delivered);
  }
  await go(begin + day);
  const counted = { ...countOf(github, before), wrong: await wrongCards(bridge.world, github) };
  await close();
  await github.close();
  await work.remove();
  return counted;
}

function countOf(github: GitHubServer, since: number): Omit<Counted, 'wrong'> {
  const calls = github.calls.slice(since);
  const routes = new Map<string, number>();
  for (const { route, status } of calls) routes.set(`${route} ${status}`, (routes.get(`${route} ${status}`) ?? 0) + 1);
  const ci = github.hooks.deliveries.filter(({ event }) => event === 'workflow_run' || event === 'workflow_job');
  return {
    calls: calls.length,
    charged: calls.filter(({ status }) => status !== 304).length,
    deliveries: ci.length,
    routes,
  };
}

async function wrongCards(world: World, github: GitHubServer): Promise<number> {
  const cards = (await world.store.list('card')).map(({ value }) => value);
  return github.repo.pulls.filter((pull) => {
    const card = cards.find(({ key }) => key.branch === pull.head);
    const state = pull.merged ? 'merged' : pull.state === 'closed' ? 'closed' : pull.draft ? 'draft' : 'open';
    const conclusion = github.repo.runs.findLast(({ branch }) => branch === pull.head)?.attempts.at(-1)?.conclusion;
    const ended = conclusion === 'success' ? 'passed' : conclusion === 'failure' ? 'failed' : undefined;
    return card?.forge?.pullRequest?.state !== state || (ended !== undefined && card.ci[0]?.state !== ended);
  }).length;
}
