import type { ForgeFact } from '../../../../protocol/model/pull-request.ts';
import { BranchName } from '../../../../protocol/model/ids.ts';
import type { Forge } from '../../../ports/forge.ts';
import { type Git, gitIn } from '../../git.ts';
import type { LocalGitConfig } from './config.ts';
import { failing } from './failing.ts';
import { fetchOnce } from './fetch.ts';
import { isMerged } from './merged.ts';
import { baseOf, headOf, readRefs } from './refs.ts';
import { find } from './resolve.ts';
import { type Standing, standing } from './standing.ts';
import { watchBranches } from './watch.ts';

/** So many comparisons of two commits are remembered: they never change. */
const keptStandings = 1000;

/** The repositories' own clones on this machine. It knows no pull requests, and reads only; but it fetches what it is asked for. */
export function createLocalGit({ repositories, clock, environment }: LocalGitConfig): Forge {
  const gits = new Map([...repositories].map(([id, folder]) => [id, gitIn(folder, environment)]));
  const fetch = fetchOnce();
  const compare = remembering();
  let revision = 0;

  return {
    id: 'local-git',
    can: { pullRequests: false, poll: false },
    repositories: [...repositories.keys()],
    async read(repository, branch) {
      const git = gits.get(repository);
      revision = Math.max(clock.now(), revision + 1);
      const at = revision;
      const facts = git && (await failing(async () => readBranch(git, branch, compare)));
      return facts && { forge: 'local-git', revision: at, ...facts };
    },
    async resolve(repository, name, prefer) {
      const git = gits.get(repository);
      // What no branch can be called is no reason to fetch.
      if (!git || !BranchName.safeParse(name).success) return undefined;
      return failing(async () => {
        const found = await find(git, name, prefer);
        if (found || !(await fetch(git))) return found;
        return find(git, name, prefer);
      });
    },
    // `watch` tells by itself.
    changed: async () => [],
    async watch(changed) {
      const ends: (() => void)[] = [];
      const endAll = async () => {
        for (const end of ends) end();
      };
      try {
        for (const [id, git] of gits) {
          ends.push(await failing(async () => watchBranches(git, clock, () => changed(id))));
        }
      } catch (error) {
        await endAll();
        throw error;
      }
      return endAll;
    },
  };
}

async function readBranch(
  git: Git,
  branch: BranchName,
  compare: typeof standing,
): Promise<Omit<ForgeFact, 'forge' | 'revision'> | undefined> {
  const refs = await readRefs(git);
  const head = headOf(refs, branch);
  const base = head && (await baseOf(git, refs));
  if (!head || !base) return undefined;
  if (branch === base.branch) return { base: branch, ahead: 0, behind: 0, conflicts: 'none', merged: false };
  const at = await compare(git, head, base.commit);
  const { ahead, behind, conflicts } = at;
  return { base: base.branch, ahead, behind, conflicts, merged: await isMerged(git, refs, branch, head, at) };
}

/** `standing`, which is asked once for two commits, as long as they are among the last ones. */
function remembering(): typeof standing {
  const known = new Map<string, Standing>();
  return async (git, head, base) => {
    const key = `${head} ${base}`;
    const found = known.get(key) ?? (await standing(git, head, base));
    known.delete(key);
    if (found.conflicts !== 'unknown') known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > keptStandings && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
