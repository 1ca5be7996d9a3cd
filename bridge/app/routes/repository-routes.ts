import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { ownersOf, readCodeOwners } from '../../domain/codeowners.ts';
import { bounded, message, paragraph } from '../../domain/prose.ts';
import type { Route } from '../../domain/route.ts';
import type { Files } from '../../ports/files.ts';
import type { NewEntry } from '../../ports/store.ts';
import { decide } from '../decide.ts';
import { sha256 } from '../outcome.ts';
import { tellEntry, telling } from './tell.ts';
import type { World } from '../world.ts';

export const routesFile = '.shiproom.yml';

/** A file is read again so long after it was read, where nobody said that it moved. */
const staleMs = 5 * 60_000;
/** What could not be read is asked for again after so long. */
const againMs = 60_000;
/** So many paths are remembered with their owners. */
const mostPaths = 10_000;
/** Half a second’s work at most, until the file is read again: the bridge does nothing else meanwhile. */
const mostEffort = 50_000_000;

/** Who owns a file; undefined where finding it out takes too long. */
export type Owners = (path: string) => readonly string[] | undefined;

export const nobody: Owners = () => [];

/** What one repository says. */
export interface Page {
  readonly routes: readonly Route[];
  readonly owners: Owners | undefined;
  readonly problem: string | undefined;
  readonly readAt: number;
  readonly staleAt: number;
}

/** What a repository says now; what it said last, where it cannot be asked, or says nothing that can be read. Never fails. */
export async function turnPage(
  world: World,
  files: Files,
  repository: RepositoryId,
  last: Page | undefined,
): Promise<Page> {
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
): Promise<Owners | undefined> {
  if (!routes.some(({ include, exclude }) => include?.owners ?? exclude?.owners)) return undefined;
  for (const path of files.owners) {
    const text = await files.read(repository, path);
    if (text !== undefined) return remembering(text);
  }
  return nobody;
}

/** What a CODEOWNERS file says, looked for once of each path, as long as there are not too many. */
function remembering(text: string): Owners {
  const file = readCodeOwners(text);
  const known = new Map<string, readonly string[]>();
  const effort = { left: mostEffort };
  return (path) => {
    const found = known.get(path) ?? ownersOf(file, path, effort);
    if (known.size >= mostPaths) known.clear();
    if (found) known.set(path, found);
    return found;
  };
}

/** Says in the room that a file is broken, once for each way in which it is. */
export async function tellProblem(world: World, repository: RepositoryId, problem: string): Promise<void> {
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
      message: bounded(message(paragraph(words))),
    };
    const hash = sha256(words);
    const change = { at, key: { id: `routes/${hash}`, hash }, entries: [{ room, entry }] };
    return { change: telling(change, await tellEntry(world, room, entry, 0)), answer: () => undefined };
  });
}
