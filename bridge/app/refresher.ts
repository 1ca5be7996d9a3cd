import type { CardKey } from '../../protocol/model/card.ts';
import type { BranchName, RepositoryId, RunId } from '../../protocol/model/ids.ts';
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
  let cancel: (() => void) | undefined;
  let busy: Promise<void> | undefined;
  let closed = false;

  /** The earlier of two wishes counts: a steady stream of news must not put off the asking for ever. */
  function add(key: string, afterMs: number, work: () => Promise<void>): void {
    if (closed || jobs.has(key)) return;
    jobs.set(key, { key, at: world().clock.now() + afterMs, work });
    wake();
  }

  function wake(): void {
    cancel?.();
    cancel = undefined;
    if (busy || closed) return;
    const next = [...jobs.values()].toSorted((a, b) => a.at - b.at)[0];
    if (!next) return;
    cancel = world().clock.after(Math.max(0, next.at - world().clock.now()), () => {
      jobs.delete(next.key);
      busy = next.work().then(done, (error: unknown) => {
        const later = error instanceof PlatformError && error.fault === 'limited';
        if (later) add(next.key, error.retryAfterMs ?? 60_000, next.work);
        world().log.warn('a source could not be asked', { key: next.key, error });
        done();
      });
    });
  }

  function done(): void {
    busy = undefined;
    wake();
  }

  const look = (provider: string, run: RunId, tried: number): void =>
    add(`run/${run}`, looks[tried] ?? 0, async () => {
      const last = tried + 1 >= looks.length;
      if (!(await lookInto(world(), provider, run, last))) look(provider, run, tried + 1);
    });

  return {
    mark(repository, branches) {
      if (branches === 'all') add(`all/${repository}`, settleMs, () => markCards(world(), repository, this.mark));
      else
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
  const cards = await world.store.list('card');
  mark(
    repository,
    cards.filter(({ value }) => value.key.repository === repository).map(({ value }) => value.key.branch),
  );
}

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
