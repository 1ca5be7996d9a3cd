import * as z from 'zod/mini';
import { BranchName, type RepositoryId } from '../../../../protocol/model/ids.ts';
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
const Refs = z.array(z.object({ ref: z.string(), object: z.object({ sha: z.string() }) }));

const pullsRoute = 'GET /repos/{owner}/{repo}/pulls';
const refsRoute = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}';
const byUpdate = { sort: 'updated', direction: 'desc', per_page: 100 };
/** So many open pull requests are looked for at first: five pages. */
const firstPages = 5;

/** Which branches of one repository have changed since this was last asked: free where none has. */
export type Changed = () => Promise<readonly BranchName[]>;

export function createChanged(client: GitHubClient, repository: RepositoryId): Changed {
  const pulls = new Map<number, string>();
  /** Whose pull requests go where, as far as they are open. */
  const bases = new Map<string, string>();
  let heads: ReadonlyMap<string, string> | undefined;
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
    const recent = await client.conditional(pullsRoute, { ...placeOf(repository), state: 'all', ...byUpdate }, Pulls);
    // Oldest first: what is newer is to be remembered.
    if (recent !== 'unchanged') for (const pull of recent.toReversed()) note(pull);
    const refs = await client.conditional(refsRoute, { ...placeOf(repository), ref: 'heads/' }, Refs);
    if (refs !== 'unchanged') noteHeads(headsOf(refs));
    const branches = [...found].flatMap((name) => BranchName.safeParse(name).data ?? []);
    found.clear();
    return branches;
  };
}

async function openPulls(client: GitHubClient, repository: RepositoryId): Promise<readonly Pull[]> {
  const all: Pull[] = [];
  for (let page = 1; page <= firstPages; page += 1) {
    const parameters = { ...placeOf(repository), state: 'open', ...byUpdate, page };
    const some = await client.request(pullsRoute, parameters, Pulls);
    all.push(...some);
    if (some.length < byUpdate.per_page) break;
  }
  return all.toReversed();
}

const headsOf = (refs: z.infer<typeof Refs>): ReadonlyMap<string, string> =>
  new Map(refs.map(({ ref, object }) => [ref.replace(/^refs\/heads\//, ''), object.sha]));
