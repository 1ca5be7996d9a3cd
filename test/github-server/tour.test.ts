import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDescription } from '../support/github/openapi.ts';
import { latest } from '../support/github/shapes/run.ts';
import { appToken, openSample, type Sample } from './sample.ts';

describe('GitHub of the tests, beside GitHub’s own description', () => {
  const { judge, routes } = openDescription();
  const seen = new Set<string>();
  let wrong: string[] = [];
  let sample: Sample;
  beforeAll(async () => {
    sample = await openSample();
  });
  beforeEach(() => {
    wrong = [];
  });
  afterAll(async () => sample.close());

  async function visit(method: string, path: string, how: { as?: string; body?: object } = {}): Promise<never> {
    const { github } = sample;
    const response = await fetch(github.url + path, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${how.as ?? github.token('ann')}` },
      ...(how.body ? { body: JSON.stringify(how.body) } : {}),
    });
    const text = await response.text();
    const route = github.calls.at(-1)?.route ?? '';
    seen.add(route);
    const json = response.headers.get('content-type')?.includes('json') === true;
    const body: unknown = json ? JSON.parse(text) : undefined;
    if (!github.routes.includes(route)) wrong.push(`${method} ${path} is not served`);
    const why = routes.has(route) ? judge(route, response.status, body) : undefined;
    if (why !== undefined) wrong.push(`${method} ${path}: ${why}`);
    return body as never;
  }
  const inShop = async (method: string, path: string, body?: object, as?: string) =>
    visit(method, `/repos/acme/shop${path}`, { ...(body ? { body } : {}), ...(as === undefined ? {} : { as }) });

  it('answers about repositories, people and commits as described', async () => {
    const { github, repository } = sample;
    const sha = await repository.commitOf('topic');
    github.protect('main', { requiredChecks: ['build'], approvals: 1, upToDate: true });
    const paths = ['', '/branches', '/branches/main', '/branches/main/protection', '/git/ref/heads/topic', '/commits'];
    for (const path of paths) await inShop('GET', path);
    github.protect('main', { requiredChecks: ['build'], approvals: 1, kind: 'ruleset' });
    for (const path of ['/rules/branches/main', '/compare/main...topic', '/contents/src/cart.ts', '/contents/src'])
      await inShop('GET', path);
    await inShop('GET', '/collaborators/bo/permission');
    await inShop('GET', `/commits/${sha}`);
    await visit('GET', '/user');
    await visit('GET', `/user/${github.user('bo').id}`);
    await visit('GET', '/users/bo');
    await visit('GET', '/rate_limit');
    expect(wrong).toEqual([]);
  });

  it('answers about pull requests and checks as described', async () => {
    const { github, repository } = sample;
    const { number } = await github.pulls.open({ head: 'topic', title: 'Cart', by: 'bo' });
    await github.pulls.request(number, '@ops', 'bo');
    await github.pulls.request(number, 'dee', 'bo');
    await github.pulls.label(number, 'urgent', 'bo');
    await github.pulls.approve(number, 'cy');
    await github.pulls.thread(number, 'cy', 'Why?', { path: 'src/cart.ts', line: 1 });
    await github.commits.status('topic', 'ci/other', 'pending', { description: 'It goes on' });
    const check = await github.commits.report({
      at: 'topic',
      name: 'cover',
      conclusion: 'failure',
      title: 'Less than before',
    });
    await inShop('GET', '/pulls');
    for (const path of ['', '/reviews', '/requested_reviewers', '/comments', '/files', '/commits'])
      await inShop('GET', `/pulls/${number}${path}`);
    const sha = await repository.commitOf('topic');
    for (const path of ['pulls', 'check-runs', 'check-suites', 'status', 'statuses'])
      await inShop('GET', `/commits/${sha}/${path}`);
    await inShop('GET', `/check-runs/${check.id}`);
    await inShop('GET', `/check-runs/${check.id}/annotations`);
    expect(wrong).toEqual([]);
  });

  it('answers about runs, deployments and what waits as described', async () => {
    const { github } = sample;
    const { actions } = github;
    const environment = github.environment({ name: 'production', reviewers: ['bo', '@ops'], waitMinutes: 0 });
    const start = async (file: string) => {
      await inShop('POST', `/actions/workflows/${file}/dispatches`, { ref: 'topic', return_run_details: true });
      const run = actions.runs.at(-1);
      if (!run) throw new Error('no run');
      return run;
    };
    const ended = async (run: Awaited<ReturnType<typeof start>>) =>
      actions.until(() => latest(run).status === 'completed');
    const run = await start('ci.yml');
    await ended(run);
    for (const path of [
      '',
      '/jobs',
      '/attempts/1',
      '/attempts/1/jobs',
      '/artifacts',
      '/logs',
      '/attempts/1/logs',
      '/approvals',
    ])
      await inShop('GET', `/actions/runs/${run.id}${path}`);
    const job = latest(run).jobs.find((each) => each.check.conclusion === 'failure');
    await inShop('GET', `/actions/jobs/${job?.id}`);
    await inShop('GET', `/actions/jobs/${job?.id}/logs`);
    await inShop('GET', `/check-runs/${job?.id}/annotations`);
    const [artifact] = run.artifacts;
    await inShop('GET', `/actions/artifacts/${artifact?.id}`);
    await inShop('GET', `/actions/artifacts/${artifact?.id}/zip`);
    await inShop('POST', `/actions/runs/${run.id}/rerun-failed-jobs`);
    await ended(run);
    await inShop('POST', `/actions/jobs/${latest(run).jobs[0]?.id}/rerun`);
    await ended(run);
    await inShop('POST', `/actions/runs/${run.id}/rerun`);
    await inShop('POST', `/actions/runs/${run.id}/cancel`);
    await ended(run);
    const hanging = await start('hang.yml');
    await inShop('POST', `/actions/runs/${hanging.id}/force-cancel`);
    const deploying = await start('deploy.yml');
    await actions.until(() => latest(deploying).status === 'waiting');
    await inShop('GET', `/actions/runs/${deploying.id}`);
    await inShop('GET', `/actions/runs/${deploying.id}/jobs`);
    await inShop('GET', `/actions/runs/${deploying.id}/pending_deployments`);
    const decision = { environment_ids: [environment.id], state: 'approved', comment: 'Go' };
    await inShop('POST', `/actions/runs/${deploying.id}/pending_deployments`, decision, github.token('bo'));
    await ended(deploying);
    await inShop('GET', `/actions/runs/${deploying.id}/approvals`);
    for (const path of [
      '/actions/runs',
      '/actions/workflows',
      '/deployments',
      '/environments',
      '/environments/production',
    ])
      await inShop('GET', path);
    await inShop('GET', `/deployments/${github.repo.deployments[0]?.id}/statuses`);
    for (const path of ['', '/runs']) await inShop('GET', `/actions/workflows/ci.yml${path}`);
    await inShop('PUT', '/actions/workflows/hang.yml/disable');
    await inShop('PUT', '/actions/workflows/hang.yml/enable');
    expect(wrong).toEqual([]);
  });

  it('answers an App as described, and serves no route that is not visited here', async () => {
    const { github } = sample;
    const as = appToken(github);
    const { installationId: id } = github.app;
    await visit('GET', '/app', { as });
    await visit('GET', '/app/installations', { as });
    await visit('GET', `/app/installations/${id}`, { as });
    const { token } = await visit('POST', `/app/installations/${id}/access_tokens`, {
      as,
      body: { repositories: ['shop'] },
    });
    await visit('GET', '/installation/repositories', { as: token });
    await inShop('GET', '/installation', undefined, as);
    const [first] = github.hooks.deliveries;
    for (const base of ['/app/hook/deliveries', '/repos/acme/shop/hooks/1/deliveries']) {
      const by = base.startsWith('/app') ? as : github.token('ann');
      await visit('GET', base, { as: by });
      await visit('GET', `${base}/${first?.id}`, { as: by });
      await visit('POST', `${base}/${first?.id}/attempts`, { as: by });
    }
    await visit('POST', `/app-manifests/${github.manifestCode('Shiproom of acme')}/conversions`);
    expect(wrong).toEqual([]);
    expect(github.routes.filter((route) => routes.has(route) && !seen.has(route))).toEqual([]);
    const undescribed = ['/login/device/code', '/login/oauth/access_token', '/graphql', '/_blobs/{key}'];
    expect(github.routes.filter((route) => !routes.has(route)).map((route) => route.split(' ')[1])).toEqual(
      undescribed,
    );
  });
});
