import type { RepositoryId, RunId } from '../../../protocol/model/ids.ts';
import { pace } from '../../domain/pace.ts';
import type { CiProvider, CiReport } from '../../ports/ci-provider.ts';
import type { Forge } from '../../ports/forge.ts';
import { StoreUnavailable } from '../../ports/store.ts';
import { Contended } from '../decide.ts';
import { receiveReport } from './receive-report.ts';
import { repeat } from '../repeat.ts';
import { hookedMs } from './sources.ts';
import type { World } from '../world.ts';

/** A run of which nothing was heard for so long is asked for by itself: it may not be among its repository's newest any more. */
const quietMs = 5 * 60_000;

/**
 * Keeps asking each repository's sources for what nobody told us: at once, and from then on as often as it is worth ([W5]). One asker for
 * the whole team. The returned function ends it.
 */
export function startReconcile(world: World): () => Promise<void> {
  const lines = world.forges.flatMap((forge) => forge.repositories.map((repository) => line(world, forge, repository)));
  return async () => void (await Promise.all(lines.map((close) => close())));
}

/** The asking of one repository. */
function line(world: World, forge: Forge, repository: RepositoryId): () => Promise<void> {
  const engines = world.ci.filter((each) => !each.can.ourIds);
  if (!forge.can.poll && engines.length === 0) return async () => undefined;
  const known: Known = {
    askedAt: undefined,
    movedAt: undefined,
    underWay: false,
    speaking: new Set(),
    untaken: new Map(),
  };
  const next = (): number => wait(world, forge, known);
  const repeated = repeat(world.clock, {
    firstMs: 0,
    next,
    work: () =>
      sweep(world, forge, engines, repository, known).catch((error: unknown) =>
        world.log.warn('a repository could not be asked', { repository, error }),
      ),
  });
  // Somebody came to look: what they see must not be as old as it was while nobody did.
  const deafen = world.roster.listen(() =>
    repeated.soon(Math.max(world.clock.now() + 1_000, (known.askedAt ?? 0) + next())),
  );
  return () => {
    deafen();
    return repeated.close();
  };
}

/** What is known of a repository between two sweeps. */
interface Known {
  askedAt: number | undefined;
  movedAt: number | undefined;
  underWay: boolean;
  /** The engines that have told of a run of it. */
  readonly speaking: Set<string>;
  /** What an engine has told, and will not tell again, but could not be kept. */
  readonly untaken: Map<RunId, { readonly provider: string; readonly report: CiReport }>;
}

function wait(world: World, forge: Forge, { movedAt, underWay, speaking }: Known): number {
  const now = world.clock.now();
  // One source without a hook has to be asked, whatever the others do.
  const sources = [...(forge.can.poll ? [forge.id] : []), ...speaking];
  const hooked = sources.length > 0 && sources.every((id) => now - (world.sources.heardAt(id) ?? -Infinity) < hookedMs);
  return pace({ now, hooked, watched: world.roster.isWatched(), movedAt, underWay });
}

async function sweep(
  world: World,
  forge: Forge,
  engines: readonly CiProvider[],
  repository: RepositoryId,
  known: Known,
): Promise<void> {
  const first = known.askedAt === undefined;
  known.askedAt = world.clock.now();
  if (first && forge.can.poll) world.refresher.mark(repository, 'all');
  const branches = forge.can.poll ? await changed(world, forge, repository) : [];
  if (branches.length > 0) world.refresher.mark(repository, branches);
  for (const engine of engines) {
    const moved = await askRuns(world, engine, repository, known);
    if (moved || branches.length > 0) known.movedAt = world.clock.now();
  }
  known.underWay = world.openRuns.of(repository).some(({ provider }) => engines.some(({ id }) => id === provider));
}

async function changed(world: World, forge: Forge, repository: RepositoryId) {
  return world.sources.asked(forge.id, 'forge', () => forge.changed(repository)).catch(() => []);
}

/** Asks an engine for the runs that have changed, and for those that went quiet; true where there was news. */
async function askRuns(
  world: World,
  engine: CiProvider,
  repository: RepositoryId,
  { speaking, untaken }: Known,
): Promise<boolean> {
  const ask = (of: Parameters<CiProvider['read']>[0]) =>
    world.sources.asked(engine.id, 'ci', () => engine.read(of)).catch(() => []);
  const told = new Set<RunId>();
  let news = false;
  const take = async (of: Parameters<CiProvider['read']>[0]): Promise<void> => {
    const reports = await ask(of);
    if (reports.length > 0) speaking.add(engine.id);
    for (const report of reports) untaken.set(report.run, { provider: engine.id, report });
    for (const [run, { provider, report }] of untaken) {
      told.add(run);
      try {
        if (await receiveReport(world, provider, report)) news = true;
      } catch (error) {
        if (error instanceof StoreUnavailable || error instanceof Contended) throw error;
        // A bug of ours: it must not stand in the way of all that comes after it.
        world.log.error('a run could not be taken in', { run, error });
      }
      untaken.delete(run);
    }
  };
  await take({ repository });
  const now = world.clock.now();
  for (const { run, provider, heardAt } of world.openRuns.of(repository)) {
    if (provider !== engine.id || told.has(run) || now - heardAt <= quietMs) continue;
    world.openRuns.asked(run, now);
    await take({ run });
  }
  return news;
}
