import { mergeability } from '../protection.ts';
import type { Label, Pull, Repo, Review, Thread, User } from '../rows.ts';
import { iso, isoOr, nodeId, type Site } from '../site.ts';
import { apiOf, fullRepository, pageOf } from './repository.ts';
import { simpleUser, teamShape } from './user.ts';

export const labelShape = (site: Site, repo: Repo, label: Label) => ({
  id: label.id,
  node_id: nodeId('Label', label.id),
  url: `${apiOf(site, repo)}/labels/${encodeURIComponent(label.name)}`,
  name: label.name,
  color: 'ededed',
  default: false,
  description: '',
});

const side = (site: Site, repo: Repo, branch: string, sha: string) => ({
  label: `${repo.owner.login}:${branch}`,
  ref: branch,
  sha,
  user: simpleUser(site, repo.owner),
  repo: fullRepository(site, repo),
});

const association = (repo: Repo, user: User) =>
  repo.owner.id === user.id ? 'OWNER' : repo.permissions.has(user.id) ? 'MEMBER' : 'NONE';

/** GitHub's `pull-request-simple`, which lists have. */
export function pullSimple(site: Site, repo: Repo, pull: Pull) {
  const api = apiOf(site, repo);
  const url = `${api}/pulls/${pull.number}`;
  const page = `${pageOf(site, repo)}/pull/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const urls = {
    html_url: page,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
  const href = (to: string) => ({ href: to });
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    ...urls,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: simpleUser(site, pull.author),
    body: pull.body,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: isoOr(pull.closedAt),
    merged_at: isoOr(pull.merged?.at),
    merge_commit_sha: pull.merged?.commit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requested.flatMap((each) => (each.type === 'User' ? [simpleUser(site, each.user)] : [])),
    requested_teams: pull.requested.flatMap((each) => (each.type === 'Team' ? [teamShape(site, each.team)] : [])),
    labels: pull.labels.map((label) => labelShape(site, repo, label)),
    milestone: null,
    draft: pull.draft,
    head: side(site, repo, pull.head, pull.headSha),
    base: side(site, repo, pull.base, repo.heads.get(pull.base) ?? pull.headSha),
    _links: {
      self: href(url),
      html: href(page),
      issue: href(issue),
      comments: href(urls.comments_url),
      review_comments: href(urls.review_comments_url),
      review_comment: href(urls.review_comment_url),
      commits: href(urls.commits_url),
      statuses: href(urls.statuses_url),
    },
    author_association: association(repo, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** GitHub's `pull-request`: alone, with what has to be reckoned. `reckon` is false in deliveries, which never wait for it. */
export async function pullFull(site: Site, repo: Repo, pull: Pull, reckon = true) {
  const can = reckon ? await mergeability(repo, pull) : { mergeable: undefined, state: 'UNKNOWN' };
  const base = repo.heads.get(pull.base);
  const files = base === undefined ? [] : await filesOf(repo, base, pull.headSha);
  const ahead = base === undefined ? 0 : (await repo.git.distance(base, pull.headSha)).ahead;
  return {
    ...pullSimple(site, repo, pull),
    merged: pull.merged !== undefined,
    mergeable: can.mergeable ?? null,
    rebaseable: can.mergeable ?? null,
    mergeable_state: can.state.toLowerCase(),
    merged_by: pull.merged ? simpleUser(site, pull.merged.by) : null,
    comments: 0,
    review_comments: pull.threads.length,
    maintainer_can_modify: false,
    commits: ahead,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** GitHub's `pull-request-review`. In deliveries its state is in small letters. */
export function reviewShape(site: Site, repo: Repo, pull: Pull, review: Review) {
  const pullUrl = `${apiOf(site, repo)}/pulls/${pull.number}`;
  const page = `${pageOf(site, repo)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: simpleUser(site, review.by),
    body: review.body,
    state: review.state as string,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: association(repo, review.by),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    submitted_at: iso(review.at),
    commit_id: review.commit,
  };
}

/** GitHub's `pull-request-minimal`, as it stands within runs and checks. */
export function pullMinimal(site: Site, repo: Repo, pull: Pull) {
  const inside = { id: repo.id, url: apiOf(site, repo), name: repo.name };
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiOf(site, repo)}/pulls/${pull.number}`,
    head: { ref: pull.head, sha: pull.headSha, repo: inside },
    base: { ref: pull.base, sha: repo.heads.get(pull.base) ?? pull.headSha, repo: inside },
  };
}

/** A review thread as deliveries carry it, and its comments as REST has them: GitHub's `pull-request-review-comment`. */
export function threadShape(site: Site, repo: Repo, pull: Pull, thread: Thread) {
  const api = apiOf(site, repo);
  return {
    node_id: nodeId('PullRequestReviewThread', thread.id),
    comments: thread.comments.map((comment, index) => {
      const url = `${api}/pulls/comments/${comment.id}`;
      const page = `${pageOf(site, repo)}/pull/${pull.number}#discussion_r${comment.id}`;
      const pullUrl = `${api}/pulls/${pull.number}`;
      return {
        url,
        pull_request_review_id: null,
        id: comment.id,
        node_id: nodeId('PullRequestReviewComment', comment.id),
        diff_hunk: `@@ -1 +1 @@`,
        path: thread.path,
        position: 1,
        original_position: 1,
        commit_id: thread.commit,
        original_commit_id: thread.commit,
        user: simpleUser(site, comment.by),
        body: comment.body,
        created_at: iso(comment.at),
        updated_at: iso(comment.at),
        html_url: page,
        pull_request_url: pullUrl,
        author_association: association(repo, comment.by),
        _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
        line: thread.line,
        original_line: thread.line,
        side: 'RIGHT',
        start_line: null,
        original_start_line: null,
        start_side: null,
        subject_type: 'line',
        ...(index > 0 ? { in_reply_to_id: thread.comments[0]?.id } : {}),
      };
    }),
  };
}

/** What the branch changes since it left its base. */
export async function filesOf(repo: Repo, base: string, head: string) {
  const from = await repo.git.mergeBase(base, head);
  return from === undefined ? [] : repo.git.files(from, head);
}
