import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { startReconcile } from '../../bridge/app/ci/reconcile.ts';
import { createRefresher } from '../../bridge/app/ci/refresher.ts';
import { createRoster } from '../../bridge/app/people/roster.ts';
import { createSources } from '../../bridge/app/ci/sources.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import type { Store } from '../../bridge/ports/store.ts';
import { BranchName, RunId } from '../../protocol/model/ids.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { CiState } from '../../protocol/model/run.ts';
import { folders } from '../adapters/store/folder.ts';
import { countingEpochs } from '../contract/store-samples.ts';
import type { ManualClock } from '../support/clock.ts';
import { forge, key, repository, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const minuteMs = 60_000;
const folder = folders();
let stores: Store[] = [];
afterEach(async () => {
  for (const store of stores) await store.close();
  stores = [];
});

/** Events come by these rules, and change what forge and engine would answer; whether they are also delivered is another matter. */
function happen(world: TestWorld, clock: ManualClock, count: number, from: number): string[] {
  const { forge: gitForge, ci } = world.script;
  const touched: string[] = [];
  for (let nth = from; nth < from + count; nth += 1) {
    const branch = `b${(nth * 7) % 60}`;
    const at = clock.now() + nth;
    const known = gitForge.facts.get(branch);
    if (nth % 3 === 0) gitForge.facts.set(branch, pullRequest(branch, at, nth, known));
    else ci.runs.set(`run-${branch}`, report(branch, at, nth, ci.runs.get(`run-${branch}`)));
    touched.push(branch);
  }
  return touched;
}

/** Each time that a branch comes round, another state. */
const turnOf = (nth: number): number => nth + Math.floor(nth / 60);

const states = ['open', 'draft', 'open', 'merged', 'closed'] as const;
function pullRequest(branch: string, at: number, nth: number, known: ForgeFact | undefined): ForgeFact {
  const number = known?.pullRequest?.number ?? nth + 1;
  const state = states[turnOf(nth) % states.length] ?? 'open';
  const url = `https://forge.example/${number}`;
  return forge({
    forge: 'scripted',
    revision: at,
    ahead: nth,
    pullRequest: { number, title: `${branch} at ${nth}`, url, state, unresolvedThreads: nth % 5 },
  });
}

const runStates: readonly CiState[] = ['queued', 'running', 'failed', 'running', 'passed'];
function report(branch: string, at: number, nth: number, known: CiReport | undefined): CiReport {
  const state = runStates[turnOf(nth) % runStates.length] ?? 'queued';
  const ended = known !== undefined && ['failed', 'passed'].includes(known.state);
  return {
    run: RunId.parse(`run-${branch}`),
    attempt: (known?.attempt ?? 1) + (ended ? 1 : 0),
    revision: at,
    state,
    ...(state === 'failed' ? { failures: [{ name: `fails at ${nth}` }], lines: [] } : {}),
    of: { repository, branch: BranchName.parse(branch), commit: sha(), workflow: 'tests', queuedAt: 1000 },
  };
}

/** The branches whose cards are not as forge and engine say. */
async function wrong({ store, script }: TestWorld): Promise<string[]> {
  const off: string[] = [];
  for (let nth = 0; nth < 60; nth += 1) {
    const branch = `b${nth}`;
    const card = (await store.get('card', cardId(key(branch))))?.value;
    const fact = script.forge.facts.get(branch);
    const told = script.ci.runs.get(`run-${branch}`);
    const [run] = card?.ci ?? [];
    const isOpen = fact?.pullRequest?.state === 'open' || fact?.pullRequest?.state === 'draft';
    // A branch that had no card gets none for a pull request that is over.
    const forgeIsRight = card?.forge ? card.forge.revision === fact?.revision : !isOpen;
    const ciIsRight = run?.state === told?.state && run?.attempt === told?.attempt;
    if (!forgeIsRight || !ciIsRight) off.push(branch);
  }
  return off;
}

/** Lets time pass in steps, for what is done at the end of one step goes on in the next. */
async function passing(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) await clock.advance(1_000);
}

/** A bridge that has seen the first events, was down for half an hour while 500 more came, and is started again on the same file. */
async function restarted(): Promise<{ world: TestWorld; clock: ManualClock }> {
  const file = join(await folder(), 'room.db');
  const open = async (): Promise<Store> => {
    const store = await openSqliteStore({ file, epoch: countingEpochs() });
    stores.push(store);
    return store;
  };
  const { world, clock } = await openManualWorld({
    store: await open(),
    pullRequests: true,
    ci: { can: { ourIds: false } },
  });
  world.script.forge.moved.push(...happen(world, clock, 90, 0).map((branch) => BranchName.parse(branch)));
  const before = startReconcile(world);
  await passing(clock, 5 * minuteMs);
  await before();
  await world.refresher.close();
  expect(await wrong(world)).toEqual([]);
  await world.store.close();
  happen(world, clock, 500, 90);
  await clock.advance(30 * minuteMs);
  const again: TestWorld = {
    ...world,
    store: await open(),
    roster: createRoster(),
    sources: createSources(() => again),
    refresher: createRefresher(() => again),
  };
  // The first time, a forge names the branches with open pull requests.
  const opened = [...world.script.forge.facts].filter(
    ([, fact]) => fact.pullRequest?.state === 'open' || fact.pullRequest?.state === 'draft',
  );
  world.script.forge.moved.push(...opened.map(([branch]) => BranchName.parse(branch)));
  return { world: again, clock };
}

it('[F33] what happened while the bridge was down, and was never delivered, is right a quarter of an hour after it is up', {
  timeout: 60_000,
}, async () => {
  const { world, clock } = await restarted();
  expect((await wrong(world)).length).toBeGreaterThan(30);
  const sweep = startReconcile(world);
  const from = clock.now();
  while ((await wrong(world)).length > 0 && clock.now() - from < 15 * minuteMs) await passing(clock, 5_000);
  process.stdout.write(`[F33] all right after ${(clock.now() - from) / 1000} s by the bridge’s clock\n`);
  expect(await wrong(world)).toEqual([]);
  await sweep();
  await world.refresher.close();
});

it('[F33] twin: stays wrong without the sweep', { timeout: 60_000 }, async () => {
  const { world, clock } = await restarted();
  await passing(clock, 15 * minuteMs);
  expect((await wrong(world)).length).toBeGreaterThan(30);
});
