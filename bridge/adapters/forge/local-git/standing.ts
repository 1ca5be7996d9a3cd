import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ForgeFact } from '../../../../protocol/model/pull-request.ts';
import type { Sha } from '../../../../protocol/model/ids.ts';
import { type Git, GitFailure } from '../../git.ts';

/** How one commit stands to a base's. It follows from the two commits alone. */
export interface Standing extends Pick<ForgeFact, 'ahead' | 'behind' | 'conflicts'> {
  /** The base holds the commit, as one that was merged in: not as one of those that the base itself has gone through. */
  readonly mergedIn: boolean;
}

/** Compares a commit with a base's. */
export async function standing(git: Git, head: Sha, base: Sha): Promise<Standing> {
  const counts = await git(['rev-list', '--left-right', '--count', '--end-of-options', `${head}...${base}`]);
  const [ahead = 0, behind = 0] = counts.trim().split('\t').map(Number);
  // Where one holds the other there is nothing to merge.
  const conflicts = ahead === 0 || behind === 0 ? 'none' : await conflictsOf(git, head, base);
  const mergedIn = ahead === 0 && behind > 0 && !(await isOnTheWayTo(git, base, head));
  return { ahead, behind, conflicts, mergedIn };
}

/** Whether `base`, followed back by first parents, comes by `head`. */
async function isOnTheWayTo(git: Git, base: Sha, head: Sha): Promise<boolean> {
  const way = await git(['rev-list', '--first-parent', '--format=%P', '--end-of-options', `${head}..${base}`]);
  return way.split('\n').some((parents) => parents.split(' ')[0] === head);
}

/** Tries the merge. What git writes for it goes into a folder of its own, so that the repository is only read. */
async function conflictsOf(git: Git, head: Sha, base: Sha): Promise<ForgeFact['conflicts']> {
  const common = (await git(['rev-parse', '--path-format=absolute', '--git-common-dir'])).trimEnd();
  const written = await mkdtemp(join(tmpdir(), 'shiproom-merge-'));
  try {
    const objects = { written, read: quoted(join(common, 'objects')) };
    await git(['merge-tree', '--write-tree', '--no-messages', '--name-only', '--end-of-options', base, head], {
      objects,
    });
    return 'none';
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    return error.code === 1 ? 'some' : 'unknown';
  } finally {
    await rm(written, { recursive: true, force: true });
  }
}

/** As git wants a path in a list that colons part. */
const quoted = (path: string): string => (/[:"]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path);
