import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ForgeFact } from '../../../../protocol/model/pull-request.ts';
import { BranchName } from '../../../../protocol/model/ids.ts';
import { type GitLabForgeScene, gitLabForgeScene } from './scene.ts';

describe('a merge request of GitLab', () => {
  let scene: GitLabForgeScene;
  beforeEach(async () => {
    scene = await gitLabForgeScene();
    await scene.commit('work', { 'a.txt': '1\n' });
  });
  afterEach(async () => scene.close());
  const read = async (branch = 'work') => {
    const fact = await scene.forge.read(scene.repository, BranchName.parse(branch));
    return fact && ForgeFact.parse(fact);
  };
  const pull = () => scene.pull('work');

  it('is told with its title, its author and its labels', async () => {
    Object.assign(pull(), { labels: ['bug', 'x'.repeat(300)] });
    expect((await read())?.pullRequest).toMatchObject({
      number: 1,
      title: 'Merge work',
      url: `${scene.server.url}/acme/web/-/merge_requests/1`,
      state: 'open',
      author: 'ann',
      labels: ['bug', 'x'.repeat(100)],
      reviews: [],
      requested: [],
      decision: 'none',
      unresolvedThreads: 0,
      requiredChecks: [],
      mustBeUpToDate: false,
    });
  });

  it('waits for reviews where the rules ask for them, and for whoever was asked', async () => {
    const reviewers = [
      { username: 'bo', state: 'unreviewed' },
      { username: 'cy', state: 'reviewed' },
      { username: 'di', state: 'approved' },
    ];
    Object.assign(pull(), { reviewers, approvalsRequired: 2, approvedBy: ['di'] });
    const { pullRequest } = (await read()) ?? {};
    expect(pullRequest).toMatchObject({ decision: 'review-required', requested: ['bo'] });
    expect(pullRequest?.reviews?.map(({ by, state }) => `${by} ${state}`)).toEqual(['di approved', 'cy commented']);
    Object.assign(pull(), { approvedBy: ['di', 'cy'] });
    expect((await read())?.pullRequest).toMatchObject({ decision: 'approved' });
  });

  it('is of a bot where its author is one of a token’s users, and may be for another branch than the default one', async () => {
    Object.assign(pull(), { author: 'project_42_bot_1a2b3c' });
    await scene.branch('stable');
    Object.assign(pull(), { target: 'stable' });
    expect(await read()).toMatchObject({ base: 'stable', defaultBranch: 'main', pullRequest: { bot: true } });
    expect(await read('main')).not.toHaveProperty('defaultBranch');
  });

  it('is held up by somebody who asked for changes', async () => {
    Object.assign(pull(), { reviewers: [{ username: 'bo', state: 'requested_changes' }] });
    expect((await read())?.pullRequest).toMatchObject({
      decision: 'changes-requested',
      reviews: [{ by: 'bo', state: 'changes-requested' }],
    });
  });

  it('is a draft, has threads that are open, and rules of its project', async () => {
    Object.assign(pull(), { draft: true, threads: [{ resolved: false }, { resolved: true }, { resolved: false }] });
    scene.server.site.settings = { merge_method: 'ff', only_allow_merge_if_pipeline_succeeds: true };
    expect((await read())?.pullRequest).toMatchObject({
      state: 'draft',
      unresolvedThreads: 2,
      mustBeUpToDate: true,
      requiredChecks: ['pipeline'],
    });
  });

  it.each([
    ['conflict', 'some'],
    ['checking', 'unknown'],
    ['unchecked', 'unknown'],
    ['preparing', 'unknown'],
    ['discussions_not_resolved', 'none'],
    ['a_word_of_next_year', 'none'],
  ])('says of its status %s that there are %s conflicts', async (mergeStatus, conflicts) => {
    await scene.commit('main', { 'b.txt': '1\n' });
    Object.assign(pull(), { mergeStatus });
    expect(await read()).toMatchObject({ conflicts });
  });

  it('is not known to conflict where the branch has none', async () => {
    await scene.branch('alone');
    await scene.commit('main', { 'b.txt': '1\n' });
    expect(await read('alone')).toMatchObject({ conflicts: 'none', pullRequest: null });
    scene.server.site.mergeRequests.length = 0;
    expect(await read()).toMatchObject({ ahead: 1, behind: 1, conflicts: 'unknown', pullRequest: null });
  });

  it('is not that of a fork, and not an old one of a branch that has gone on', async () => {
    const [own] = scene.server.site.mergeRequests;
    if (own) Object.assign(own, { state: 'closed' });
    expect(await read()).toMatchObject({ pullRequest: { state: 'closed' } });
    if (own) Object.assign(own, { sha: 'f'.repeat(40) });
    expect(await read()).toMatchObject({ pullRequest: null, merged: false });
    if (own) scene.server.site.mergeRequests.push({ ...own, iid: 2, state: 'opened', sourceProject: 7 });
    expect(await read()).toMatchObject({ pullRequest: null });
  });

  it('has what others put on its commit beside it, and where it was put', async () => {
    const { site, url } = scene.server;
    const sha = pull().sha;
    site.statuses.push(
      { sha, name: 'scan', status: 'failed', target_url: 'https://scan.example.org/1', description: 'Two findings' },
      { sha, name: 'a job', status: 'success', target_url: `${url}/acme/web/-/jobs/7`, description: null },
    );
    const at = 1_700_000_000_000;
    const to = (environment: string, status: string, id: number) => ({
      id,
      environment,
      ref: 'work',
      sha,
      status,
      updatedAt: at + id,
    });
    site.deployments.push(to('staging', 'failed', 1), to('staging', 'success', 2), to('production', 'blocked', 3));
    expect(await read()).toMatchObject({
      head: sha,
      checks: [{ name: 'scan', state: 'failed', url: 'https://scan.example.org/1', summary: 'Two findings' }],
      deployments: [
        { environment: 'production', state: 'waiting', commit: sha },
        { environment: 'staging', state: 'succeeded', url: 'https://staging.example.org' },
      ],
    });
  });

  it.each([['.'], ['..'], ['...']])('is not looked for on another page where somebody names %j', async (name) => {
    scene.server.calls.length = 0;
    expect(await scene.forge.resolve(scene.repository, name)).toBeUndefined();
    expect(scene.server.calls).toEqual([]);
  });

  it('costs nothing to ask about where nothing has changed', async () => {
    await scene.forge.changed(scene.repository);
    scene.server.calls.length = 0;
    expect(await scene.forge.changed(scene.repository)).toEqual([]);
    expect(scene.server.calls.map((call) => call.slice(-3))).toEqual(['304', '304']);
    Object.assign(pull(), { title: 'Another', updatedAt: scene.server.site.now() + 1000 });
    expect(await scene.forge.changed(scene.repository)).toEqual(['work']);
  });

  it('fails as the port says where GitLab does', async () => {
    scene.server.faults.plan(/approvals/, { type: 'limited', retryAfter: 3 });
    await expect(read()).rejects.toMatchObject({ name: 'PlatformError', fault: 'limited', retryAfterMs: 3000 });
    scene.server.faults.plan(/compare|commits\?/, { type: 'strange', status: 200, body: '{}' });
    await scene.commit('main', { 'c.txt': '1\n' });
    await expect(read()).rejects.toMatchObject({ name: 'PlatformError', fault: 'unavailable' });
  });
});
