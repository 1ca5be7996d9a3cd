import type { RepositoryId } from '../../protocol/model/ids.ts';
import { type CodeOwners, readCodeOwners } from '../domain/codeowners.ts';
import { paragraph, message } from '../domain/prose.ts';
import type { Route } from '../domain/route.ts';
import type { Files } from '../ports/files.ts';
import type { NewEntry } from '../ports/store.ts';
import { decide } from './decide.ts';
import { sha256 } from './outcome.ts';
import { tellEntry, telling } from './tell.ts';
import type { World } from './world.ts';

/** The routes as they stand: the bridge's own, and those of each repository, read from its default branch. */
export interface RouteBook {
  /** A repository's routes, the bridge's first. One of the repository takes the place of the bridge's of the same name. */
  of(repository: RepositoryId): Promise<readonly Route[]>;
  /** Who owns its files; undefined while nobody has said. Without the file nobody owns any. */
  owners(repository: RepositoryId): CodeOwners | undefined;
  /** Why its file is not followed as it stands now; the last good one is, meanwhile. */
  problem(repository: RepositoryId): string | undefined;
  /** Its default branch may have moved. */
  moved(repository: RepositoryId): void;
  close(): Promise<void>;
}

export const routesFile = '.shiproom.yml';

/** A file is read again so long after it was read, where nobody said that it moved; and no sooner than this, whoever says so. */
const staleMs = 5 * 60_000;
const soonestMs = 10_000;
/** What could not be read is asked for again after so long. */
const againMs = 60_000;
/** Whoever tells something waits so long at most for the first reading. */
const firstMs = 3_000;

/** What one repository says. */
interface Page {
  readonly routes: readonly Route[];
  readonly owners: CodeOwners | undefined;
  readonly problem: string | undefined;
  readonly readAt: number;
  readonly staleAt: number;
}

/** `world` is asked for when it is needed, so that this may be a part of it. */
export function createRouteBook(world: () => World): RouteBook {
  const pages = new Map<RepositoryId, Page>();
  const reading = new Map<RepositoryId, Promise<void>>();
  const waiting = new Map<RepositoryId, () => void>();
  let closed = false;

  const filesOf = (repository: RepositoryId): Files | undefined =>
    world().files.find(({ repositories }) => repositories.includes(repository));

  function read(repository: RepositoryId): Promise<void> {
    const files = filesOf(repository);
    const underWay = reading.get(repository);
    if (underWay || !files || closed) return underWay ?? Promise.resolve();
    const begun = turnPage(world(), files, repository, pages.get(repository)).then((page) => {
      const before = pages.get(repository);
      pages.set(repository, page);
      reading.delete(repository);
      if (page.problem !== undefined && page.problem !== before?.problem) announce(repository, page.problem);
    });
    reading.set(repository, begun);
    return begun;
  }

  function announce(repository: RepositoryId, problem: string): void {
    tellProblem(world(), repository, problem).catch((error: unknown) =>
      world().log.warn('that a file of routes is broken could not be told', { repository, error }),
    );
  }

  return {
    async of(repository) {
      const { routes } = world().routing;
      if (!filesOf(repository)) return routes;
      const page = pages.get(repository);
      if (!page) await within(world(), firstMs, read(repository));
      else if (page.staleAt <= world().clock.now()) void read(repository);
      return together(routes, pages.get(repository)?.routes ?? []);
    },
    owners: (repository) => (filesOf(repository) ? pages.get(repository)?.owners : []),
    problem: (repository) => pages.get(repository)?.problem,
    moved(repository) {
      const page = pages.get(repository);
      if (!page || closed || waiting.has(repository)) return;
      const waitMs = Math.max(0, page.readAt + soonestMs - world().clock.now());
      const cancel = world().clock.after(waitMs, () => {
        waiting.delete(repository);
        void (reading.get(repository) ?? Promise.resolve()).then(() => read(repository));
      });
      waiting.set(repository, cancel);
    },
    async close() {
      closed = true;
      for (const cancel of waiting.values()) cancel();
      await Promise.all(reading.values());
    },
  };
}

const together = (ours: readonly Route[], theirs: readonly Route[]): readonly Route[] => [
  ...ours.map((route) => theirs.find(({ name }) => name === route.name) ?? route),
  ...theirs.filter(({ name }) => !ours.some((route) => route.name === name)),
];

/** What a repository says now; what it said last, where it cannot be asked, or says nothing that can be read. Never fails. */
async function turnPage(world: World, files: Files, repository: RepositoryId, last: Page | undefined): Promise<Page> {
  const readAt = world.clock.now();
  try {
    const text = await files.read(repository, routesFile);
    const found = text === undefined ? { routes: [] } : world.routing.read(text);
    const routes = 'routes' in found ? found.routes : (last?.routes ?? []);
    const problem = 'problem' in found ? found.problem : undefined;
    const owners = await readOwners(files, repository, [...world.routing.routes, ...routes]);
    return { routes, owners, problem, readAt, staleAt: readAt + staleMs };
  } catch (error) {
    world.log.warn('a file of the default branch could not be read', { repository, error });
    const { routes = [], owners, problem } = last ?? {};
    return { routes, owners, problem, readAt, staleAt: readAt + againMs };
  }
}

/** CODEOWNERS, where some route asks for owners: of the places where it may be the first in which it is. */
async function readOwners(
  files: Files,
  repository: RepositoryId,
  routes: readonly Route[],
): Promise<CodeOwners | undefined> {
  if (!routes.some(({ include, exclude }) => include?.owners ?? exclude?.owners)) return undefined;
  for (const path of files.owners) {
    const text = await files.read(repository, path);
    if (text !== undefined) return readCodeOwners(text);
  }
  return [];
}

/** Says in the room that a file is broken, once for each way in which it is. */
async function tellProblem(world: World, repository: RepositoryId, problem: string): Promise<void> {
  const rooms = await world.store.list('room');
  const room = rooms.find(({ value }) => value.repositories.includes(repository))?.value.id;
  if (!room) return;
  await decide(world, async () => {
    const at = world.clock.now();
    const words = `${repository}: ${problem}. The routes stay as they were.`;
    const entry: NewEntry = {
      type: 'said',
      at,
      by: { type: 'bot', name: 'Shiproom' },
      message: message(paragraph(words)),
    };
    const hash = sha256(words);
    const change = { at, key: { id: `routes/${hash}`, hash }, entries: [{ room, entry }] };
    return { change: telling(change, await tellEntry(world, room, entry, 0)), answer: () => undefined };
  });
}

/** Resolves with the work, or after so long. */
function within(world: World, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = world.clock.after(ms, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
}
