import type { CardKey } from '../../../protocol/model/card.ts';
import { BranchName, type RepositoryId } from '../../../protocol/model/ids.ts';

/**
 * The branches that a name may stand for, the likeliest first: `repository#branch` and `repository:branch`, where the repository may be
 * shortened to its last parts; else a branch of each repository.
 */
export function namedKeys(name: string, repositories: readonly RepositoryId[]): CardKey[] {
  const qualified = repositories.flatMap((repository) =>
    endings(repository)
      .flatMap((ending) => [`${ending}#`, `${ending}:`])
      .filter((prefix) => name.toLowerCase().startsWith(prefix.toLowerCase()))
      .map((prefix) => ({ repository, branch: name.slice(prefix.length) })),
  );
  const plain = repositories.map((repository) => ({ repository, branch: name }));
  return [...qualified, ...plain].flatMap(({ repository, branch }) => {
    const parsed = BranchName.safeParse(branch);
    return parsed.success ? [{ repository, branch: parsed.data }] : [];
  });
}

/** `host/owner/name`, `owner/name`, `name`. */
function endings(repository: string): string[] {
  const parts = repository.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}
