import { checksOf } from '../protection.ts';
import type { Environment, Repo } from '../rows.ts';
import { inRepo, missing, numberOf, ok, paged, type RepoAsk, type Route } from '../router.ts';
import {
  checkShape,
  combinedStatus,
  deploymentShape,
  deploymentStatusShape,
  statusShape,
  suiteShape,
} from '../shapes/check.ts';
import { apiOf, pageOf } from '../shapes/repository.ts';
import { reviewerShape } from '../shapes/user.ts';
import { iso, nodeId, type Site } from '../site.ts';
import { commitAt } from './repository.ts';

const atCommit = (path: string, needs: string, answer: (ask: RepoAsk, sha: string) => ReturnType<Route['handler']>) =>
  inRepo(`GET /commits/{+ref}/${path}`, needs, async (ask) => {
    const sha = await commitAt(ask.repo, ask.params['ref'] ?? '');
    return sha === undefined ? missing() : answer(ask, sha);
  });

function checkRuns(ask: RepoAsk, sha: string) {
  const { site, repo, query } = ask;
  const all =
    query.get('filter') === 'all' ? repo.checks.filter((each) => each.suite.sha === sha) : checksOf(repo, sha);
  const [name, status, app] = [query.get('check_name'), query.get('status'), query.get('app_id')];
  const found = all
    .filter((each) => name === null || each.name === name)
    .filter((each) => status === null || each.status === status)
    .filter((each) => app === null || each.suite.app.id === Number(app));
  return paged(
    ask,
    found.map((each) => checkShape(site, repo, each)),
    'check_runs',
  );
}

/** GitHub's `environment`. */
function environmentShape(site: Site, repo: Repo, environment: Environment) {
  const at = iso(Date.UTC(2024, 0, 1));
  const url = `${apiOf(site, repo)}/environments/${encodeURIComponent(environment.name)}`;
  const rule = (id: number, type: string) => ({ id, node_id: nodeId('Gate', id), type });
  const reviewers = environment.reviewers.map((each) => reviewerShape(site, each));
  return {
    id: environment.id,
    node_id: nodeId('Environment', environment.id),
    name: environment.name,
    url,
    html_url: `${pageOf(site, repo)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
    created_at: at,
    updated_at: at,
    protection_rules: [
      ...(environment.waitMinutes > 0 ? [{ ...rule(1, 'wait_timer'), wait_timer: environment.waitMinutes }] : []),
      ...(reviewers.length > 0
        ? [{ ...rule(2, 'required_reviewers'), prevent_self_review: !environment.selfReview, reviewers }]
        : []),
    ],
    deployment_branch_policy: null,
  };
}

function deployments(ask: RepoAsk) {
  const { site, repo, query } = ask;
  const [sha, ref, environment] = [query.get('sha'), query.get('ref'), query.get('environment')];
  const found = repo.deployments
    .filter((each) => sha === null || each.sha === sha)
    .filter((each) => ref === null || each.ref === ref || each.sha === ref)
    .filter((each) => environment === null || each.environment === environment)
    .toReversed();
  return paged(
    ask,
    found.map((each) => deploymentShape(site, repo, each)),
  );
}

export const checkRoutes: readonly Route[] = [
  atCommit('check-runs', 'checks:read', checkRuns),
  atCommit('check-suites', 'checks:read', (ask, sha) =>
    paged(
      ask,
      ask.repo.suites.filter((each) => each.sha === sha).map((each) => suiteShape(ask.site, ask.repo, each)),
      'check_suites',
    ),
  ),
  atCommit('status', 'statuses:read', ({ site, repo }, sha) => ok(combinedStatus(site, repo, sha))),
  atCommit('statuses', 'statuses:read', (ask, sha) =>
    paged(
      ask,
      ask.repo.statuses
        .filter((each) => each.sha === sha)
        .toReversed()
        .map((each) => statusShape(ask.site, ask.repo, each)),
    ),
  ),
  inRepo('GET /check-runs/{check_run_id}', 'checks:read', (ask) => {
    const check = ask.repo.checks.find((each) => each.id === numberOf(ask, 'check_run_id'));
    return check ? ok(checkShape(ask.site, ask.repo, check)) : missing();
  }),
  inRepo('GET /check-runs/{check_run_id}/annotations', 'checks:read', (ask) => {
    const check = ask.repo.checks.find((each) => each.id === numberOf(ask, 'check_run_id'));
    if (!check) return missing();
    const blob = `${pageOf(ask.site, ask.repo)}/blob/${check.suite.sha}`;
    return paged(
      ask,
      check.annotations.map((each) => ({ ...each, blob_href: `${blob}/${each.path}` })),
    );
  }),
  inRepo('GET /deployments', 'deployments:read', deployments),
  inRepo('GET /deployments/{deployment_id}/statuses', 'deployments:read', (ask) => {
    const { site, repo } = ask;
    const found = repo.deployments.find((each) => each.id === numberOf(ask, 'deployment_id'));
    if (!found) return missing();
    // What waits for a person is `pending` in REST, though deliveries and GraphQL say `waiting`.
    const shapes = found.statuses.toReversed().map((each) => {
      const shape = deploymentStatusShape(site, repo, found, each);
      return { ...shape, state: shape.state === 'waiting' ? 'pending' : shape.state };
    });
    return paged(ask, shapes);
  }),
  inRepo('GET /environments', 'actions:read', (ask) =>
    paged(
      ask,
      [...ask.repo.environments.values()].map((each) => environmentShape(ask.site, ask.repo, each)),
      'environments',
    ),
  ),
  inRepo('GET /environments/{environment_name}', 'actions:read', ({ site, repo, params }) => {
    const found = repo.environments.get(params['environment_name'] ?? '');
    return found ? ok(environmentShape(site, repo, found)) : missing();
  }),
];
