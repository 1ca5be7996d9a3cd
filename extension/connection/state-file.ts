import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { type Origin, readLink } from './address.ts';
import { bridgesFolder } from './bridges-folder.ts';

const Written = z.object({
  url: z.string(),
  repository: RepositoryId,
  token: z.string().check(z.minLength(8), z.maxLength(200)),
  pid: z.int().check(z.positive()),
});

/** A bridge that runs on this machine, as it has written of itself into the user's state folder. */
export interface LocalBridge {
  readonly origin: Origin;
  readonly repository: RepositoryId;
  readonly token: string;
}

/** The facts of the machine and its user that decide where bridges are written down, and which of them count. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's id; undefined on Windows. */
  readonly uid: number | undefined;
  isAlive(pid: number): boolean;
}

/** The bridges that run now. A file that others could have written or read does not count, nor one of a bridge that is gone. */
export async function findBridges(machine: Machine): Promise<readonly LocalBridge[]> {
  const folder = bridgesFolder(machine);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  const found = await Promise.all(files.map((name) => readBridge(join(folder, name), machine)));
  return found.filter((bridge) => bridge !== undefined);
}

const sizeLimit = 64 * 1024;

async function readBridge(path: string, machine: Machine): Promise<LocalBridge | undefined> {
  let file: FileHandle | undefined;
  try {
    // What is opened is what is looked at and then read: nobody can put another file in its place in between.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > sizeLimit) return undefined;
    if (machine.uid !== undefined && (facts.uid !== machine.uid || (facts.mode & 0o077) !== 0)) return undefined;
    const { url, pid, ...bridge } = z.parse(Written, JSON.parse(await file.readFile('utf8')));
    const link = readLink(url);
    return 'origin' in link && machine.isAlive(pid) ? { origin: link.origin, ...bridge } : undefined;
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}
