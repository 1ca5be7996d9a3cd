import type { CardKey } from '../../../protocol/model/card.ts';
import type { BranchName, RepositoryId, RunId } from '../../../protocol/model/ids.ts';
import { hasEnded, latestRuns } from '../../../protocol/model/health.ts';
import type { ForgeFact } from '../../../protocol/model/pull-request.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { cardId } from '../../domain/card.ts';
import { isClear } from '../../domain/turn.ts';
import { createChores } from './chores.ts';
import { receiveReport, roomOf } from './receive-report.ts';
import { isOpen, refreshForge } from './refresh-forge.ts';
import type { World } from '../world.ts';

/** Asks the sources for what has become stale, each thing once however often it was asked for, one after another. */
export interface Refresher {
  /** The forge has something new to say of these branches. */
  mark(repository: RepositoryId, branches: readonly BranchName[] | 'all'): void;
  /** More is to be known of a run than was told: it is asked for, a few times where there is nothing yet. */
  look(provider: string, run: RunId): void;
  close(): Promise<void>;
}

/** News comes in bursts: a push is followed by a dozen deliveries within a second or two. */
const settleMs = 1_500;
/** A branch is asked about so soon, and again after so long while the forge has not made up its mind. */
const undecided = [settleMs, 10_000, 60_000];
/** Where every branch may have changed, as when their base moves, they are looked at no more often than this. */
const allMs = 2 * 60_000;
/** How often a run is looked into, and after how long each time, before it is told as it is. */
const looks = [0, 5_000, 30_000];

/** `world` is asked for when the first work is done, so that the refresher may be a part of it. */
export function createRefresher(world: () => World): Refresher {
  const chores = createChores(world);
  const allAt = new Map<RepositoryId, number>();
  /** Runs whose jobs were asked for: an engine may have none. */
  const asked = new Set<RunId>();

  const look = (provider: string, run: RunId, tried: number): void =>
    chores.add(`run/${run}`, looks[tried] ?? 0, async () => {
      const last = tried + 1 >= looks.length;
      if (!(await lookInto(world(), provider, run, last))) look(provider, run, tried + 1);
    });

  const ask = (key: CardKey, tried: number): void =>
    chores.add(`branch/${key.repository}/${key.branch}`, undecided[tried] ?? 0, async () => {
      const fact = await refresh(world(), key);
      for (const { provider, run } of await untold(world(), key, fact)) {
        if (!asked.has(run)) look(provider, run, 0);
        asked.add(run);
      }
      // A forge takes a moment to find conflicts, and does not say when it has.
      const unknown = fact?.conflicts === 'unknown' && isOpen(fact);
      if (unknown && tried + 1 < undecided.length) ask(key, tried + 1);
    });

  const mark: Refresher['mark'] = (repository, branches) => {
    if (branches !== 'all') {
      for (const branch of branches) ask({ repository, branch }, 0);
      return;
    }
    // So it is when the default branch moves, and with it what its files say.
    world().routes.moved(repository);
    const soonest = (allAt.get(repository) ?? -Infinity) + allMs - world().clock.now();
    chores.add(`all/${repository}`, Math.max(settleMs, soonest), async () => {
      allAt.set(repository, world().clock.now());
      mark(repository, await branchesOf(world(), repository));
    });
  };

  return { mark, look: (provider, run) => look(provider, run, 0), close: () => chores.close() };
}

/** The branches that have a card, and have not come to their end. */
async function branchesOf(world: World, repository: RepositoryId): Promise<BranchName[]> {
  const cards = (await world.store.list('card')).filter(({ value }) => value.key.repository === repository);
  return cards.filter(({ value }) => !isOver(value.forge)).map(({ value }) => value.key.branch);
}

/** Whether a branch has come to its end: its base may go on without it. */
const isOver = (forge: ForgeFact | undefined): boolean =>
  forge?.merged === true || forge?.pullRequest?.state === 'merged' || forge?.pullRequest?.state === 'closed';

/** A branch gets a card when it has a pull request; one that has a card already is brought up to date. */
async function refresh(world: World, key: CardKey): Promise<ForgeFact | undefined> {
  const room = await roomOf(world, key.repository);
  return room && refreshForge(world, room, key, { onlyIfOpen: true });
}

/** Runs that had ended before their jobs were told, where a pull request waits for checks that may be among these. */
async function untold(world: World, key: CardKey, fact: ForgeFact | undefined): Promise<CiRun[]> {
  if (!fact || !isOpen(fact) || !fact.pullRequest?.requiredChecks?.length) return [];
  const card = (await world.store.get('card', cardId(key)))?.value;
  const engines = new Set(world.ci.filter(({ can }) => !can.ourIds).map(({ id }) => id));
  return latestRuns((card?.ci ?? []).filter(({ commit }) => commit === fact.head)).filter(
    ({ provider, state, jobs }) => jobs === undefined && hasEnded(state) && engines.has(provider),
  );
}

/** Asks for a run, and says whether it is clear now. The `last` time it is told as it is. */
async function lookInto(world: World, provider: string, run: RunId, last: boolean): Promise<boolean> {
  const kept = await world.store.get('run', run);
  const engine = world.ci.find((each) => each.id === provider);
  if (!kept || !engine) return true;
  let failure: unknown;
  const reports = await world.sources
    .asked(provider, 'ci', () => engine.read({ run }))
    .catch((error: unknown) => {
      failure = error;
      return [];
    });
  for (const report of reports) await receiveReport(world, provider, report);
  const now = (await world.store.get('run', run))?.value.run ?? kept.value.run;
  if (!isClear(now)) {
    if (!last) return false;
    const { attempt, revision, state } = now;
    await receiveReport(world, provider, { run, attempt, revision, state, failures: [], lines: [] });
  }
  // People are told; but what was not answered is asked again.
  if (last && failure !== undefined) throw failure;
  return true;
}
