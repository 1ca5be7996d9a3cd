import type { CardKey } from '../../protocol/model/card.ts';
import type { BranchName, RepositoryId, RunId } from '../../protocol/model/ids.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import { isClear } from '../domain/turn.ts';
import { PlatformError } from '../ports/platform-error.ts';
import { receiveReport, roomOf } from './receive-report.ts';
import { refreshForge } from './refresh-forge.ts';
import type { World } from './world.ts';

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
/** So many questions are asked together at most. */
const together = 40;
/** Where every branch may have changed, as when their base moves, they are looked at no more often than this. */
const allMs = 2 * 60_000;
/** How often a run is looked into, and after how long each time, before it is told as it is. */
const looks = [0, 5_000, 30_000];

interface Job {
  readonly key: string;
  readonly at: number;
  readonly work: () => Promise<void>;
}

/** `world` is asked for when the first work is done, so that the refresher may be a part of it. */
export function createRefresher(world: () => World): Refresher {
  const jobs = new Map<string, Job>();
  const allAt = new Map<RepositoryId, number>();
  let cancel: (() => void) | undefined;
  let busy: Promise<void> | undefined;
  let closed = false;

  /** The earlier of two wishes counts: a steady stream of news must not put off the asking for ever. */
  function add(key: string, afterMs: number, work: () => Promise<void>): void {
    if (closed || jobs.has(key)) return;
    jobs.set(key, { key, at: world().clock.now() + afterMs, work });
    wake();
  }

  /** Does all that is due, at once: a forge may answer many questions that are asked together by one call. */
  function wake(): void {
    cancel?.();
    cancel = undefined;
    const next = Math.min(...[...jobs.values()].map(({ at }) => at));
    if (busy || closed || next === Infinity) return;
    cancel = world().clock.after(Math.max(0, next - world().clock.now()), () => {
      const now = world().clock.now();
      const due = [...jobs.values()].filter(({ at }) => at <= now).slice(0, together);
      for (const { key } of due) jobs.delete(key);
      busy = Promise.all(due.map(attempt)).then(() => {
        busy = undefined;
        wake();
      });
    });
  }

  async function attempt({ key, work }: Job): Promise<void> {
    try {
      await work();
    } catch (error) {
      const later = error instanceof PlatformError && error.fault === 'limited';
      if (later) add(key, error.retryAfterMs ?? 60_000, work);
      world().log.warn('a source could not be asked', { key, error });
    }
  }

  const look = (provider: string, run: RunId, tried: number): void =>
    add(`run/${run}`, looks[tried] ?? 0, async () => {
      const last = tried + 1 >= looks.length;
      if (!(await lookInto(world(), provider, run, last))) look(provider, run, tried + 1);
    });

  return {
    mark(repository, branches) {
      if (branches === 'all') {
        const soonest = (allAt.get(repository) ?? -Infinity) + allMs - world().clock.now();
        add(`all/${repository}`, Math.max(settleMs, soonest), () => {
          allAt.set(repository, world().clock.now());
          return markCards(world(), repository, this.mark);
        });
      } else
        for (const branch of branches)
          add(`branch/${repository}/${branch}`, settleMs, () => refresh(world(), { repository, branch }));
    },
    look: (provider, run) => look(provider, run, 0),
    async close() {
      closed = true;
      jobs.clear();
      cancel?.();
      await busy;
    },
  };
}

async function markCards(world: World, repository: RepositoryId, mark: Refresher['mark']): Promise<void> {
  const cards = (await world.store.list('card')).filter(({ value }) => value.key.repository === repository);
  mark(
    repository,
    cards.filter(({ value }) => !isOver(value.forge)).map(({ value }) => value.key.branch),
  );
}

/** Whether a branch has come to its end: its base may go on without it. */
const isOver = (forge: ForgeFact | undefined): boolean =>
  forge?.merged === true || forge?.pullRequest?.state === 'merged' || forge?.pullRequest?.state === 'closed';

/** A branch gets a card when it has a pull request; one that has a card already is brought up to date. */
async function refresh(world: World, key: CardKey): Promise<void> {
  const room = await roomOf(world, key.repository);
  if (room) await refreshForge(world, room, key, { onlyIfOpen: true });
}

/** Asks for a run, and says whether it is clear now. The `last` time it is told as it is. */
async function lookInto(world: World, provider: string, run: RunId, last: boolean): Promise<boolean> {
  const kept = await world.store.get('run', run);
  const engine = world.ci.find((each) => each.id === provider);
  if (!kept || !engine) return true;
  const reports = await world.sources.asked(provider, 'ci', () => engine.read({ run })).catch(() => []);
  for (const report of reports) await receiveReport(world, provider, report);
  const now = (await world.store.get('run', run))?.value.run ?? kept.value.run;
  if (isClear(now)) return true;
  if (!last) return false;
  const { attempt, revision, state } = now;
  await receiveReport(world, provider, { run, attempt, revision, state, failures: [], lines: [] });
  return true;
}
