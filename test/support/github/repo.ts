import { createActions } from './actions/actions.ts';
import { createCommits } from './commits.ts';
import { gitOf } from './git.ts';
import { createPulls } from './pulls.ts';
import type { Environment, Permission, Protection, Repo, Reviewer, User } from './rows.ts';
import { commitShape, pageOf, simpleCommit } from './shapes/repository.ts';
import { simpleUser } from './shapes/user.ts';
import { nodeId, type Site, userOf } from './site.ts';

const zeros = '0'.repeat(40);

/** A repository of this GitHub, and what people and others do with it. */
export type RepoActs = Awaited<ReturnType<typeof openRepo>>;

/** Everything that is in the folder counts as pushed from the beginning. */
export async function openRepo(
  site: Site,
  name: string,
  folder: string,
  owner: User,
  permissions: ReadonlyMap<string, Permission>,
) {
  const git = gitOf(folder);
  const heads = await git.heads();
  const repo: Repo = {
    id: site.next('repo'),
    owner,
    name,
    folder,
    git,
    defaultBranch: heads.has('main') ? 'main' : ([...heads.keys()][0] ?? 'main'),
    permissions: new Map([...permissions].map(([login, has]) => [userOf(site, login).id, has])),
    secrets: new Map(),
    heads,
    pulls: [],
    statuses: [],
    suites: [],
    checks: [],
    deployments: [],
    environments: new Map(),
    protections: new Map(),
    workflows: [],
    runs: [],
  };
  site.repos.push(repo);
  const commits = createCommits(site, repo);
  const actions = createActions(site, repo, commits);
  const standard = heads.get(repo.defaultBranch);
  if (standard !== undefined) await actions.scan(standard);
  const pulls = createPulls(
    site,
    repo,
    async (pull, action, by) => {
      if (['opened', 'synchronize', 'reopened', 'ready_for_review'].includes(action))
        await actions.startFor('pull_request', { branch: pull.head, sha: pull.headSha, by, pull, action });
    },
    async (branch, by) => pushed(branch, by),
  );

  async function tellPush(branch: string, before: string, after: string, by: User): Promise<void> {
    const deleted = after === zeros;
    const made = before === zeros;
    const range = made || deleted ? [] : (await git.log(`${before}..${after}`, 20)).toReversed();
    const head = deleted ? undefined : await git.commit(after);
    const shape = (commit: NonNullable<typeof head>) => ({
      ...simpleCommit(commit),
      distinct: true,
      url: commitShape(site, repo, commit).html_url,
      added: [],
      removed: [],
      modified: [],
    });
    const body = {
      ref: `refs/heads/${branch}`,
      before,
      after,
      created: made,
      deleted,
      forced: !made && !deleted && !(await git.isAncestor(before, after)),
      base_ref: null,
      compare: `${pageOf(site, repo)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      commits: range.map(shape),
      head_commit: head ? shape(head) : null,
      pusher: { name: by.login, email: `${by.login}@example.org` },
    };
    const ref = { ref: branch, ref_type: 'branch', pusher_type: 'user' };
    if (made)
      site.emit(repo, 'create', undefined, { ...ref, master_branch: repo.defaultBranch, description: null }, by);
    site.emit(repo, 'push', undefined, body, by);
    if (deleted) site.emit(repo, 'delete', undefined, ref, by);
  }

  /** Somebody has pushed what now stands in the folder: a new head, a new branch, or that it is gone. */
  async function pushed(branch: string, by = 'ann'): Promise<string | undefined> {
    const user = userOf(site, by);
    const before = heads.get(branch) ?? zeros;
    const after = (await git.heads()).get(branch);
    if (after === before || (after === undefined && before === zeros)) return after;
    if (after === undefined) heads.delete(branch);
    else heads.set(branch, after);
    await tellPush(branch, before, after ?? zeros, user);
    await pulls.pushed(branch, before, user);
    if (after !== undefined) await actions.startFor('push', { branch, sha: after, by: user });
    return after;
  }
  const reviewerOf = (who: string): Reviewer => {
    if (!who.startsWith('@')) return { type: 'User', user: userOf(site, who) };
    const team = site.teams.find((each) => each.slug === who.slice(1));
    if (!team) throw new Error(`no team ${who}`);
    return { type: 'Team', team };
  };

  return {
    repo,
    git,
    pulls,
    commits,
    actions,
    pushed,
    /** Pushes all branches that stand otherwise in the folder than they were last pushed. */
    async pushAll(by = 'ann'): Promise<void> {
      const now = await git.heads();
      const names = new Set([...now.keys(), ...heads.keys()]);
      for (const each of names) if (now.get(each) !== heads.get(each)) await pushed(each, by);
    },
    /** Rules for what may be merged into a branch; undefined takes them away. */
    protect(branch: string, rules: Partial<Protection> | undefined): void {
      if (!rules) repo.protections.delete(branch);
      else
        repo.protections.set(branch, {
          requiredChecks: [],
          upToDate: false,
          approvals: 0,
          dismissStale: false,
          kind: 'classic',
          ...rules,
        });
    },
    /** Makes an environment, or changes it. Reviewers are logins, or teams written `@slug`. */
    environment(of: {
      name: string;
      reviewers?: readonly string[];
      waitMinutes?: number;
      selfReview?: boolean;
    }): Environment {
      const row: Environment = {
        id: repo.environments.get(of.name)?.id ?? site.next('environment'),
        name: of.name,
        reviewers: (of.reviewers ?? []).map(reviewerOf),
        waitMinutes: of.waitMinutes ?? 0,
        selfReview: of.selfReview ?? true,
      };
      repo.environments.set(of.name, row);
      return row;
    },
    /** What somebody may do with the repository from now on. */
    permit(login: string, has: Permission): void {
      const user = userOf(site, login);
      repo.permissions.set(user.id, has);
      const member = simpleUser(site, user);
      site.emit(
        repo,
        'member',
        has === 'none' ? 'removed' : 'added',
        { member, node_id: nodeId('User', user.id) },
        repo.owner,
      );
    },
    /** Somebody puts a commit into an environment by hand. */
    deploy: (at: string, environment: string, by = 'ann') => commits.deploy(at, environment, userOf(site, by)),
  };
}
