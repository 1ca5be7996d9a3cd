import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { PlatformError } from '../../ports/platform-error.ts';

/** A repository as GitHub's routes name it. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** Where a repository is on its host. Fails where its id is no `host/owner/name`. */
export function placeOf(repository: RepositoryId): Place {
  const [host, owner, repo, ...more] = repository.split('/');
  if (!host || !owner || !repo || more.length > 0) throw new PlatformError('refused', 'not_a_repository_of_github');
  return { owner, repo };
}

/** Which of ours GitHub means by `owner/name`, in any case; undefined where none is meant. */
export function ourRepository(repositories: readonly RepositoryId[], fullName: string): RepositoryId | undefined {
  const name = fullName.toLowerCase();
  return repositories.find((id) => id.slice(id.indexOf('/') + 1).toLowerCase() === name);
}
