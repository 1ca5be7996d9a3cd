import * as z from 'zod/mini';
import { BranchName, type RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';

const Pulls = z.array(
  z.object({
    number: z.int(),
    state: z.string(),
    updated_at: z.string(),
    head: z.object({ ref: z.string(), repo: z.nullish(z.object({ full_name: z.string() })) }),
    base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }) }),
  }),
);
type Pull = z.infer<typeof Pulls>[number];
const Branches = z.array(z.object({ name: z.string(), commit: z.object({ sha: z.string() }) }));

const pullsRoute = 'GET /repos/{owner}/{repo}/pulls';
const branchesRoute = 'GET /repos/{owner}/{repo}/branches';
const pageSize = 100;
const byUpdate = { sort: 'updated', direction: 'desc', per_page: pageSize };
/** Deliveries, or the editor that pushed, tell sooner: the list is asked for what nobody told. */
const pullsMs = 60_000;
/** A push to a branch with a pull request shows in the list of those; where the other branches stand is asked this seldom. */
const headsMs = 5 * 60_000;
/** No list is read further than this. */
const mostPages = 10;

/** Which branches of one repository have changed since this was last asked: free where none has. */
export type Changed = () => Promise<readonly BranchName[]>;

export function createChanged(client: GitHubClient, repository: RepositoryId, clock: Clock): Changed {
  const pulls = new Map<number, string>();
  /** Whose pull requests go where, as far as they are open. */
  const bases = new Map<string, string>();
  const readHeads = createHeads(client, repository);
  let heads: ReadonlyMap<string, string> | undefined;
  let pullsAt = -Infinity;
  let headsAt = -Infinity;
  /** What was found and not told yet: the second question may fail after the first. */
  const found = new Set<string>();

  function note(pull: Pull): void {
    if (pull.head.repo?.full_name !== pull.base.repo.full_name) return;
    if (pull.state === 'open') bases.set(pull.head.ref, pull.base.ref);
    else bases.delete(pull.head.ref);
    if (pulls.get(pull.number) === pull.updated_at) return;
    // Of those that had ended before we came there is nothing to tell.
    if (heads !== undefined || pull.state === 'open') found.add(pull.head.ref);
    pulls.set(pull.number, pull.updated_at);
  }

  function noteHeads(now: ReadonlyMap<string, string>): void {
    const before = heads ?? now;
    const moved = new Set([...before.keys(), ...now.keys()].filter((name) => before.get(name) !== now.get(name)));
    for (const name of moved) found.add(name);
    for (const [branch, base] of bases) if (moved.has(base)) found.add(branch);
    heads = now;
  }

  return async () => {
    if (heads === undefined) for (const pull of await openPulls(client, repository)) note(pull);
    if (clock.now() - pullsAt >= pullsMs) {
      const recent = await client.conditional(pullsRoute, { ...placeOf(repository), state: 'all', ...byUpdate }, Pulls);
      // Oldest first: what is newer is to be remembered.
      if (recent !== 'unchanged') for (const pull of recent.toReversed()) note(pull);
      pullsAt = clock.now();
    }
    if (clock.now() - headsAt >= headsMs) {
      noteHeads(await readHeads());
      headsAt = clock.now();
    }
    const branches = [...found].flatMap((name) => BranchName.safeParse(name).data ?? []);
    found.clear();
    return branches;
  };
}

async function openPulls(client: GitHubClient, repository: RepositoryId): Promise<readonly Pull[]> {
  const all: Pull[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const parameters = { ...placeOf(repository), state: 'open', ...byUpdate, page };
    const some = await client.request(pullsRoute, parameters, Pulls);
    all.push(...some);
    if (some.length < pageSize) break;
  }
  return all.toReversed();
}

/** Where the branches stand: a page for each hundred of them, and free where none has moved. */
function createHeads(client: GitHubClient, repository: RepositoryId): () => Promise<ReadonlyMap<string, string>> {
  const pages: z.infer<typeof Branches>[] = [];
  return async () => {
    for (let page = 1; page <= mostPages; page += 1) {
      const parameters = { ...placeOf(repository), per_page: pageSize, page };
      const branches = await client.conditional(branchesRoute, parameters, Branches);
      if (branches !== 'unchanged') pages[page - 1] = branches;
      if ((pages[page - 1]?.length ?? 0) >= pageSize) continue;
      pages.length = page;
      break;
    }
    return new Map(pages.flat().map(({ name, commit }) => [name, commit.sha]));
  };
}
