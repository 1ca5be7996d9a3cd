import type { Comment, Label, Pull, Repo, Review, Reviewer, ReviewState, Team, Thread, User } from './rows.ts';
import { pullFull, labelShape, pullSimple, reviewShape, threadShape } from './shapes/pull.ts';
import { simpleUser, teamShape } from './shapes/user.ts';
import { type Site, userOf } from './site.ts';

/** Whom a workflow of `on: pull_request` has to be started for. */
export type OnPull = (pull: Pull, action: string, by: User) => Promise<void>;

/** What people do with pull requests. Each tells the hook, and what it has done is seen by REST and GraphQL at once. */
export function createPulls(
  site: Site,
  repo: Repo,
  onPull: OnPull,
  onMerged: (branch: string, by: string) => Promise<unknown>,
) {
  let last = 0;
  const pullOf = (number: number): Pull => {
    const pull = repo.pulls.find((each) => each.number === number);
    if (!pull) throw new Error(`no pull request ${number}`);
    return pull;
  };
  async function tell(pull: Pull, action: string, by: User, more: object = {}): Promise<void> {
    pull.updatedAt = site.now();
    const body = { number: pull.number, pull_request: await pullFull(site, repo, pull, false), ...more };
    site.emit(repo, 'pull_request', action, body, by);
    await onPull(pull, action, by);
  }
  const teamOf = (slug: string): Team => {
    const team = site.teams.find((each) => each.slug === slug);
    if (!team) throw new Error(`no team ${slug}`);
    return team;
  };
  const reviewerOf = (name: string): Reviewer =>
    name.startsWith('@') ? { type: 'Team', team: teamOf(name.slice(1)) } : { type: 'User', user: userOf(site, name) };
  const same = (a: Reviewer, b: Reviewer) =>
    a.type === 'User' ? b.type === 'User' && a.user.id === b.user.id : b.type === 'Team' && a.team.id === b.team.id;
  const askedFor = (reviewer: Reviewer) =>
    reviewer.type === 'User'
      ? { requested_reviewer: simpleUser(site, reviewer.user) }
      : { requested_team: teamShape(site, reviewer.team) };

  async function tellReview(pull: Pull, its: Review, action: string, by: User): Promise<void> {
    const shape = reviewShape(site, repo, pull, its);
    const body = {
      review: { ...shape, state: its.state.toLowerCase() },
      pull_request: pullSimple(site, repo, pull),
    };
    site.emit(repo, 'pull_request_review', action, body, by);
  }

  async function review(number: number, by: string, state: ReviewState, body = ''): Promise<Review> {
    const pull = pullOf(number);
    const user = userOf(site, by);
    if (user.id === pull.author.id && state !== 'COMMENTED')
      throw new Error('Can not approve or request changes on your own pull request');
    const row = { id: site.next('review'), by: user, state, body, at: site.now(), commit: pull.headSha };
    pull.reviews.push(row);
    const asked = pull.requested.findIndex((each) => each.type === 'User' && each.user.id === user.id);
    if (asked >= 0) pull.requested.splice(asked, 1);
    pull.updatedAt = site.now();
    await tellReview(pull, row, 'submitted', user);
    return row;
  }

  async function dismiss(number: number, reviewId: number, by: string): Promise<void> {
    const pull = pullOf(number);
    const row = pull.reviews.find((each) => each.id === reviewId);
    if (!row) throw new Error(`no review ${reviewId}`);
    row.state = 'DISMISSED';
    pull.updatedAt = site.now();
    await tellReview(pull, row, 'dismissed', userOf(site, by));
  }

  const tellThread = (pull: Pull, thread: Thread, action: string, by: User) => {
    const body = { pull_request: pullSimple(site, repo, pull), thread: threadShape(site, repo, pull, thread) };
    site.emit(repo, 'pull_request_review_thread', action, body, by);
  };
  const threadOf = (number: number, id: number): Thread => {
    const thread = pullOf(number).threads.find((each) => each.id === id);
    if (!thread) throw new Error(`no thread ${id}`);
    return thread;
  };
  const commentOf = (by: User, body: string): Comment => ({ id: site.next('comment'), by, body, at: site.now() });

  return {
    get: pullOf,
    /** Opens one; its branches must have been pushed. */
    async open(of: {
      head: string;
      base?: string;
      title: string;
      by: string;
      body?: string;
      draft?: boolean;
    }): Promise<Pull> {
      const headSha = repo.heads.get(of.head);
      if (headSha === undefined) throw new Error(`${of.head} was not pushed`);
      const at = site.now();
      last += 1;
      const pull: Pull = {
        id: site.next('pull'),
        number: last,
        title: of.title,
        body: of.body ?? '',
        author: userOf(site, of.by),
        head: of.head,
        base: of.base ?? repo.defaultBranch,
        headSha,
        state: 'open',
        draft: of.draft ?? false,
        createdAt: at,
        updatedAt: at,
        labels: [],
        requested: [],
        reviews: [],
        threads: [],
        unknownFor: 0,
      };
      repo.pulls.push(pull);
      await tell(pull, 'opened', pull.author);
      return pull;
    },
    async retitle(number: number, title: string, by: string): Promise<void> {
      const pull = pullOf(number);
      const from = pull.title;
      pull.title = title;
      await tell(pull, 'edited', userOf(site, by), { changes: { title: { from } } });
    },
    async retarget(number: number, base: string, by: string): Promise<void> {
      const pull = pullOf(number);
      const from = pull.base;
      pull.base = base;
      const sha = repo.heads.get(from) ?? '';
      await tell(pull, 'edited', userOf(site, by), { changes: { base: { ref: { from }, sha: { from: sha } } } });
    },
    async draft(number: number, draft: boolean, by: string): Promise<void> {
      const pull = pullOf(number);
      pull.draft = draft;
      await tell(pull, draft ? 'converted_to_draft' : 'ready_for_review', userOf(site, by));
    },
    async label(number: number, name: string, by: string, on = true): Promise<void> {
      const pull = pullOf(number);
      const at = pull.labels.findIndex((each) => each.name === name);
      const label: Label = pull.labels[at] ?? { id: site.next('label'), name };
      if (on && at < 0) pull.labels.push(label);
      if (!on && at >= 0) pull.labels.splice(at, 1);
      await tell(pull, on ? 'labeled' : 'unlabeled', userOf(site, by), { label: labelShape(site, repo, label) });
    },
    /** Asks a person, or a team written `@slug`, to review; or takes that back. */
    async request(number: number, reviewer: string, by: string, on = true): Promise<void> {
      const pull = pullOf(number);
      const asked = reviewerOf(reviewer);
      const at = pull.requested.findIndex((each) => same(each, asked));
      if (on && at < 0) pull.requested.push(asked);
      if (!on && at >= 0) pull.requested.splice(at, 1);
      await tell(pull, on ? 'review_requested' : 'review_request_removed', userOf(site, by), askedFor(asked));
    },
    review,
    approve: async (number: number, by: string, body = '') => review(number, by, 'APPROVED', body),
    requestChanges: async (number: number, by: string, body = 'Please change this.') =>
      review(number, by, 'CHANGES_REQUESTED', body),
    comment: async (number: number, by: string, body = 'A remark.') => review(number, by, 'COMMENTED', body),
    dismiss,
    /** Somebody begins a thread at a line. */
    async thread(number: number, by: string, body: string, at: { path: string; line: number }): Promise<Thread> {
      const pull = pullOf(number);
      const user = userOf(site, by);
      const comments = [commentOf(user, body)];
      const thread: Thread = { id: site.next('comment'), ...at, commit: pull.headSha, comments };
      pull.threads.push(thread);
      pull.updatedAt = site.now();
      const [comment] = threadShape(site, repo, pull, thread).comments;
      site.emit(
        repo,
        'pull_request_review_comment',
        'created',
        { comment, pull_request: pullSimple(site, repo, pull) },
        user,
      );
      return thread;
    },
    async resolve(number: number, threadId: number, by: string, resolved = true): Promise<void> {
      const thread = threadOf(number, threadId);
      const user = userOf(site, by);
      thread.resolvedBy = resolved ? user : undefined;
      pullOf(number).updatedAt = site.now();
      tellThread(pullOf(number), thread, resolved ? 'resolved' : 'unresolved', user);
    },
    async close(number: number, by: string): Promise<void> {
      const pull = pullOf(number);
      pull.state = 'closed';
      pull.closedAt = site.now();
      await tell(pull, 'closed', userOf(site, by));
    },
    async reopen(number: number, by: string): Promise<void> {
      const pull = pullOf(number);
      pull.state = 'open';
      pull.closedAt = undefined;
      await tell(pull, 'reopened', userOf(site, by));
    },
    /** Merges it, whatever the rules say; throws where it conflicts. */
    async merge(number: number, by: string, how: { squash?: boolean } = {}): Promise<string> {
      const pull = pullOf(number);
      const base = repo.heads.get(pull.base) ?? '';
      const words = `${pull.title} (#${pull.number})`;
      const sha = await repo.git.merge(base, pull.headSha, words, how.squash ?? false);
      if (sha === undefined) throw new Error(`${pull.head} conflicts with ${pull.base}`);
      await repo.git.setHead(pull.base, sha);
      pull.merged = { at: site.now(), by: userOf(site, by), commit: sha };
      pull.state = 'closed';
      pull.closedAt = site.now();
      await tell(pull, 'closed', userOf(site, by));
      await onMerged(pull.base, by);
      return sha;
    },
    /** GitHub answers the next questions whether it can be merged with `null`: it is still reckoning. */
    reckoning(number: number, times = 1): void {
      pullOf(number).unknownFor = times;
    },
    /** The head of open pull requests of a branch has moved. */
    async pushed(branch: string, before: string, by: User): Promise<void> {
      const after = repo.heads.get(branch);
      for (const pull of repo.pulls.filter((each) => each.head === branch && each.state === 'open')) {
        if (after === undefined) {
          pull.state = 'closed';
          pull.closedAt = site.now();
        } else pull.headSha = after;
        const stale = repo.protections.get(pull.base)?.dismissStale && after !== undefined;
        const approved = stale ? pull.reviews.filter((each) => each.state === 'APPROVED') : [];
        await tell(
          pull,
          after === undefined ? 'closed' : 'synchronize',
          by,
          after === undefined ? {} : { before, after },
        );
        for (const each of approved) await dismiss(pull.number, each.id, by.login);
      }
    },
  };
}
