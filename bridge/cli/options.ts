import { join, resolve } from 'node:path';
import { GitFailure, gitIn } from '../adapters/git.ts';
import { readRepository } from '../adapters/forge/local-git/read-repository.ts';
import { codeOf, Unusable } from '../unusable.ts';
import { type Environment, nameFor, userFolders } from '../folders.ts';
import { mkdir } from 'node:fs/promises';
import type { Terminal } from './terminal.ts';
import type { RepositoryId } from '../../protocol/model/ids.ts';

/** Where a command was called, by whom, and with what. */
export interface Calling {
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly pid: number;
  /** The version of Node. */
  readonly node?: string | undefined;
  /** Whoever can be asked; absent where nobody is there, as in a script. */
  readonly terminal?: Terminal | undefined;
  say(line: string): void;
}

/** What may be said on the command line of every verb. */
export interface PlaceOptions {
  readonly repo?: string | undefined;
  readonly data?: string | undefined;
}

/** A bridge's place: the repository that it is for, its data, and the file in which it announces itself. */
export interface Place {
  readonly repository: RepositoryId;
  readonly top: string;
  readonly data: string;
  readonly announcement: string;
  /** How the owner is called in the room. */
  readonly user: string;
}

/** Finds the place, and makes its folder. Fails with Unusable. */
export async function placeOf({ cwd, platform, environment }: Calling, options: PlaceOptions): Promise<Place> {
  const folder = resolve(cwd, options.repo ?? '.');
  const found = await readRepository(folder, environment);
  if (!found) {
    throw new Unusable(`${folder} is no git repository with a commit. Run this inside one, or name one by --repo DIR.`);
  }
  const folders = userFolders(platform, environment);
  const data =
    options.data === undefined ? join(folders.data, nameFor(found.id, found.top)) : resolve(cwd, options.data);
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Unusable(`The data folder ${data} cannot be made (${codeOf(error)}). Name another by --data DIR.`);
  }
  const user = (await readUserName(found.top, environment)) ?? environment['USER'] ?? 'Owner';
  return {
    repository: found.id,
    top: found.top,
    user,
    data,
    announcement: join(folders.state, 'bridges', `${nameFor(found.id, data)}.json`),
  };
}

/** Who commits here, by git's own setting. */
async function readUserName(top: string, environment: Environment): Promise<string | undefined> {
  try {
    const name = (await gitIn(top, environment)(['config', '--get', 'user.name'])).trim();
    return name === '' ? undefined : name.slice(0, 80);
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

/** Reads the origin of the TLS front before the bridge. Fails with Unusable. */
export function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Unusable(
      `--public-url has to be the https origin in front of the bridge, such as https://ship.example.com, and not “${text}”.`,
    );
  }
  return url.origin;
}
