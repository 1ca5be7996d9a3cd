import type { Commit } from '../git.ts';
import type { Repo } from '../rows.ts';
import { fullName, iso, nodeId, type Site } from '../site.ts';
import { simpleUser } from './user.ts';

const places = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

export const apiOf = (site: Site, repo: Repo): string => `${site.url}/repos/${fullName(repo)}`;
export const pageOf = (site: Site, repo: Repo): string => `${site.url}/${fullName(repo)}`;

/** GitHub's `minimal-repository`, as it stands within runs and statuses. */
export function minimalRepository(site: Site, repo: Repo) {
  const url = apiOf(site, repo);
  const urls = Object.fromEntries(Object.entries(places).map(([name, rest]) => [name, `${url}${rest}`]));
  return {
    id: repo.id,
    node_id: nodeId('Repository', repo.id),
    name: repo.name,
    full_name: fullName(repo),
    owner: simpleUser(site, repo.owner),
    private: true,
    html_url: pageOf(site, repo),
    description: null,
    fork: false,
    url,
    ...urls,
  };
}

/** GitHub's `full-repository`, which webhooks carry too. */
export function fullRepository(site: Site, repo: Repo) {
  const page = pageOf(site, repo);
  const open = repo.pulls.filter((pull) => pull.state === 'open').length;
  return {
    ...minimalRepository(site, repo),
    created_at: iso(Date.UTC(2024, 0, 1)),
    updated_at: iso(site.now()),
    pushed_at: iso(site.now()),
    git_url: `git:${page.slice('http:'.length)}.git`,
    ssh_url: `git@localhost:${fullName(repo)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 100,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: 'private',
    custom_properties: {},
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repo.defaultBranch,
    network_count: 0,
    subscribers_count: 0,
  };
}

/** GitHub's `simple-commit`, as it stands within runs and pushes. */
export const simpleCommit = (commit: Commit) => ({
  id: commit.sha,
  tree_id: commit.tree,
  message: commit.message,
  timestamp: commit.committer.date,
  author: { name: commit.author.name, email: commit.author.email },
  committer: { name: commit.committer.name, email: commit.committer.email },
});

/** GitHub's `commit`. */
export function commitShape(site: Site, repo: Repo, commit: Commit) {
  const api = apiOf(site, repo);
  const page = pageOf(site, repo);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}
