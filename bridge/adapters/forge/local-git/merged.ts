import type { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { Git } from '../../git.ts';
import type { Refs } from './refs.ts';
import type { Standing } from './standing.ts';

/** Entries of a branch's reflog that say that its newest commit was made on it. */
const made = /^(?:commit|cherry-pick|revert|am)\b|^(?:merge|pull)\b.*: Merge made/;
const rebased = /^rebase \(finish\): .* onto ([0-9a-f]{40,64})$/;

/**
 * Whether a branch's work is in its base. A branch that has just been made, or was only brought up to date, is in its base too and yet
 * was not merged. So it counts as merged where the base has its commit from a merge; and, after a fast-forward, where the branch's
 * own reflog ends in a commit that was made on it. What was squashed or rebased by somebody else is not recognised.
 */
export async function isMerged(git: Git, refs: Refs, branch: BranchName, head: Sha, at: Standing): Promise<boolean> {
  if (at.ahead > 0) return false;
  if (at.mergedIn) return true;
  if (!refs.own.has(branch)) return false;
  const words = [
    'log',
    '--walk-reflogs',
    '--max-count=1',
    '--format=%gs',
    '--end-of-options',
    `refs/heads/${branch}`,
    '--',
  ];
  const entry = (await git(words)).trim();
  const onto = rebased.exec(entry)?.[1];
  return onto === undefined ? made.test(entry) : onto !== head;
}
