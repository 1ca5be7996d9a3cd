import type { BranchName, RepositoryId } from '../../../../protocol/model/ids.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { branchesQuery } from './query.ts';
import { BranchesAnswer, Found } from './schema.ts';

/** More in one question would be more than GitHub answers in its ten seconds. */
const together = 10;

/** What GitHub says of a branch; `withheld` are the paths in its answer of what it did not give. */
export interface Looked {
  readonly found: Found | undefined;
  readonly withheld: readonly string[];
}

/** Looks at a branch, in one call with whatever else is looked at in the same moment. `number` is its pull request's, as far as it is known. */
export type Look = (repository: RepositoryId, branch: BranchName, number: number | undefined) => Promise<Looked>;

interface Wanted {
  readonly branch: BranchName;
  readonly number: number | undefined;
  readonly resolve: (looked: Looked) => void;
  readonly reject: (error: unknown) => void;
}

export function createLook(client: GitHubClient): Look {
  const waiting = new Map<RepositoryId, Wanted[]>();

  function flush(repository: RepositoryId): void {
    const all = waiting.get(repository) ?? [];
    waiting.delete(repository);
    for (let at = 0; at < all.length; at += together) {
      const some = all.slice(at, at + together);
      ask(client, repository, some).then(
        (looked) => some.forEach(({ resolve }, index) => resolve(looked(index))),
        (error: unknown) => some.forEach(({ reject }) => reject(error)),
      );
    }
  }

  return async (repository, branch, number) =>
    new Promise((resolve, reject) => {
      const wanted = { branch, number, resolve, reject };
      const others = waiting.get(repository);
      if (others) others.push(wanted);
      else {
        waiting.set(repository, [wanted]);
        setImmediate(() => flush(repository));
      }
    });
}

async function ask(
  client: GitHubClient,
  repository: RepositoryId,
  some: readonly Wanted[],
): Promise<(index: number) => Looked> {
  const { owner, repo } = placeOf(repository);
  const variables = some.flatMap(({ branch, number }, n) => [
    [`ref${n}`, `refs/heads/${branch}`],
    [`branch${n}`, branch],
    [`number${n}`, number ?? 0],
    [`known${n}`, number !== undefined],
  ]);
  const given = { owner, name: repo, ...Object.fromEntries(variables) };
  const answer = await client.graphql(repository, branchesQuery(some.length), given, BranchesAnswer);
  const looked = some.map((_, n) => lookedAt(answer.repository ?? undefined, answer.withheld, n));
  return (index) => looked[index] ?? { found: undefined, withheld: [] };
}

function lookedAt(all: Readonly<Record<string, unknown>> | undefined, paths: readonly string[], n: number): Looked {
  if (!all) return { found: undefined, withheld: [] };
  const { defaultBranchRef, deployments } = all;
  const own = { ref: all[`ref${n}`], base: all[`base${n}`], open: all[`open${n}`], past: all[`past${n}`] };
  const found = Found.safeParse({ defaultBranchRef, deployments, ...own });
  if (!found.success) throw new PlatformError('unavailable', 'unreadable_answer');
  const withheld = paths.filter((path) => new RegExp(`^repository\\.(?:ref|base|open|past)${n}(?:\\.|$)`).test(path));
  return { found: found.data, withheld };
}
