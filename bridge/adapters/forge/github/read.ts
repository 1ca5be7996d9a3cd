import type { ForgeFact } from '../../../../protocol/model/pull-request.ts';
import { BranchName, type RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { checksOf } from './checks.ts';
import { deploymentsOf } from './deployments.ts';
import type { Look } from './look.ts';
import { conflictsOf, pullOf, pullRequestOf } from './pull-request.ts';
import type { ReadRules } from './rules.ts';
import { type Commit, type Found, listed, type Pull } from './schema.ts';
import type { Compare } from './standing.ts';

type Fact = Omit<ForgeFact, 'forge' | 'revision'>;
/** The number of each branch's pull request, as it was last seen. */
export type Numbers = Map<string, number>;

interface Sources {
  readonly look: Look;
  readonly compare: Compare;
  readonly rules: ReadRules;
  readonly numbers: Numbers;
}

/**
 * Looks at a branch: one call, shared with others that are looked at in the same moment, and one more where the pull request is new to us, where GitHub
 * does not compare the branch with its base in that call, and now and then for the base's rules.
 */
export async function readBranch(
  { look, compare, rules, numbers }: Sources,
  repository: RepositoryId,
  branch: BranchName,
): Promise<Fact | undefined> {
  const key = `${repository} ${branch}`;
  const first = await look(repository, branch, numbers.get(key));
  const pull = first.found && pullOf(first.found, first.found.ref?.target?.oid);
  if (!pull) numbers.delete(key);
  // What a pull request requires is told for its number alone. Those that have ended require nothing any more.
  const again = pull?.state === 'OPEN' && numbers.get(key) !== pull.number;
  if (pull) numbers.set(key, pull.number);
  const { found, withheld } = again ? await look(repository, branch, pull.number) : first;
  return found && factOf({ repository, branch, compare, rules, withheld }, found);
}

interface About {
  readonly repository: RepositoryId;
  readonly branch: BranchName;
  readonly compare: Compare;
  readonly rules: ReadRules;
  readonly withheld: readonly string[];
}

async function factOf(about: About, found: Found): Promise<Fact | undefined> {
  const { branch, withheld } = about;
  const commit = found.ref?.target ?? undefined;
  const head = Sha.safeParse(commit?.oid).data;
  const pull = pullOf(found, head);
  const base = baseOf(found, pull);
  if (!base || (!head && !pull)) return undefined;
  const rules = pull?.state === 'OPEN' ? await about.rules(about.repository, base.branch) : undefined;
  const pullRequest = pull ? pullRequestOf(pull, { commit, withheld, rules }) : null;
  const usual = BranchName.safeParse(found.defaultBranchRef?.name).data;
  const into = { base: base.branch, ...(usual !== undefined && usual !== base.branch && { defaultBranch: usual }) };
  if (!head) return { ...into, ahead: 0, behind: 0, conflicts: 'none', merged: true, pullRequest };

  const standing =
    base.branch === branch ? even : (base.standing ?? (await about.compare(about.repository, base.commit, head)));
  const merged = pull?.state === 'MERGED';
  const nothingToMerge = merged || standing.ahead === 0 || standing.behind === 0;
  return {
    ...into,
    ...standing,
    conflicts: nothingToMerge ? 'none' : pull?.state === 'OPEN' ? conflictsOf(pull) : 'unknown',
    merged,
    head,
    pullRequest,
    ...checksIn(commit, withheld),
    deployments: deploymentsOf([...listed(found.deployments), ...listed(commit?.deployments)], branch, head),
  };
}

const even = { ahead: 0, behind: 0 };

/** Without a roll-up there are none; but where it may not be seen, nobody knows. */
function checksIn(commit: Commit | undefined, withheld: readonly string[]): Pick<Fact, 'checks'> {
  const hidden = withheld.some((path) => path.includes('statusCheckRollup'));
  return commit && !hidden ? { checks: checksOf(commit) } : {};
}

/** Where the branch is to be merged, and where that stands: the repository's own default, where no pull request says, or its base is gone. */
function baseOf({ defaultBranchRef, base: own }: Found, pull: Pull | undefined) {
  const wanted = pull?.baseRef?.target && {
    name: pull.baseRefName,
    commit: pull.baseRef.target.oid,
    compared: pull.baseRef.compare,
  };
  const usual = defaultBranchRef?.target && {
    name: defaultBranchRef.name,
    commit: defaultBranchRef.target.oid,
    compared: own?.compare,
  };
  const base = wanted ?? usual;
  const branch = BranchName.safeParse(base?.name);
  const commit = Sha.safeParse(base?.commit);
  if (!base) return undefined;
  if (!branch.success || !commit.success) throw new PlatformError('unavailable', 'unreadable_answer');
  const compared = base.compared ?? (base.name === usual?.name ? usual.compared : undefined);
  const standing = compared ? { ahead: compared.aheadBy, behind: compared.behindBy } : undefined;
  return { branch: branch.data, commit: commit.data, standing };
}
