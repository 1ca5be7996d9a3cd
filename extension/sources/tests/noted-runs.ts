import { constants, type FSWatcher, watch } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, realpath, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { mostNotedBytes, NotedRun, notedRuns } from '../../../reports/noted-run.ts';
import { bridgesFolder } from '../../connection/bridges-folder.ts';
import type { Machine } from '../../connection/state-file.ts';

export interface NotedOptions {
  readonly machine: Machine;
  readonly roots: () => readonly string[];
  readonly noted: (run: NotedRun) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Takes runs out of the folder in which `shiproom run` leaves them. */
export interface WatchedNotes {
  look(): void;
  dispose(): void;
}

/**
 * Takes what was noted in a repository that is open here, and takes it away: of several windows with that repository, the first one has it.
 * Files that others could have written, or read, stay where they are.
 */
export function watchNotedRuns({ machine, roots, noted, failed }: NotedOptions): WatchedNotes {
  const folder = join(dirname(bridgesFolder(machine)), notedRuns);
  let watcher: FSWatcher | undefined;
  let over = false;
  let turn = Promise.resolve();

  const take = async (): Promise<void> => {
    // A folder may be gone that is still open.
    const tops = await Promise.all(
      roots().map(async (root) => [await realpath(root).catch(() => root), root] as const),
    );
    const repositories = new Map(tops);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
    for (const name of names) {
      const path = join(folder, name);
      const run = over ? undefined : await readNoted(path, machine.uid);
      const root = run && repositories.get(run.root);
      if (run && root !== undefined && (await isOurs(path))) await noted({ ...run, root });
    }
  };
  const look = (): void => {
    turn = turn.then(async () => (over ? undefined : take().catch(failed)));
  };
  const begin = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (over) return;
    watcher = watch(folder, { persistent: false }, look);
    watcher.on('error', failed);
    look();
  };
  begin().catch(failed);
  // Not every disk tells of what is written to it.
  const focus = vscode.window.onDidChangeWindowState(({ focused }) => focused && look());
  return {
    look,
    dispose() {
      over = true;
      focus.dispose();
      watcher?.close();
    },
  };
}

/** Only one can take a file away; `rm` would let two of them think so. */
const isOurs = async (path: string): Promise<boolean> =>
  unlink(path).then(
    () => true,
    () => false,
  );

async function readNoted(path: string, uid: number | undefined): Promise<NotedRun | undefined> {
  let file: FileHandle | undefined;
  try {
    // What is opened is what is looked at and then read: nobody can put another file in its place in between.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > mostNotedBytes) return undefined;
    if (uid !== undefined && (facts.uid !== uid || (facts.mode & 0o077) !== 0)) return undefined;
    return NotedRun.parse(JSON.parse(await file.readFile('utf8')));
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}
