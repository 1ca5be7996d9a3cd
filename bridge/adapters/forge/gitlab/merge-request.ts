import type { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { PullRequest, Review } from '../../../../protocol/model/pull-request.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { type GitLabClient, segment } from '../../gitlab/client.ts';
import { instant } from '../../gitlab/instant.ts';
import { workflowOf } from '../../gitlab/pipeline.ts';
import { cut } from '../../../../reports/bounded.ts';
import { Approvals, Diff, Discussion, MergeRequest, MergeRequestRow, type Project, Reviewer } from './schema.ts';

const mostDiscussions = 300;
const mostPeople = 30;
const mostPaths = 300;
/** What GitLab calls the users that stand for a token of a project or a group: https://docs.gitlab.com/user/project/settings/project_access_tokens/ */
const botName = /^(?:project|group)_\d+_bot(?:_|$)/;

/** A branch's merge request: the open one, or the newest of those that ended with the branch as it stands. */
export async function findMergeRequest(
  client: GitLabClient,
  project: string,
  branch: BranchName,
  head: Sha,
): Promise<MergeRequest | undefined> {
  const query = { source_branch: branch, state: 'all', scope: 'all', order_by: 'updated_at', sort: 'desc' };
  const rows = await client.list(`${project}/merge_requests`, MergeRequestRow, query, 20);
  // A branch of a fork may be called the same.
  const own = rows.filter((row) => row.source_branch === branch && row.source_project_id === row.target_project_id);
  const open = own.find(({ state }) => state === 'opened');
  const row = open ?? own[0];
  const found = row && (await client.find(`${project}/merge_requests/${segment(row.iid)}`, MergeRequest));
  return found && (open || found.sha === head) ? found : undefined;
}

/** All that is to be known of a merge request. */
export async function readMergeRequest(
  client: GitLabClient,
  project: string,
  pull: MergeRequest,
  rules: Project,
): Promise<PullRequest> {
  const state = stateOf(pull);
  const basics: PullRequest = {
    number: pull.iid,
    title: cut(pull.title, 500),
    url: /^https?:\/\/\S{1,1900}$/.test(pull.web_url) ? pull.web_url : client.url,
    state,
    ...(pull.author && { author: cut(pull.author.username, 100) }),
    ...(pull.author && botName.test(pull.author.username) && { bot: true }),
    labels: (pull.labels ?? []).flatMap((label) => (typeof label === 'string' ? [cut(label, 100)] : [])).slice(0, 20),
  };
  if (state === 'merged' || state === 'closed') return basics;
  const at = `${project}/merge_requests/${pull.iid}`;
  const approvals = await client.find(`${at}/approvals`, Approvals);
  const reviewers = await client.list(`${at}/reviewers`, Reviewer);
  const source = pull.head_pipeline?.source ?? 'push';
  return {
    ...basics,
    reviews: reviewsOf(approvals, reviewers),
    requested: reviewers
      .filter(({ state: said }) => said === 'unreviewed' || said === 'review_started' || said === 'unapproved')
      .map(({ user }) => cut(user.username, 100))
      .slice(0, mostPeople),
    ...decisionOf(pull, approvals),
    unresolvedThreads: await unresolved(client, at, pull),
    ...(await pathsOf(client, at)),
    requiredChecks: rules.only_allow_merge_if_pipeline_succeeds ? [workflowOf(source)] : [],
    mustBeUpToDate: rules.merge_method === 'ff' || rules.merge_method === 'rebase_merge',
  };
}

/** The files that it changes; of one that was renamed both names. */
async function pathsOf(client: GitLabClient, at: string): Promise<Pick<PullRequest, 'paths'>> {
  try {
    const diffs = await client.list(`${at}/diffs`, Diff, {}, mostPaths);
    const all = new Set(diffs.flatMap(({ old_path: before, new_path: now }) => [now, before]));
    return { paths: [...all].filter(({ length }) => length > 0 && length <= 500).slice(0, mostPaths) };
  } catch (error) {
    // Too long to be told, or a GitLab that does not tell: the rest is worth having all the same.
    if (error instanceof PlatformError && (error.fault === 'refused' || error.fault === 'gone')) return {};
    throw error;
  }
}

export function stateOf({ state, draft }: Pick<MergeRequest, 'state' | 'draft'>): PullRequest['state'] {
  if (state === 'merged') return 'merged';
  if (state === 'closed') return 'closed';
  return draft ? 'draft' : 'open';
}

const said: Readonly<Record<string, Review['state']>> = {
  approved: 'approved',
  requested_changes: 'changes-requested',
  reviewed: 'commented',
};

/** The last word of each reviewer, and of whoever has approved without being asked. */
function reviewsOf(approvals: Approvals | undefined, reviewers: readonly Reviewer[]): Review[] {
  const words = new Map<string, Review>();
  for (const { user, approved_at: approvedAt } of approvals?.approved_by ?? []) {
    const at = instant(approvedAt);
    if (user)
      words.set(user.username, { by: cut(user.username, 100), state: 'approved', ...(at !== undefined && { at }) });
  }
  for (const { user, state } of reviewers) {
    const word = said[state ?? ''];
    if (word && !(word === 'commented' && words.has(user.username)))
      words.set(user.username, { ...words.get(user.username), by: cut(user.username, 100), state: word });
  }
  return [...words.values()].toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, mostPeople);
}

/** What the rules make of the reviews. A GitLab without rules for approvals asks for none. */
function decisionOf(pull: MergeRequest, approvals: Approvals | undefined): Pick<PullRequest, 'decision'> {
  if (pull.detailed_merge_status === 'requested_changes') return { decision: 'changes-requested' };
  if (pull.detailed_merge_status === 'not_approved') return { decision: 'review-required' };
  if (!approvals) return {};
  if ((approvals.approvals_required ?? 0) === 0) return { decision: 'none' };
  return { decision: approvals.approved ? 'approved' : 'review-required' };
}

async function unresolved(client: GitLabClient, at: string, pull: MergeRequest): Promise<number> {
  if (pull.user_notes_count === 0) return 0;
  const discussions = await client.list(`${at}/discussions`, Discussion, {}, mostDiscussions);
  return discussions.filter(({ notes }) => notes?.some(({ resolvable, resolved }) => resolvable && !resolved)).length;
}

/** Whether it can be merged as it is. GitLab finds out some time after it was asked. */
export function conflictsOf(pull: MergeRequest): 'none' | 'some' | 'unknown' {
  if (pull.detailed_merge_status === 'conflict' || pull.has_conflicts) return 'some';
  const word = pull.detailed_merge_status ?? pull.merge_status ?? '';
  return ['', 'unchecked', 'checking', 'preparing', 'cannot_be_merged_recheck', 'cannot_be_merged_rechecking'].includes(
    word,
  )
    ? 'unknown'
    : 'none';
}
