import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import { repositoryOf, repositoryOfRoots } from '../../../../protocol/model/repository.ts';
import { type Environment, GitFailure, gitIn } from '../../git.ts';
import { configured } from './refs.ts';

/** A repository on this machine: what it is called, and the top of its working folder. */
export interface LocalRepository {
  readonly id: RepositoryId;
  readonly top: string;
}

/**
 * The repository that a folder belongs to; undefined where it belongs to none, or to one without a place on the net and without a commit,
 * which has no name yet. A bare one has no working folder, and counts as none.
 */
export async function readRepository(folder: string, environment: Environment): Promise<LocalRepository | undefined> {
  try {
    const top = (await gitIn(folder, environment)(['rev-parse', '--show-toplevel'])).replace(/\n$/, '');
    const git = gitIn(top, environment);
    const id =
      repositoryOf(await configured(git, 'remote.origin.url')) ??
      repositoryOfRoots(await git(['rev-list', '--max-parents=0', '--all']));
    return id === undefined ? undefined : { id, top };
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}
