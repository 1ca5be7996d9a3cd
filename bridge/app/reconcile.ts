import type { RepositoryId, RunId } from '../../protocol/model/ids.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import { pace } from '../domain/pace.ts';
import type { CiProvider } from '../ports/ci-provider.ts';
import type { Forge } from '../ports/forge.ts';
import { receiveReport } from './receive-report.ts';
import { hookedMs } from './sources.ts';
import type { World } from './world.ts';

/** Runs of which nothing was heard for so long are asked for one by one. */
const quietMs = 90_000;

/**
 * Keeps asking each repository's sources for what nobody told us: at once, and from then on as often as it is worth ([W5]). One asker for
 * the whole team. The returned object ends it; `nudge` asks a repository soon, since something was done there.
 */
export function startReconcile(world: World): { nudge(repository: RepositoryId): void; close(): Promise<void> } {
  const lines = world.forges.flatMap((forge) => forge.repositories.map((repository) => line(world, forge, repository)));
  return {
    nudge: (repository) => lines.find((each) => each.repository === repository)?.nudge(),
    close: async () => void (await Promise.all(lines.map((each) => each.close()))),
  };
}

interface Line {
  readonly repository: RepositoryId;
  nudge(): void;
  close(): Promise<void>;
}

/** The asking of one repository. */
function line(world: World, forge: Forge, repository: RepositoryId): Line {
  const engines = world.ci.filter((each) => !each.can.ourIds);
  let cancel: (() => void) | undefined;
  let busy: Promise<void> | undefined;
  let closed = false;
  let movedAt: number | undefined;
  let underWay = false;
  let first = true;
  let dueAt = Infinity;
  let askedAt = 0;

  async function sweep(): Promise<void> {
    if (first && forge.can.poll) world.refresher.mark(repository, 'all');
    first = false;
    const branches = forge.can.poll ? await changed(world, forge, repository) : [];
    if (branches.length > 0) world.refresher.mark(repository, branches);
    for (const engine of engines) {
      const moved = await askRuns(world, engine, repository);
      if (moved || branches.length > 0) movedAt = world.clock.now();
    }
    underWay = engines.length > 0 && (await openRuns(world, repository)).length > 0;
  }

  function wake(afterMs: number): void {
    cancel?.();
    if (closed || (!forge.can.poll && engines.length === 0)) return;
    dueAt = world.clock.now() + afterMs;
    cancel = world.clock.after(afterMs, () => {
      askedAt = world.clock.now();
      busy = sweep()
        .catch((error: unknown) => world.log.warn('a repository could not be asked', { repository, error }))
        .finally(() => {
          busy = undefined;
          wake(next());
        });
    });
  }

  function next(): number {
    const now = world.clock.now();
    const heard = world.sources.heardAt(forge.id);
    return pace({
      now,
      hooked: heard !== undefined && now - heard < hookedMs,
      watched: world.roster.people().length > 0,
      movedAt,
      underWay,
    });
  }

  /** Brings the next question forward; never puts it off. */
  function soon(at: number): void {
    if (!busy && at < dueAt) wake(Math.max(0, at - world.clock.now()));
  }

  // Somebody came to look: what they see must not be as old as it was while nobody did.
  const deafen = world.roster.listen(() => soon(Math.max(world.clock.now() + 1_000, askedAt + next())));
  wake(0);
  return {
    repository,
    nudge() {
      movedAt = world.clock.now();
      soon(movedAt + 2_000);
    },
    async close() {
      closed = true;
      deafen();
      cancel?.();
      await busy;
    },
  };
}

async function changed(world: World, forge: Forge, repository: RepositoryId) {
  return world.sources.asked(forge.id, 'forge', () => forge.changed(repository)).catch(() => []);
}

/** Asks an engine for the runs that have changed, and for those that went quiet; true where there was news. */
async function askRuns(world: World, engine: CiProvider, repository: RepositoryId): Promise<boolean> {
  const ask = (of: Parameters<CiProvider['read']>[0]) =>
    world.sources.asked(engine.id, 'ci', () => engine.read(of)).catch(() => []);
  const told = new Set<RunId>();
  let news = false;
  const take = async (of: Parameters<CiProvider['read']>[0]): Promise<void> => {
    for (const report of await ask(of)) {
      told.add(report.run);
      if (await receiveReport(world, engine.id, report)) news = true;
    }
  };
  await take({ repository });
  const now = world.clock.now();
  for (const { value } of await openRuns(world, repository)) {
    const { run } = value;
    const heardAt = Math.max(run.queuedAt, run.revision);
    if (run.provider === engine.id && !told.has(run.run) && now - heardAt > quietMs) await take({ run: run.run });
  }
  return news;
}

/** The runs of a repository that have not ended, as far as the bridge knows. */
async function openRuns(world: World, repository: RepositoryId) {
  const runs = await world.store.list('run');
  return runs.filter(({ value }) => value.about.repository === repository && !hasEnded(value.run.state));
}
