import { statusesOf } from '../protection.ts';
import type {
  CheckRun,
  CheckSuite,
  Conclusion,
  Deployment,
  DeploymentStatus,
  Progress,
  Repo,
  Status,
} from '../rows.ts';
import { iso, isoOr, nodeId, type Site } from '../site.ts';
import { pullMinimal } from './pull.ts';
import { apiOf, minimalRepository, pageOf, simpleCommit } from './repository.ts';
import { appShape, simpleUser } from './user.ts';

const pullsOf = (site: Site, repo: Repo, sha: string) =>
  repo.pulls
    .filter((pull) => pull.headSha === sha && pull.state === 'open')
    .map((pull) => pullMinimal(site, repo, pull));

/** GitHub's `check-run`. */
export function checkShape(site: Site, repo: Repo, check: CheckRun) {
  const url = `${apiOf(site, repo)}/check-runs/${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CheckRun', check.id),
    head_sha: check.suite.sha,
    external_id: '',
    url,
    html_url: `${pageOf(site, repo)}/runs/${check.id}`,
    details_url: check.detailsUrl,
    status: check.status,
    conclusion: check.conclusion,
    started_at: isoOr(check.startedAt),
    completed_at: isoOr(check.completedAt),
    output: {
      ...check.output,
      text: null,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.suite.id },
    app: appShape(site, check.suite.app),
    pull_requests: pullsOf(site, repo, check.suite.sha),
  };
}

/** What the check runs of a suite make of it. */
export function suiteState(repo: Repo, suite: CheckSuite): { status: Progress; conclusion: Conclusion | null } {
  const checks = repo.checks.filter((each) => each.suite === suite);
  const newest = checks.filter((each, at) => !checks.slice(at + 1).some((later) => later.name === each.name));
  if (newest.length === 0) return { status: 'queued', conclusion: null };
  if (newest.some((each) => each.status !== 'completed')) return { status: 'in_progress', conclusion: null };
  const worst = (['failure', 'timed_out', 'cancelled', 'action_required', 'startup_failure'] as const).find((bad) =>
    newest.some((each) => each.conclusion === bad),
  );
  return { status: 'completed', conclusion: worst ?? 'success' };
}

/** GitHub's `check-suite`. */
export function suiteShape(site: Site, repo: Repo, suite: CheckSuite) {
  const url = `${apiOf(site, repo)}/check-suites/${suite.id}`;
  const { commit } = suite;
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: suite.branch,
    head_sha: suite.sha,
    ...suiteState(repo, suite),
    url,
    before: commit.parents[0] ?? '0'.repeat(40),
    after: suite.sha,
    pull_requests: pullsOf(site, repo, suite.sha),
    app: appShape(site, suite.app),
    created_at: iso(suite.at),
    updated_at: iso(suite.at),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: repo.checks.filter((each) => each.suite === suite).length,
    check_runs_url: `${url}/check-runs`,
    head_commit: simpleCommit(commit),
    repository: minimalRepository(site, repo),
  };
}

/** GitHub's `status`. */
export function statusShape(site: Site, repo: Repo, status: Status) {
  const creator = simpleUser(site, status.by);
  return {
    url: `${apiOf(site, repo)}/statuses/${status.sha}`,
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state as string,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: iso(status.at),
    updated_at: iso(status.at),
    creator,
  };
}

/** GitHub's `combined-commit-status`. */
export function combinedStatus(site: Site, repo: Repo, sha: string) {
  const latest = statusesOf(repo, sha);
  const bad = latest.some((each) => each.state === 'failure' || each.state === 'error');
  const good = latest.length > 0 && latest.every((each) => each.state === 'success');
  const api = apiOf(site, repo);
  return {
    state: bad ? 'failure' : good ? 'success' : 'pending',
    statuses: latest.map((each) => {
      const { creator: _, ...rest } = statusShape(site, repo, each);
      return rest;
    }),
    sha,
    total_count: latest.length,
    repository: minimalRepository(site, repo),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  };
}

/** GitHub's `deployment`. */
export function deploymentShape(site: Site, repo: Repo, deployment: Deployment) {
  const url = `${apiOf(site, repo)}/deployments/${deployment.id}`;
  const newest = deployment.statuses.at(-1);
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    task: 'deploy',
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: null,
    created_at: iso(deployment.at),
    updated_at: iso(newest?.at ?? deployment.at),
    statuses_url: `${url}/statuses`,
    repository_url: apiOf(site, repo),
    creator: simpleUser(site, deployment.by),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: {},
    transient_environment: false,
    production_environment: deployment.environment === 'production',
    performed_via_github_app: null,
  };
}

/** GitHub's `deployment-status`. REST does not know `waiting`, deliveries do. */
export function deploymentStatusShape(site: Site, repo: Repo, deployment: Deployment, status: DeploymentStatus) {
  const url = `${apiOf(site, repo)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: simpleUser(site, status.by),
    description: '',
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: iso(status.at),
    updated_at: iso(status.at),
    deployment_url: url,
    repository_url: apiOf(site, repo),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: null,
  };
}
