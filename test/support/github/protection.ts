import type { CheckRun, Pull, Repo, Review, Status } from './rows.ts';

/** The newest of each context, newest first. */
export function statusesOf(repo: Repo, sha: string): Status[] {
  const all = repo.statuses.filter((each) => each.sha === sha).toReversed();
  return all.filter((each, index) => all.findIndex((other) => other.context === each.context) === index);
}

/** The newest of each name in a suite, newest first: an earlier attempt's do not count any more. */
export function checksOf(repo: Repo, sha: string): CheckRun[] {
  const all = repo.checks.filter((each) => each.suite.sha === sha).toReversed();
  return all.filter(
    (each, index) => all.findIndex((other) => other.suite === each.suite && other.name === each.name) === index,
  );
}

/** Each reviewer's last review that says yes or no, oldest first; a comment does not take it back. */
function opinions(pull: Pull): Review[] {
  const said = pull.reviews.filter((each) => each.state !== 'COMMENTED' && each.by.id !== pull.author.id);
  return said.filter((each, index) => !said.slice(index + 1).some((later) => later.by.id === each.by.id));
}

export type Decision = 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null;

/** What the base's rules make of the reviews; null where they ask for none. */
export function decisionOf(repo: Repo, pull: Pull): Decision {
  const needed = repo.protections.get(pull.base)?.approvals ?? 0;
  const said = opinions(pull);
  if (needed === 0) return null;
  if (said.some((each) => each.state === 'CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
  return said.filter((each) => each.state === 'APPROVED').length >= needed ? 'APPROVED' : 'REVIEW_REQUIRED';
}

const good = ['success', 'neutral', 'skipped'];
export type Rollup = 'SUCCESS' | 'FAILURE' | 'PENDING' | 'EXPECTED' | 'ERROR';

/** Whether the required checks of a commit have all passed. */
function requiredPassed(repo: Repo, base: string, sha: string): boolean {
  const names = repo.protections.get(base)?.requiredChecks ?? [];
  const passed = new Set([
    ...checksOf(repo, sha)
      .filter((each) => each.conclusion !== null && good.includes(each.conclusion))
      .map((each) => each.name),
    ...statusesOf(repo, sha)
      .filter((each) => each.state === 'success')
      .map((each) => each.context),
  ]);
  return names.every((name) => passed.has(name));
}

/** What GraphQL's `statusCheckRollup` says; undefined where nothing was reported. */
export function rollupOf(repo: Repo, sha: string): Rollup | undefined {
  const checks = checksOf(repo, sha);
  const statuses = statusesOf(repo, sha);
  if (checks.length + statuses.length === 0) return undefined;
  const failed =
    checks.some((each) => each.conclusion !== null && ![...good, 'stale'].includes(each.conclusion)) ||
    statuses.some((each) => each.state === 'failure' || each.state === 'error');
  if (failed) return 'FAILURE';
  const open = checks.some((each) => each.status !== 'completed') || statuses.some((each) => each.state === 'pending');
  return open ? 'PENDING' : 'SUCCESS';
}

export type MergeState = 'BEHIND' | 'BLOCKED' | 'CLEAN' | 'DIRTY' | 'DRAFT' | 'UNKNOWN' | 'UNSTABLE';
export interface Mergeability {
  readonly mergeable: boolean | undefined;
  readonly state: MergeState;
}

/** Whether it can be merged now, and what keeps it. Counts `unknownFor` down. */
export async function mergeability(repo: Repo, pull: Pull): Promise<Mergeability> {
  if (pull.unknownFor > 0) {
    pull.unknownFor -= 1;
    return { mergeable: undefined, state: 'UNKNOWN' };
  }
  const base = repo.heads.get(pull.base);
  if (base === undefined || pull.state === 'closed') return { mergeable: undefined, state: 'UNKNOWN' };
  if (await repo.git.conflicts(base, pull.headSha)) return { mergeable: false, state: 'DIRTY' };
  if (pull.draft) return { mergeable: true, state: 'DRAFT' };
  const rule = repo.protections.get(pull.base);
  const decision = decisionOf(repo, pull);
  if ((decision !== null && decision !== 'APPROVED') || !requiredPassed(repo, pull.base, pull.headSha))
    return { mergeable: true, state: 'BLOCKED' };
  if (rule?.upToDate && (await repo.git.distance(base, pull.headSha)).behind > 0)
    return { mergeable: true, state: 'BEHIND' };
  const rollup = rollupOf(repo, pull.headSha);
  return { mergeable: true, state: rollup === undefined || rollup === 'SUCCESS' ? 'CLEAN' : 'UNSTABLE' };
}
