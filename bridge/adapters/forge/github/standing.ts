import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { Comparison } from './schema.ts';

/** So many comparisons of two commits are remembered: they never change. */
const kept = 2000;

const route = 'GET /repos/{owner}/{repo}/compare/{basehead}';

interface Standing {
  readonly ahead: number;
  readonly behind: number;
}

/** How many commits `head` has that `base` lacks, and the reverse. Both are commits. */
export type Compare = (repository: RepositoryId, base: string, head: string) => Promise<Standing>;

export function createCompare(client: GitHubClient): Compare {
  const known = new Map<string, Standing>();
  return async (repository, base, head) => {
    if (base === head) return { ahead: 0, behind: 0 };
    const key = `${repository} ${base} ${head}`;
    const found = known.get(key) ?? (await compareNow(client, repository, base, head));
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    return found;
  };
}

/** The same for names that may stand elsewhere the next time. */
export async function compareNow(
  client: GitHubClient,
  repository: RepositoryId,
  base: string,
  head: string,
): Promise<Standing> {
  // The commits themselves are not wanted; a page of one is the smallest there is.
  const parameters = { ...placeOf(repository), basehead: `${base}...${head}`, per_page: 1 };
  const { ahead_by: ahead, behind_by: behind } = await client.request(route, parameters, Comparison);
  return { ahead, behind };
}
