import { permissionOf } from '../auth.ts';
import type { Permission, Repo } from '../rows.ts';
import { inRepo, missing, ok, paged, type RepoAsk, refused, type Route, route } from '../router.ts';
import { apiOf, commitShape, fullRepository, pageOf } from '../shapes/repository.ts';
import { publicUser, simpleUser } from '../shapes/user.ts';
import type { Site } from '../site.ts';

/** The commit that a branch, a tag's ref or a sha means, of those that were pushed. */
export async function commitAt(repo: Repo, name: string): Promise<string | undefined> {
  const branch = name.replace(/^(refs\/)?heads\//, '');
  return repo.heads.get(branch) ?? repo.git.resolve(name);
}

const branchShort = (site: Site, repo: Repo, name: string, sha: string) => ({
  name,
  commit: { sha, url: `${apiOf(site, repo)}/commits/${sha}` },
  protected: repo.protections.has(name),
});

async function branchShape({ site, repo, params }: RepoAsk) {
  const name = params['branch'] ?? '';
  const sha = repo.heads.get(name);
  if (sha === undefined) return refused(404, 'Branch not found');
  const rule = repo.protections.get(name);
  const url = `${apiOf(site, repo)}/branches/${name}`;
  const contexts = rule?.requiredChecks ?? [];
  const checks = contexts.map((context) => ({ context, app_id: null }));
  const level = contexts.length > 0 ? 'non_admins' : 'off';
  return ok({
    name,
    commit: commitShape(site, repo, await repo.git.commit(sha)),
    _links: { self: url, html: `${pageOf(site, repo)}/tree/${name}` },
    protected: rule !== undefined,
    protection: { enabled: rule !== undefined, required_status_checks: { enforcement_level: level, contexts, checks } },
    protection_url: `${url}/protection`,
  });
}

function protection({ site, repo, params }: RepoAsk) {
  const name = params['branch'] ?? '';
  const rule = repo.protections.get(name);
  if (!rule || rule.kind !== 'classic') return refused(404, 'Branch not protected');
  const url = `${apiOf(site, repo)}/branches/${name}/protection`;
  const reviews = {
    url: `${url}/required_pull_request_reviews`,
    dismiss_stale_reviews: rule.dismissStale,
    require_code_owner_reviews: false,
    required_approving_review_count: rule.approvals,
    require_last_push_approval: false,
  };
  const checks = {
    url: `${url}/required_status_checks`,
    strict: rule.upToDate,
    contexts: rule.requiredChecks,
    contexts_url: `${url}/required_status_checks/contexts`,
    checks: rule.requiredChecks.map((context) => ({ context, app_id: null })),
  };
  return ok({
    url,
    ...(rule.requiredChecks.length > 0 ? { required_status_checks: checks } : {}),
    ...(rule.approvals > 0 ? { required_pull_request_reviews: reviews } : {}),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
  });
}

function rules(ask: RepoAsk) {
  const rule = ask.repo.protections.get(ask.params['branch'] ?? '');
  if (!rule || rule.kind !== 'ruleset') return paged(ask, []);
  const of = {
    ruleset_source_type: 'Repository',
    ruleset_source: `${ask.repo.owner.login}/${ask.repo.name}`,
    ruleset_id: 42,
  };
  const checks = {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: rule.requiredChecks.map((context) => ({ context })),
      strict_required_status_checks_policy: rule.upToDate,
    },
    ...of,
  };
  const reviews = {
    type: 'pull_request',
    parameters: {
      dismiss_stale_reviews_on_push: rule.dismissStale,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: rule.approvals,
      required_review_thread_resolution: false,
    },
    ...of,
  };
  return paged(ask, [...(rule.requiredChecks.length > 0 ? [checks] : []), ...(rule.approvals > 0 ? [reviews] : [])]);
}

async function compare(ask: RepoAsk) {
  const { site, repo, params } = ask;
  const [base = '', head = ''] = (params['basehead'] ?? '').split('...');
  const clean = (name: string) => name.slice(name.indexOf(':') + 1);
  const [from, to] = [await commitAt(repo, clean(base)), await commitAt(repo, clean(head))];
  if (from === undefined || to === undefined) return missing();
  const merge = await repo.git.mergeBase(from, to);
  if (merge === undefined) return refused(404, 'No common ancestor between ' + base + ' and ' + head + '.');
  const { ahead, behind } = await repo.git.distance(from, to);
  const commits = (await repo.git.log(`${from}..${to}`)).toReversed();
  const url = `${apiOf(site, repo)}/compare/${params['basehead']}`;
  const page = `${pageOf(site, repo)}/compare/${params['basehead']}`;
  const size = Number(ask.query.get('per_page') ?? 250);
  return ok({
    url,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitShape(site, repo, await repo.git.commit(from)),
    merge_base_commit: commitShape(site, repo, await repo.git.commit(merge)),
    status: ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.slice(0, size).map((commit) => commitShape(site, repo, commit)),
    files: (await repo.git.files(merge, to)).map((file) => fileShape(site, repo, to, file)),
  });
}

/** GitHub's `diff-entry`. */
export function fileShape(
  site: Site,
  repo: Repo,
  sha: string,
  file: { filename: string; sha: string; status: string; additions: number; deletions: number; patch: string },
) {
  return {
    ...file,
    changes: file.additions + file.deletions,
    blob_url: `${pageOf(site, repo)}/blob/${sha}/${file.filename}`,
    raw_url: `${pageOf(site, repo)}/raw/${sha}/${file.filename}`,
    contents_url: `${apiOf(site, repo)}/contents/${file.filename}?ref=${sha}`,
  };
}

async function contents(ask: RepoAsk) {
  const { site, repo, params, query } = ask;
  const path = (params['path'] ?? '').replace(/\/$/, '');
  const ref = query.get('ref') ?? repo.defaultBranch;
  const sha = await commitAt(repo, ref);
  if (sha === undefined) return refused(404, `No commit found for the ref ${ref}`);
  const [entry] = await repo.git.list(sha, path);
  if (!entry) return missing();
  const shape = (each: typeof entry) => {
    const url = `${apiOf(site, repo)}/contents/${each.path}?ref=${ref}`;
    const git = `${apiOf(site, repo)}/git/${each.type}s/${each.sha}`;
    const html = `${pageOf(site, repo)}/${each.type}/${ref}/${each.path}`;
    return {
      name: each.path.slice(each.path.lastIndexOf('/') + 1),
      path: each.path,
      sha: each.sha,
      size: each.size,
      url,
      html_url: html,
      git_url: git,
      download_url: each.type === 'blob' ? `${pageOf(site, repo)}/raw/${ref}/${each.path}` : null,
      type: each.type === 'blob' ? 'file' : 'dir',
      _links: { self: url, git, html },
    };
  };
  if (entry.type === 'tree') return ok((await repo.git.list(sha, `${path}/`)).map(shape));
  const text = `${(await repo.git.show(sha, path)) ?? ''}\n`;
  const bytes = Buffer.from(text, 'utf8').subarray(0, entry.size);
  return ok({ ...shape(entry), content: bytes.toString('base64').replaceAll(/.{60}/g, '$&\n'), encoding: 'base64' });
}

function permissionShape({ site, repo, params }: RepoAsk) {
  const user = site.users.find((each) => each.login.toLowerCase() === params['username']?.toLowerCase());
  if (!user) return missing();
  const has = permissionOf(repo, user);
  const old: Partial<Record<Permission, string>> = { maintain: 'write', triage: 'read' };
  const can = (...names: Permission[]) => names.includes(has);
  return ok({
    permission: old[has] ?? has,
    user: {
      ...simpleUser(site, user),
      permissions: {
        pull: has !== 'none',
        triage: can('triage', 'write', 'maintain', 'admin'),
        push: can('write', 'maintain', 'admin'),
        maintain: can('maintain', 'admin'),
        admin: can('admin'),
      },
      role_name: has,
    },
    role_name: has,
  });
}

export const repositoryRoutes: readonly Route[] = [
  inRepo('GET ', 'metadata:read', ({ site, repo }) => ok(fullRepository(site, repo))),
  inRepo('GET /branches', 'contents:read', (ask) =>
    paged(
      ask,
      [...ask.repo.heads].map(([name, sha]) => branchShort(ask.site, ask.repo, name, sha)),
    ),
  ),
  inRepo('GET /branches/{+branch}/protection', 'administration:read', protection),
  inRepo('GET /branches/{+branch}', 'contents:read', branchShape),
  inRepo('GET /rules/branches/{+branch}', 'metadata:read', rules),
  inRepo('GET /git/ref/{+ref}', 'contents:read', ({ site, repo, params }) => {
    const name = params['ref'] ?? '';
    const sha = name.startsWith('heads/') ? repo.heads.get(name.slice('heads/'.length)) : undefined;
    if (sha === undefined) return missing();
    const object = { sha, type: 'commit', url: `${apiOf(site, repo)}/git/commits/${sha}` };
    return ok({ ref: `refs/${name}`, node_id: sha, url: `${apiOf(site, repo)}/git/refs/${name}`, object });
  }),
  inRepo('GET /compare/{+basehead}', 'contents:read', compare),
  inRepo('GET /contents/{+path}', 'contents:read', contents),
  inRepo('GET /commits', 'contents:read', async (ask) => {
    const sha = await commitAt(ask.repo, ask.query.get('sha') ?? ask.repo.defaultBranch);
    if (sha === undefined) return missing();
    return paged(
      ask,
      (await ask.repo.git.log(sha)).map((commit) => commitShape(ask.site, ask.repo, commit)),
    );
  }),
  inRepo('GET /collaborators/{username}/permission', 'metadata:read', permissionShape),
  route('GET /user', 'user', ({ site, actor }) =>
    actor.type === 'user' ? ok(publicUser(site, actor.user)) : refused(403, 'Resource not accessible by integration'),
  ),
  route('GET /user/{account_id}', 'user', ({ site, params }) => {
    const user = site.users.find((each) => each.id === Number(params['account_id']));
    return user ? ok(publicUser(site, user)) : missing();
  }),
  route('GET /users/{username}', 'user', ({ site, params }) => {
    const user = site.users.find((each) => each.login.toLowerCase() === params['username']?.toLowerCase());
    return user ? ok(publicUser(site, user)) : missing();
  }),
];

export const commitRoutes: readonly Route[] = [
  inRepo('GET /commits/{ref}', 'contents:read', async ({ site, repo, params }) => {
    const sha = await commitAt(repo, params['ref'] ?? '');
    if (sha === undefined) return refused(422, `No commit found for SHA: ${params['ref']}`);
    return ok(commitShape(site, repo, await repo.git.commit(sha)));
  }),
];
