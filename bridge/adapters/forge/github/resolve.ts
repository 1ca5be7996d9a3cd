import * as z from 'zod/mini';
import { BranchName, type RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import type { Resolved } from '../../../ports/forge.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { nameQuery } from './query.ts';
import { listed, NameAnswer } from './schema.ts';
import { compareNow } from './standing.ts';

/** What git lets nobody call a branch. */
const noBranch = /\.\.|\/\/|@\{|[ ~^:?*[\\]|^[/@]$|^\/|^HEAD$|[/.]$|\.lock(?:\/|$)|(?:^|\/)\./;

/** Finds what a name means on GitHub: a branch first, then a commit. */
export async function find(
  client: GitHubClient,
  repository: RepositoryId,
  name: string,
  prefer?: BranchName,
): Promise<Resolved | undefined> {
  const named = BranchName.safeParse(name);
  if (!named.success || noBranch.test(name)) return undefined;
  const digits = /^[0-9a-f]{7,64}$/i.test(name) ? name.toLowerCase() : undefined;
  const { owner, repo } = placeOf(repository);
  const variables = { owner, name: repo, ref: `refs/heads/${name}`, commit: digits ?? '', maybe: digits !== undefined };
  const { repository: found } = await client.graphql(repository, nameQuery, variables, NameAnswer);
  const head = Sha.safeParse(found?.ref?.target?.oid);
  if (head.success) return { commit: head.data, branch: named.data };
  const commit = Sha.safeParse(found?.object?.oid);
  // A tag may be called so, and stand elsewhere.
  if (!commit.success || digits === undefined || !commit.data.startsWith(digits)) return undefined;

  const pulls = listed(found?.object?.associatedPullRequests).filter((pull) => !pull.isCrossRepository);
  const others = [found?.defaultBranchRef?.name, ...pulls.map((pull) => pull.headRefName)];
  const branch =
    (await firstHolding(client, repository, commit.data, [prefer])) ??
    (await branchEndingIn(client, repository, commit.data)) ??
    (await firstHolding(client, repository, commit.data, others));
  return { commit: commit.data, ...(branch !== undefined && { branch }) };
}

async function branchEndingIn(
  client: GitHubClient,
  repository: RepositoryId,
  commit: Sha,
): Promise<BranchName | undefined> {
  const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head';
  const parameters = { ...placeOf(repository), commit_sha: commit };
  const branches = await orNothing(client.request(route, parameters, z.array(z.object({ name: z.string() }))));
  return BranchName.safeParse(branches?.[0]?.name).data;
}

/** The first of the branches that has the commit in it. */
async function firstHolding(
  client: GitHubClient,
  repository: RepositoryId,
  commit: Sha,
  names: readonly (string | undefined)[],
): Promise<BranchName | undefined> {
  for (const name of new Set(names)) {
    const branch = BranchName.safeParse(name);
    if (!branch.success) continue;
    const standing = await orNothing(compareNow(client, repository, commit, branch.data));
    if (standing?.behind === 0) return branch.data;
  }
  return undefined;
}

/** What is gone meanwhile has nothing to say. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PlatformError && error.fault === 'gone') return undefined;
    throw error;
  }
}
