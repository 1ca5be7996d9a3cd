import type { ForgeFact, PullRequest } from '../../../../protocol/model/pull-request.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { requiredChecks } from './checks.ts';
import { reviewsOf } from './reviews.ts';
import { type Commit, type Found, listed, type Pull } from './schema.ts';
import type { BaseRules } from './rules.ts';
import { oneLine, webAddress } from './text.ts';

const own = (list: Found['open']): Pull[] => listed(list).filter((pull) => !pull.isCrossRepository);

/**
 * The branch's pull request: the open one, else the last one that ended with the commit at which the branch stands. After that the branch
 * has gone on, and has none. Where the branch is gone, the last one that was merged. Those from forks are of other branches.
 */
export function pullOf({ open, past }: Found, head: string | undefined): Pull | undefined {
  const [first] = own(open);
  if (first && head !== undefined) return first;
  return own(past).find((pull) => (head === undefined ? pull.state === 'MERGED' : pull.headRefOid === head));
}

const decisions: Readonly<Record<string, PullRequest['decision']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  REVIEW_REQUIRED: 'review-required',
};

const conflicts: Readonly<Record<string, ForgeFact['conflicts']>> = { MERGEABLE: 'none', CONFLICTING: 'some' };

/** What GitHub found when it tried the merge; it does so a little after each push, and says until then that it does not know. */
export const conflictsOf = (pull: Pull): ForgeFact['conflicts'] => conflicts[pull.mergeable ?? ''] ?? 'unknown';

/** A pull request as we tell it. `withheld` are paths in GitHub's answer that it did not give: they stay unknown. */
export function pullRequestOf(
  pull: Pull,
  {
    commit,
    withheld,
    rules,
  }: {
    readonly commit: Commit | undefined;
    readonly withheld: readonly string[];
    readonly rules: BaseRules | undefined;
  },
): PullRequest {
  const url = webAddress(pull.url);
  if (url === undefined || pull.number < 1) throw new PlatformError('unavailable', 'unreadable_answer');
  const hidden = (field: string) => withheld.some((path) => path.split('.').includes(field));
  const decision = pull.reviewDecision ? decisions[pull.reviewDecision] : 'none';
  const required = requiredChecks(commit, rulesOf(pull, rules));
  const strict = pull.mergeStateStatus === 'BEHIND' || rules?.upToDate === true;
  const threads = pull.reviewThreads;
  return {
    number: pull.number,
    title: oneLine(pull.title, 500),
    url,
    state: stateOf(pull),
    ...(pull.author && { author: oneLine(pull.author.login, 100) }),
    ...(isBot(pull) && { bot: true }),
    ...(pull.latestReviews && pull.latestOpinionatedReviews && { reviews: reviewsOf(pull) }),
    ...(pull.reviewRequests && { requested: requestedOf(pull) }),
    ...(decision && !hidden('reviewDecision') && { decision }),
    ...(threads?.pageInfo.hasNextPage === false && {
      unresolvedThreads: listed(threads).filter(({ isResolved }) => !isResolved).length,
    }),
    ...(required && { requiredChecks: required }),
    // Of a base with protection of the old kind its being behind is the one thing that tells.
    ...(strict && { mustBeUpToDate: true }),
    ...(pull.labels && {
      labels: listed(pull.labels)
        .map(({ name }) => oneLine(name, 100))
        .slice(0, 20),
    }),
    ...(pull.files && { paths: pathsOf(pull) }),
  };
}

/** What both kinds of rules say; undefined where neither was told. */
function rulesOf({ baseRef }: Pull, rules: BaseRules | undefined): readonly string[] | undefined {
  const old = baseRef?.refUpdateRule?.requiredStatusCheckContexts?.filter((name) => name !== null);
  return old || rules ? [...(old ?? []), ...(rules?.checks ?? [])] : undefined;
}

function isBot({ author }: Pull): boolean {
  const { __typename: kind } = author ?? {};
  return kind === 'Bot';
}

/** Of a path that is too long to be told whole nothing is told. */
const pathsOf = ({ files }: Pull): string[] => listed(files).flatMap(({ path }) => (path.length <= 500 ? [path] : []));

function stateOf({ state, isDraft }: Pull): PullRequest['state'] {
  if (state === 'MERGED') return 'merged';
  if (state === 'CLOSED') return 'closed';
  return isDraft ? 'draft' : 'open';
}

/** Somebody whom we may not see is not among them. */
function requestedOf({ reviewRequests }: Pull): string[] {
  const names = listed(reviewRequests).map(({ requestedReviewer: who }) => who?.login ?? who?.slug ?? '');
  return [...new Set(names.map((name) => oneLine(name, 100)).filter((name) => name !== ''))].slice(0, 30);
}
