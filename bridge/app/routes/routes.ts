import type { RepositoryId } from '../../../protocol/model/ids.ts';
import type { Route } from '../../domain/route.ts';
import type { Files } from '../../ports/files.ts';
import { nobody, type Owners, type Page, tellProblem, turnPage } from './repository-routes.ts';
import { tellWaiting } from './tell-waiting.ts';
import type { World } from '../world.ts';

/** The routes as they stand: the bridge's own, and those of each repository, read from its default branch. */
export interface RouteBook {
  /** A repository's routes, the bridge's first. One of the repository takes the place of the bridge's of the same name. */
  of(repository: RepositoryId): Promise<readonly Route[]>;
  /** Who owns its files; undefined while nobody has said. Without the file nobody owns any. */
  owners(repository: RepositoryId): Owners | undefined;
  /** Why its file is not followed as it stands now; the last good one is, meanwhile. */
  problem(repository: RepositoryId): string | undefined;
  /** Its default branch may have moved. */
  moved(repository: RepositoryId): void;
  close(): Promise<void>;
}

/** A file is read again no sooner than this, whoever says that it has moved. */
const soonestMs = 10_000;
/** Whoever tells something waits so long at most for the first reading. */
const firstMs = 3_000;

/** `world` is asked for when it is needed, so that this may be a part of it. */
export function createRouteBook(world: () => World): RouteBook {
  const waiting = new Map<RepositoryId, () => void>();
  const { pages, reading, read } = reader(world);
  let closed = false;

  return {
    async of(repository) {
      const { routes } = world().routing;
      if (!filesOf(world(), repository)) return routes;
      const page = pages.get(repository);
      if (!page) await within(world(), firstMs, read(repository));
      else if (page.staleAt <= world().clock.now() && !closed) void read(repository);
      return together(routes, pages.get(repository)?.routes ?? []);
    },
    owners: (repository) => (filesOf(world(), repository) ? pages.get(repository)?.owners : nobody),
    problem: (repository) => pages.get(repository)?.problem,
    moved(repository) {
      const page = pages.get(repository);
      if (!page || closed || waiting.has(repository)) return;
      const waitMs = Math.max(0, page.readAt + soonestMs - world().clock.now());
      const cancel = world().clock.after(waitMs, () => {
        waiting.delete(repository);
        void read(repository, 'anew');
      });
      waiting.set(repository, cancel);
    },
    async close() {
      closed = true;
      for (const cancel of waiting.values()) cancel();
      await Promise.all([...reading.values()].map(({ done }) => done));
    },
  };
}

const filesOf = ({ files }: World, repository: RepositoryId): Files | undefined =>
  files.find(({ repositories }) => repositories.includes(repository));

/** Reads what repositories say, each once at a time. */
function reader(world: () => World) {
  const pages = new Map<RepositoryId, Page>();
  const reading = new Map<RepositoryId, { done: Promise<void> }>();

  async function turn(repository: RepositoryId, files: Files): Promise<void> {
    const before = pages.get(repository);
    const page = await turnPage(world(), files, repository, before);
    pages.set(repository, page);
    if (page.problem !== undefined && page.problem !== before?.problem) announce(repository, page.problem);
    if (page.owners && !before?.owners) release(repository);
  }

  function release(repository: RepositoryId): void {
    tellWaiting(world(), repository).catch((error: unknown) =>
      world().log.warn('what had to wait for the owners of files could not be told', { repository, error }),
    );
  }

  /** It is told by the routes, which are there by now: nobody who waits for them waits for this. */
  function announce(repository: RepositoryId, problem: string): void {
    tellProblem(world(), repository, problem).catch((error: unknown) =>
      world().log.warn('that a file of routes is broken could not be told', { repository, error }),
    );
  }

  /** `anew`: what is being read may be older than what moved. */
  function read(repository: RepositoryId, how?: 'anew'): Promise<void> {
    const files = filesOf(world(), repository);
    const underWay = reading.get(repository)?.done;
    if (!files) return Promise.resolve();
    if (underWay && how === undefined) return underWay;
    const job = { done: Promise.resolve() };
    reading.set(repository, job);
    job.done = (async () => {
      await underWay;
      await turn(repository, files);
      if (reading.get(repository) === job) reading.delete(repository);
    })();
    return job.done;
  }
  return { pages, reading, read };
}

const together = (ours: readonly Route[], theirs: readonly Route[]): readonly Route[] => [
  ...ours.map((route) => theirs.find(({ name }) => name === route.name) ?? route),
  ...theirs.filter(({ name }) => !ours.some((route) => route.name === name)),
];

/** Resolves with the work, or after so long. */
async function within(world: World, ms: number, work: Promise<void>): Promise<void> {
  let cancel: (() => void) | undefined;
  const late = new Promise<void>((resolve) => {
    cancel = world.clock.after(ms, resolve);
  });
  await Promise.race([work, late]);
  cancel?.();
}
