import { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { Git } from '../../git.ts';

/** A repository's branches as they stand now: its own, and those of `origin` as last fetched. */
export interface Refs {
  readonly own: ReadonlyMap<BranchName, Sha>;
  readonly origin: ReadonlyMap<BranchName, Sha>;
  /** The branch that `origin` has checked out. */
  readonly originHead?: BranchName;
}

/** Where git keeps this repository's branches, and those of `origin`. */
export const ownPrefix = 'refs/heads/';
export const originPrefix = 'refs/remotes/origin/';

/** Reads all branches at once, so that no name that somebody typed need ever be an argument of git: it is looked up here. */
export async function readRefs(git: Git): Promise<Refs> {
  const format = '--format=%(objectname) %(refname) %(symref)';
  const own = new Map<BranchName, Sha>();
  const origin = new Map<BranchName, Sha>();
  let originHead: BranchName | undefined;
  for (const line of (await git(['for-each-ref', format, ownPrefix, originPrefix])).split('\n')) {
    const [id, ref = '', target = ''] = line.split(' ');
    const commit = Sha.safeParse(id);
    if (!commit.success) continue;
    if (ref === `${originPrefix}HEAD`) originHead = branchIn(target, originPrefix);
    else if (ref.startsWith(ownPrefix)) add(own, branchIn(ref, ownPrefix), commit.data);
    else add(origin, branchIn(ref, originPrefix), commit.data);
  }
  return { own, origin, ...(originHead !== undefined && { originHead }) };
}

function add(branches: Map<BranchName, Sha>, name: BranchName | undefined, commit: Sha): void {
  if (name !== undefined) branches.set(name, commit);
}

function branchIn(ref: string, prefix: string): BranchName | undefined {
  const name = BranchName.safeParse(ref.startsWith(prefix) ? ref.slice(prefix.length) : '');
  return name.success ? name.data : undefined;
}

/** Where a branch stands: this repository's own branch of that name, else that of `origin`. */
export const headOf = (refs: Refs, branch: BranchName): Sha | undefined =>
  refs.own.get(branch) ?? refs.origin.get(branch);

/** A branch that others are merged into, and where it stands. */
export interface Base {
  readonly branch: BranchName;
  readonly commit: Sha;
}

/**
 * The branch that others are merged into: the one `origin` has checked out, else `init.defaultBranch`, `main` or `master`, whichever
 * is there first. It stands where `origin` has it, since that is what everybody merges into; without an `origin`, where it is here.
 */
export async function baseOf(git: Git, refs: Refs): Promise<Base | undefined> {
  const own = refs.originHead === undefined ? [await configured(git, 'init.defaultBranch'), 'main', 'master'] : [];
  for (const name of [refs.originHead, ...own]) {
    const branch = BranchName.safeParse(name);
    const commit = branch.success && (refs.origin.get(branch.data) ?? refs.own.get(branch.data));
    if (branch.success && commit) return { branch: branch.data, commit };
  }
  return undefined;
}

/** What git's configuration says; empty where it says nothing. */
export const configured = async (git: Git, key: string): Promise<string> =>
  (await git(['config', '--default', '', '--get', key])).trim();
