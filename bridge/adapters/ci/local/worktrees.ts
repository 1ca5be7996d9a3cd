import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import type { Log } from '../../../ports/log.ts';
import { type Git, GitFailure } from '../../git.ts';

/** A big repository is checked out in silence. */
const silentMs = 10 * 60_000;

/** The folders that runs work in, one each. */
export interface Worktrees {
  /** Checks a commit out into a folder of its own, and gives that. */
  add(repository: RepositoryId, commit: Sha, abort: AbortSignal): Promise<string>;
  /** Deletes one of these folders, and what its repository knows of it. Other folders are left alone. */
  remove(repository: RepositoryId, worktree: string): Promise<void>;
  /** Deletes whatever an earlier bridge left. */
  sweep(): Promise<void>;
}

/** The worktrees in `folder`, which is made where it is not there. No other worktree of these repositories is touched. */
export async function worktreesIn(folder: string, gits: ReadonlyMap<RepositoryId, Git>, log: Log): Promise<Worktrees> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // As git names it in its own list.
  const top = await realpath(folder);

  const remove = async (git: Git | undefined, worktree: string) => {
    if (dirname(worktree) !== top) return;
    // The folder goes first: git forgets a worktree that is not there, and refuses to remove one that a run has damaged.
    await rm(worktree, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    if (git) await forget(git, worktree);
  };
  return {
    async add(repository, commit, abort) {
      const git = gits.get(repository);
      const worktree = await mkdtemp(join(top, 'run-'));
      const words = ['worktree', 'add', '--detach', '--end-of-options', worktree, commit];
      try {
        await git?.(words, { silentMs, abort });
      } catch (error) {
        await remove(git, worktree);
        throw error;
      }
      return worktree;
    },
    remove: async (repository, worktree) => remove(gits.get(repository), worktree),
    async sweep() {
      for (const git of gits.values()) {
        for (const worktree of await known(git, log)) await remove(git, worktree);
      }
      const left = await readdir(top);
      await Promise.all(left.map(async (name) => remove(undefined, join(top, name))));
    },
  };
}

/** Makes git forget a worktree, where it knows it. */
async function forget(git: Git, worktree: string): Promise<void> {
  try {
    await git(['worktree', 'remove', '--force', '--force', '--end-of-options', worktree]);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
  }
}

async function known(git: Git, log: Log): Promise<readonly string[]> {
  try {
    const fields = (await git(['worktree', 'list', '--porcelain', '-z'])).split('\0');
    const prefix = 'worktree ';
    return fields.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    log.warn("a repository's worktrees could not be listed", { reason: error.message });
    return [];
  }
}
