import * as z from 'zod/mini';
import { BranchName, type RepositoryId } from '../../../../protocol/model/ids.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';

const route = 'GET /repos/{owner}/{repo}/branches';
const Names = z.array(z.object({ name: z.string() }));
/** One page: https://docs.github.com/en/rest/branches/branches#list-branches */
const mostListed = 100;

/** The first of a repository's branches, by name. */
export async function listBranches(client: GitHubClient, repository: RepositoryId): Promise<readonly BranchName[]> {
  const found = await client.request(route, { ...placeOf(repository), per_page: mostListed }, Names);
  return found.flatMap(({ name }) => BranchName.safeParse(name).data ?? []);
}
