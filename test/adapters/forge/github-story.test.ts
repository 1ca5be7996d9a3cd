import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readRunDelivery } from '../../../bridge/adapters/ci/github-actions/delivery.ts';
import { createGitHubForge } from '../../../bridge/adapters/forge/github/index.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { createGitHubHook } from '../../../bridge/adapters/github/hook.ts';
import { BranchName, RepositoryId } from '../../../protocol/model/ids.ts';
import { type GitHubServer, startGitHubServer } from '../../support/github/server.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';
import { settingFor, stillClock } from '../github/setting.ts';

// Each question is a few processes of the server's, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const topic = BranchName.parse("feature/it's#1");
/** As the server's own addresses have it. */
const shop = RepositoryId.parse('127.0.0.1/acme/shop');
const secret = 'a secret of the hook';

describe('a pull request on a GitHub that remembers', () => {
  let repository: Repository;
  let server: GitHubServer;
  beforeAll(async () => {
    repository = await makeRepository();
    server = await startGitHubServer({ repositories: { 'acme/shop': repository.folder }, teams: { core: ['bo'] } });
    await repository.branch(topic);
    await repository.git('symbolic-ref', 'HEAD', `refs/heads/${topic}`);
    await repository.commit('Work', { 'a.txt': '1\n' });
    await server.pushAll();
  });
  afterAll(async () => {
    await server.close();
    await repository.remove();
  });

  it('is told as it stands, and every delivery on the way names its branch', async () => {
    server.protect('main', { requiredChecks: ['ci/build'], approvals: 1, upToDate: true });
    const { number } = await server.pulls.open({ head: topic, title: 'A change', by: 'ann' });
    await server.pulls.request(number, '@core', 'ann');
    await server.pulls.request(number, 'dee', 'ann');
    await server.pulls.approve(number, 'bo');
    await server.pulls.comment(number, 'bo');
    await server.pulls.requestChanges(number, 'cy');
    await server.pulls.label(number, 'bug', 'ann');
    const open = await server.pulls.thread(number, 'cy', 'Why?', { path: 'a.txt', line: 1 });
    const closed = await server.pulls.thread(number, 'cy', 'And this?', { path: 'a.txt', line: 1 });
    await server.pulls.resolve(number, closed.id, 'ann');

    await server.commits.status(topic, 'ci/build', 'success', { description: 'built' });
    await server.commits.report({
      at: topic,
      name: 'patch',
      app: 'Codecov',
      conclusion: 'failure',
      title: '12 % is covered',
    });
    server.deploy(topic, 'preview');

    const { id: appId, privateKey } = server.app;
    const client = createGitHubClient(
      settingFor(server.url, { repositories: [shop], auth: { type: 'app', appId, privateKey } }),
    );
    const forge = createGitHubForge({ client, repositories: [shop], clock: stillClock() });
    expect(await forge.read(shop, topic)).toMatchObject({
      base: 'main',
      ahead: 1,
      behind: 0,
      merged: false,
      pullRequest: {
        number,
        state: 'open',
        author: 'ann',
        requested: expect.arrayContaining(['core', 'dee']),
        decision: 'changes-requested',
        unresolvedThreads: 1,
        requiredChecks: ['ci/build'],
        labels: ['bug'],
      },
      checks: [
        { name: 'patch', state: 'failed', summary: '12 % is covered' },
        { name: 'ci/build', state: 'passed', summary: 'built' },
      ],
      deployments: [{ environment: 'preview', state: 'queued' }],
    });
    const main = BranchName.parse('main');
    const [base, fact] = await Promise.all([forge.read(shop, main), forge.read(shop, topic)]);
    expect([base?.head, fact?.head]).toEqual([await repository.commitOf('main'), await repository.commitOf(topic)]);
    expect(
      fact?.pullRequest?.reviews?.map(({ by, state }) => `${by} ${state}`).toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['bo approved', 'cy changes-requested']);
    await server.pulls.resolve(number, open.id, 'ann');
    await server.pulls.merge(number, 'ann');
    expect(await forge.read(shop, topic)).toMatchObject({
      merged: true,
      pullRequest: { state: 'merged', unresolvedThreads: 0 },
    });
    expect(await forge.changed(shop)).toEqual([]);

    const hook = createGitHubHook({
      secrets: [secret],
      repositories: [shop],
      sources: ['github'],
      runs: readRunDelivery,
    });
    const told = [];
    for (const { headers, body } of server.hooks.deliveries) {
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const heard = await hook.hear({
        headers: { ...headers, 'x-hub-signature-256': signature },
        body: Buffer.from(body),
        at: 1,
      });
      told.push(heard.type === 'heard' ? `${heard.event} ${String(heard.moved?.branches)}` : heard);
    }
    expect(told.filter((each) => typeof each !== 'string')).toEqual([]);
    expect(new Set(told)).toEqual(
      new Set(
        [
          'create',
          'push',
          'pull_request.opened',
          'pull_request.review_requested',
          'pull_request_review.submitted',
          'pull_request.labeled',
          'pull_request_review_comment.created',
          'pull_request_review_thread.resolved',
          'pull_request.closed',
          'status',
          'check_run.created',
          'check_run.completed',
          'check_suite.completed',
          'deployment.created',
        ]
          .map((event) => `${event} ${topic}`)
          .concat('push all'),
      ),
    );
  });
});
