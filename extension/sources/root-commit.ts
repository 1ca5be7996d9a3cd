import type { RepositoryId } from '../../protocol/model/ids.ts';
import { repositoryOfRoots } from '../../protocol/model/repository.ts';

/** The id of a repository without a remote, by its oldest root commit; undefined before the first commit. */
export async function repositoryOfFolder(folder: string, binary: string): Promise<RepositoryId | undefined> {
  // Few repositories need it, and activation waits for all that is loaded at once.
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: folder,
    binary,
    // VS Code has found this binary, or the user has named it; on Windows its path has spaces, which simple-git would refuse.
    unsafe: { allowUnsafeCustomBinary: true },
  });
  return repositoryOfRoots(await git.raw(['rev-list', '--max-parents=0', '--all']));
}
