import { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { Resolved } from '../../../ports/forge.ts';
import { type Git, GitFailure } from '../../git.ts';
import { baseOf, headOf, originPrefix, ownPrefix, readRefs, type Refs } from './refs.ts';

/** Finds what a name means among what the repository holds: a branch first, then a commit. */
export async function find(git: Git, name: string, prefer?: BranchName): Promise<Resolved | undefined> {
  const refs = await readRefs(git);
  return branchNamed(refs, name) ?? (await commitNamed(git, refs, name, prefer));
}

/** `name`, here or in `origin`; and `origin/name`, as git shows the latter. */
function branchNamed(refs: Refs, name: string): Resolved | undefined {
  for (const text of name.startsWith('origin/') ? [name, name.slice('origin/'.length)] : [name]) {
    const branch = BranchName.safeParse(text);
    const commit = branch.success && headOf(refs, branch.data);
    if (branch.success && commit) return { commit, branch: branch.data };
  }
  return undefined;
}

async function commitNamed(git: Git, refs: Refs, name: string, prefer?: BranchName): Promise<Resolved | undefined> {
  const digits = name.toLowerCase();
  if (!/^[0-9a-f]{7,64}$/.test(digits)) return undefined;
  const commit = await commitOf(git, digits);
  if (!commit) return undefined;
  const branch = await branchOf(git, refs, commit, prefer);
  return { commit, ...(branch !== undefined && { branch }) };
}

async function commitOf(git: Git, digits: string): Promise<Sha | undefined> {
  try {
    const said = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${digits}^{commit}`]);
    const commit = Sha.parse(said.trim());
    // A tag may be called so, and stand elsewhere.
    return commit.startsWith(digits) ? commit : undefined;
  } catch (error) {
    if (error instanceof GitFailure && error.code > 0) return undefined;
    throw error;
  }
}

/** The branch to name for a commit: the preferred one, else one that ends in it, else the base, else any that holds it. */
async function branchOf(git: Git, refs: Refs, commit: Sha, prefer?: BranchName): Promise<BranchName | undefined> {
  const words = ['for-each-ref', `--contains=${commit}`, '--format=%(refname)', ownPrefix, originPrefix];
  const holding = new Set((await git(words)).split('\n'));
  const branches = [
    ...[...refs.own.keys()].filter((branch) => holding.has(`${ownPrefix}${branch}`)),
    ...[...refs.origin.keys()].filter((branch) => holding.has(`${originPrefix}${branch}`)),
  ];
  const base = (await baseOf(git, refs))?.branch;
  return (
    branches.find((branch) => branch === prefer) ??
    branches.find((branch) => headOf(refs, branch) === commit) ??
    branches.find((branch) => branch === base) ??
    branches[0]
  );
}
