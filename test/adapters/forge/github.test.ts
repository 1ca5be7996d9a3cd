import { afterEach, describe, expect, it } from 'vitest';
import { ForgeFact } from '../../../protocol/model/pull-request.ts';
import { BranchName } from '../../../protocol/model/ids.ts';
import { manualClock } from '../../support/clock.ts';
import { shop } from '../github/setting.ts';
import { answersOf, baseHead, commit, forges, head, pull, type Scene } from './github-answers.ts';

const { forgeOf, closeAll } = forges();
afterEach(closeAll);

const topic = BranchName.parse('topic');

/** What the forge says of `topic`; whatever it says fits the protocol. */
async function factOf(scene: Scene): Promise<ForgeFact | undefined> {
  const { forge } = await forgeOf(answersOf(scene));
  const fact = await forge.read(shop, topic);
  expect(ForgeFact.safeParse(fact).success).toBe(fact !== undefined);
  return fact;
}
const pullOf = async (more: Record<string, unknown>, scene: Scene = {}) =>
  (await factOf({ ...scene, open: [pull(more)] }))?.pullRequest;

const said = (login: string | null, state: string, minute: number) => ({
  state,
  submittedAt: `2026-11-23T12:${String(minute).padStart(2, '0')}:00Z`,
  author: login === null ? null : { login },
});
const list = (...nodes: unknown[]) => ({ nodes });

describe('a branch on GitHub', () => {
  it('stands as GitHub compares it, and has no pull request where there is none', async () => {
    expect(await factOf({})).toEqual({
      forge: 'github',
      revision: 1_700_000_000_000,
      base: 'main',
      ahead: 2,
      behind: 1,
      conflicts: 'unknown',
      merged: false,
      head,
      pullRequest: null,
      checks: [],
      deployments: [],
    });
  });

  it.each([
    [{ ahead_by: 0, behind_by: 4 }, 'MERGEABLE', 'none'],
    [{ ahead_by: 3, behind_by: 0 }, 'CONFLICTING', 'none'],
    [{ ahead_by: 3, behind_by: 4 }, 'MERGEABLE', 'none'],
    [{ ahead_by: 3, behind_by: 4 }, 'CONFLICTING', 'some'],
    [{ ahead_by: 3, behind_by: 4 }, 'UNKNOWN', 'unknown'],
    [{ ahead_by: 3, behind_by: 4 }, null, 'unknown'],
    [{ ahead_by: 3, behind_by: 4 }, 'A_NEW_WORD', 'unknown'],
  ])('conflicts as far as GitHub has found out: %j, %s', async (compared, mergeable, conflicts) => {
    expect(await factOf({ compared, open: [pull({ mergeable })] })).toMatchObject({ conflicts });
  });

  it('is not known where it is not there, and no other branch is meant', async () => {
    expect(await factOf({ commit: null })).toBeUndefined();
    expect(await factOf({ commit: null, past: [pull({ state: 'CLOSED' })] })).toBeUndefined();
  });

  it('is of a bot where GitHub says so, and is merged into another branch than the default one', async () => {
    const bot = pull({ author: { __typename: 'Bot', login: 'dependabot' } });
    expect((await factOf({ open: [bot] }))?.pullRequest).toMatchObject({ author: 'dependabot', bot: true });
    expect((await factOf({ open: [pull()] }))?.pullRequest).not.toHaveProperty('bot');
    const stacked = await factOf({ open: [pull({ baseRefName: 'other' })] });
    expect(stacked).toMatchObject({ base: 'other', defaultBranch: 'main' });
    expect(await factOf({ open: [pull()] })).not.toHaveProperty('defaultBranch');
  });

  it('leaves out a path that is too long to tell whole', async () => {
    const files = list({ path: 'a.ts' }, { path: 'x'.repeat(501) });
    expect((await pullOf({ files }))?.paths).toEqual(['a.ts']);
    expect(await pullOf({ files: null })).not.toHaveProperty('paths');
  });

  it('was merged, and may be gone since', async () => {
    const past = [pull({ state: 'MERGED' })];
    expect(await factOf({ past })).toMatchObject({ merged: true, conflicts: 'none', pullRequest: { state: 'merged' } });
    const gone = await factOf({ commit: null, past });
    expect(gone).toMatchObject({ merged: true, ahead: 0, pullRequest: { number: 7, state: 'merged' } });
    expect(gone).not.toHaveProperty('head');
  });

  it('has gone on since it was merged, and has no pull request then', async () => {
    const past = [pull({ state: 'MERGED', headRefOid: baseHead })];
    expect(await factOf({ past })).toMatchObject({ merged: false, pullRequest: null });
  });

  it('has the open one of its pull requests, and never one of a fork', async () => {
    const past = [pull({ number: 8, state: 'CLOSED' })];
    const fork = pull({ number: 9, isCrossRepository: true });
    expect(await factOf({ open: [fork, pull()], past })).toMatchObject({ pullRequest: { number: 7 } });
    expect(await factOf({ open: [fork], past })).toMatchObject({ pullRequest: { number: 8, state: 'closed' } });
    expect(await factOf({ open: [fork] })).toMatchObject({ pullRequest: null });
  });

  it('goes into the base of its pull request; into the usual one where that is gone', async () => {
    const release = { baseRefName: 'release', baseRef: { target: { oid: head }, refUpdateRule: null } };
    expect(await factOf({ open: [pull(release)] })).toMatchObject({ base: 'release', ahead: 0, behind: 0 });
    expect(await factOf({ open: [pull({ ...release, baseRef: null })] })).toMatchObject({ base: 'main', ahead: 2 });
  });

  it('was as it was told when GitHub was asked, and later each time', async () => {
    const clock = manualClock();
    const scene = answersOf({});
    const { forge } = await forgeOf((asked) => (clock.advance(50), scene(asked)), clock);
    const before = clock.now();
    const first = await forge.read(shop, topic);
    expect(first?.revision).toBe(before);
    const { forge: still } = await forgeOf(scene);
    const revisions = [await still.read(shop, topic), await still.read(shop, topic)].map((fact) => fact?.revision ?? 0);
    expect(revisions[1]).toBe((revisions[0] ?? 0) + 1);
  });

  it('costs one call, and at first those for its number, its base and its rules', async () => {
    const { forge, asked } = await forgeOf(answersOf({ open: [pull()] }));
    await forge.read(shop, topic);
    const first = asked.length;
    await forge.read(shop, topic);
    expect([first, asked.length - first]).toEqual([4, 1]);
    expect(JSON.parse(asked.at(-1)?.body ?? '').variables).toMatchObject({
      known0: true,
      number0: 7,
      ref0: 'refs/heads/topic',
    });
  });

  it('shares one call with those that are looked at in the same moment, ten at most', async () => {
    const { forge, asked } = await forgeOf(answersOf({}));
    const names = Array.from({ length: 23 }, (_, at) => BranchName.parse(`topic-${at}`));
    const facts = await Promise.all(names.map(async (name) => forge.read(shop, name)));
    expect(facts.every((fact) => fact?.ahead === 2)).toBe(true);
    const calls = asked.filter(({ path }) => path === '/graphql').map(({ body }) => JSON.parse(body).variables);
    expect(calls.map((variables) => Object.keys(variables).filter((key) => key.startsWith('branch')).length)).toEqual([
      10, 10, 3,
    ]);
    expect(calls[2]).toMatchObject({ branch2: 'topic-22', ref2: 'refs/heads/topic-22' });
  });

  it('fails with those that shared its call', async () => {
    const { forge } = await forgeOf(({ path }) => (path === '/graphql' ? { status: 502 } : undefined));
    const both = await Promise.allSettled([forge.read(shop, topic), forge.read(shop, BranchName.parse('other'))]);
    expect(both).toMatchObject([{ reason: { fault: 'unavailable' } }, { reason: { fault: 'unavailable' } }]);
  });
});

describe('a pull request on GitHub', () => {
  it('is told with all that is known of it', async () => {
    const full = {
      isDraft: true,
      title: 'A\u0000 long\n title'.padEnd(600, 'x'),
      labels: list({ name: 'bug' }, null),
      reviewThreads: { pageInfo: { hasNextPage: false }, nodes: [{ isResolved: false }, { isResolved: true }, null] },
      reviewRequests: list(
        { requestedReviewer: { __typename: 'User', login: 'bo' } },
        { requestedReviewer: { __typename: 'Team', slug: 'core' } },
        { requestedReviewer: null },
      ),
      reviewDecision: 'REVIEW_REQUIRED',
    };
    expect(await pullOf(full)).toEqual({
      number: 7,
      title: expect.stringMatching(/^A long titlex{488}$/),
      url: 'https://github.com/acme/shop/pull/7',
      state: 'draft',
      author: 'ann',
      reviews: [],
      requested: ['bo', 'core'],
      decision: 'review-required',
      unresolvedThreads: 1,
      labels: ['bug'],
    });
  });

  it('leaves out what GitHub does not tell', async () => {
    const hidden = { author: null, labels: null, reviewThreads: null, latestReviews: null, reviewRequests: null };
    const errors = ['reviewDecision', 'statusCheckRollup'].map((field) => ({
      type: 'FORBIDDEN',
      message: 'no',
      path: ['repository', 'open0', 'nodes', 0, field],
    }));
    const fact = await factOf({
      open: [pull(hidden)],
      errors,
      commit: { oid: head, statusCheckRollup: null, deployments: null },
    });
    expect(fact?.pullRequest).toEqual({ number: 7, title: 'A change', url: expect.any(String), state: 'open' });
    expect(fact).not.toHaveProperty('checks');
    const many = { pageInfo: { hasNextPage: true }, nodes: [{ isResolved: false }] };
    expect(await pullOf({ reviewThreads: many })).not.toHaveProperty('unresolvedThreads');
  });

  it('has the last word of each reviewer, which a remark does not take back', async () => {
    const reviews = await pullOf({
      latestReviews: list(
        said('bo', 'COMMENTED', 9),
        said('cy', 'COMMENTED', 8),
        said('dee', 'COMMENTED', 7),
        said('ann', 'COMMENTED', 10),
        said('eve', 'PENDING', 11),
        said(null, 'APPROVED', 1),
      ),
      latestOpinionatedReviews: list(
        said('bo', 'APPROVED', 2),
        said('cy', 'DISMISSED', 3),
        said('fay', 'CHANGES_REQUESTED', 4),
        said(null, 'APPROVED', 1),
      ),
    });
    expect(reviews?.reviews?.map(({ by, state }) => [by, state])).toEqual([
      ['cy', 'commented'],
      ['dee', 'commented'],
      ['fay', 'changes-requested'],
      ['bo', 'approved'],
      ['ghost', 'approved'],
    ]);
    const dismissed = await pullOf({
      latestReviews: list(said('cy', 'COMMENTED', 1)),
      latestOpinionatedReviews: list(said('cy', 'DISMISSED', 3)),
    });
    expect(dismissed?.reviews).toMatchObject([{ by: 'cy', state: 'dismissed' }]);
  });

  it('requires what is marked, and what the rules of its base say, begun or not', async () => {
    const run = (name: string, isRequired?: boolean) => ({
      __typename: 'CheckRun',
      name,
      status: 'QUEUED',
      isRequired,
    });
    const marked = { commit: commit([run('unit', true), run('lint', false)]) };
    const old = { baseRef: { target: { oid: baseHead }, refUpdateRule: { requiredStatusCheckContexts: ['build'] } } };
    const strict = { required_status_checks: [{ context: 'e2e' }], strict_required_status_checks_policy: true };
    const rules = [{ type: 'deletion' }, { type: 'required_status_checks', parameters: strict }];
    expect(await pullOf({}, marked)).toMatchObject({ requiredChecks: ['unit'] });
    expect(await pullOf(old, { ...marked, rules })).toMatchObject({
      requiredChecks: ['build', 'e2e', 'unit'],
      mustBeUpToDate: true,
    });
    expect(await pullOf({}, { commit: commit([run('unit')]) })).not.toHaveProperty('requiredChecks');
    expect(await pullOf({}, { commit: commit([run('unit', true)], true) })).not.toHaveProperty('requiredChecks');
    expect(await pullOf({}, { commit: commit([run('unit')]), rules: [] })).toMatchObject({ requiredChecks: [] });
    expect(await pullOf({ mergeStateStatus: 'BEHIND' })).toMatchObject({ mustBeUpToDate: true });
    expect(await pullOf({})).not.toHaveProperty('mustBeUpToDate');
  });
});
