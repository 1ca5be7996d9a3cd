import { BranchName, Sha } from '../../protocol/model/ids.ts';
import { readRepository, type LocalRepository } from '../adapters/forge/local-git/read-repository.ts';
import { type Environment, gitIn } from '../adapters/git.ts';

/** What is checked out in a repository at one moment. */
export interface CheckedOut {
  readonly repository: LocalRepository;
  readonly branch: BranchName;
  readonly commit: Sha;
}

/** Reads what is checked out around a folder; undefined outside of a repository, without a commit, and on no branch. */
export async function readCheckedOut(folder: string, environment: Environment): Promise<CheckedOut | undefined> {
  const repository = await readRepository(folder, environment);
  if (!repository) return undefined;
  const git = gitIn(repository.top, environment);
  const head = await git(['symbolic-ref', '--quiet', '--short', 'HEAD']).catch(() => '');
  const oid = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}']).catch(() => '');
  const branch = BranchName.safeParse(head.trim());
  const commit = Sha.safeParse(oid.trim());
  return branch.success && commit.success ? { repository, branch: branch.data, commit: commit.data } : undefined;
}

/** Whether the working folder differs from the commit. */
export const isDirty = async (top: string, environment: Environment): Promise<boolean> =>
  (await gitIn(top, environment)(['status', '--porcelain', '--no-renames', '--ignore-submodules=none'])).trim() !== '';
