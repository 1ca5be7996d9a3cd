import type {
  Annotation,
  App,
  CheckRun,
  CheckSuite,
  Conclusion,
  Deployment,
  DeploymentState,
  Progress,
  Repo,
  Status,
  User,
} from './rows.ts';
import { checkShape, deploymentShape, deploymentStatusShape, statusShape, suiteShape } from './shapes/check.ts';
import { commitShape, pageOf } from './shapes/repository.ts';
import { type Site, userOf } from './site.ts';

/** The app that runs of workflows are of. */
export const actionsApp: App = { id: 15_368, slug: 'github-actions', name: 'GitHub Actions' };

/** What is put on commits by others than us: statuses, check runs of apps, deployments; and what workflows put there. */
export function createCommits(site: Site, repo: Repo) {
  const apps = new Map<string, App>();
  const appOf = (name: string): App => {
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const app = apps.get(slug) ?? { id: 60_000 + apps.size, slug, name };
    apps.set(slug, app);
    return app;
  };
  /** A branch's name or a commit. */
  const shaOf = (at: string): string => repo.heads.get(at) ?? at;
  const branchOf = (sha: string): string => [...repo.heads].find(([, head]) => head === sha)?.[0] ?? repo.defaultBranch;

  async function suite(app: App, sha: string, branch = branchOf(sha)): Promise<CheckSuite> {
    const commit = await repo.git.commit(sha);
    const row: CheckSuite = { id: site.next('suite'), app, sha, commit, branch, at: site.now() };
    repo.suites.push(row);
    return row;
  }
  function tellSuite(row: CheckSuite, action: string, by: User): void {
    site.emit(repo, 'check_suite', action, { check_suite: suiteShape(site, repo, row) }, by);
  }
  function tellCheck(row: CheckRun, action: string, by: User): void {
    site.emit(repo, 'check_run', action, { check_run: checkShape(site, repo, row) }, by);
  }
  function check(of: CheckSuite, name: string, at: Partial<CheckRun> = {}): CheckRun {
    const id = at.id ?? site.next('check');
    const row: CheckRun = {
      suite: of,
      name,
      status: 'queued',
      conclusion: null,
      startedAt: null,
      completedAt: null,
      detailsUrl: `${pageOf(site, repo)}/runs/${id}`,
      output: { title: null, summary: null },
      annotations: [],
      ...at,
      id,
    };
    repo.checks.push(row);
    return row;
  }

  return {
    suite,
    check,
    tellCheck,
    tellSuite,
    async status(
      at: string,
      context: string,
      state: Status['state'],
      more: { description?: string; targetUrl?: string; by?: string } = {},
    ): Promise<Status> {
      const sha = shaOf(at);
      const by = userOf(site, more.by ?? 'ann');
      const row: Status = {
        id: site.next('status'),
        sha,
        context,
        state,
        description: more.description ?? null,
        targetUrl: more.targetUrl ?? null,
        by,
        at: site.now(),
      };
      repo.statuses.push(row);
      const { creator: _, node_id: __, url: ___, avatar_url, ...shape } = statusShape(site, repo, row);
      const commit = commitShape(site, repo, await repo.git.commit(sha));
      const branches = [...repo.heads]
        .filter(([, head]) => head === sha)
        .map(([name]) => ({ name, commit: { sha, url: commit.url }, protected: repo.protections.has(name) }));
      const name = `${repo.owner.login}/${repo.name}`;
      site.emit(repo, 'status', undefined, { ...shape, avatar_url, sha, name, commit, branches }, by);
      return row;
    },
    /** A check run of another app: made at its first report, changed by later ones of the same name. */
    async report(of: {
      at: string;
      name: string;
      app?: string;
      status?: Progress;
      conclusion?: Conclusion;
      title?: string;
      summary?: string;
      detailsUrl?: string;
      annotations?: readonly Annotation[];
    }): Promise<CheckRun> {
      const app = appOf(of.app ?? 'Codecov');
      const sha = shaOf(of.at);
      const known = repo.suites.find((each) => each.app === app && each.sha === sha);
      const its = known ?? (await suite(app, sha));
      const old = repo.checks.find((each) => each.suite === its && each.name === of.name);
      const row = old ?? check(its, of.name);
      const status = of.conclusion === undefined ? (of.status ?? 'in_progress') : 'completed';
      row.status = status;
      row.conclusion = of.conclusion ?? null;
      row.startedAt ??= site.now();
      row.completedAt = status === 'completed' ? site.now() : null;
      row.output = { title: of.title ?? null, summary: of.summary ?? null };
      if (of.detailsUrl !== undefined) row.detailsUrl = of.detailsUrl;
      row.annotations.push(...(of.annotations ?? []));
      if (!old) tellCheck(row, 'created', site.app.bot);
      if (status === 'completed') {
        tellCheck(row, 'completed', site.app.bot);
        tellSuite(its, 'completed', site.app.bot);
      }
      return row;
    },
    deploy(at: string, environment: string, by: User, more: object = {}): Deployment {
      const sha = shaOf(at);
      const ref = repo.heads.has(at) ? at : branchOf(sha);
      const row: Deployment = { id: site.next('deployment'), sha, ref, environment, by, at: site.now(), statuses: [] };
      repo.deployments.push(row);
      const body = { deployment: deploymentShape(site, repo, row), workflow: null, workflow_run: null, ...more };
      site.emit(repo, 'deployment', 'created', body, by);
      return row;
    },
    /** Says how a deployment goes on. A success makes the earlier ones of the environment inactive. */
    deployStatus(
      deployment: Deployment,
      state: DeploymentState,
      by: User,
      more: { environmentUrl?: string; logUrl?: string; payload?: object } = {},
    ): void {
      const add = (to: Deployment, its: DeploymentState) => {
        const row = {
          id: site.next('status'),
          state: its,
          at: site.now(),
          by,
          environmentUrl: more.environmentUrl ?? '',
          logUrl: more.logUrl ?? '',
        };
        to.statuses.push(row);
        const body = {
          deployment_status: deploymentStatusShape(site, repo, to, row),
          deployment: deploymentShape(site, repo, to),
          check_run: null,
          workflow: null,
          workflow_run: null,
          ...more.payload,
        };
        site.emit(repo, 'deployment_status', 'created', body, by);
      };
      add(deployment, state);
      const before = repo.deployments.filter(
        (each) =>
          each.environment === deployment.environment &&
          each.id < deployment.id &&
          each.statuses.at(-1)?.state === 'success',
      );
      if (state === 'success') for (const each of before) add(each, 'inactive');
    },
  };
}
export type Commits = ReturnType<typeof createCommits>;
