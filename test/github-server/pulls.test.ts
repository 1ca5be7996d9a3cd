import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSample, type Sample } from './sample.ts';

let sample: Sample;
beforeEach(async () => {
  sample = await openSample();
  sample.github.actions.byHand();
});
afterEach(async () => sample.close());

const query = `
query Branch($owner: String!, $name: String!, $branch: String!, $number: Int!, $known: Boolean!) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $branch) { target { oid ... on Commit { statusCheckRollup { contexts(first: 100) { nodes {
      ... on CheckRun { name isRequired(pullRequestNumber: $number) @include(if: $known) }
      ... on StatusContext { context isRequired(pullRequestNumber: $number) @include(if: $known) }
    } } } } } }
    open: pullRequests(headRefName: $branch, states: [OPEN], first: 10) { nodes { ...pull } }
    past: pullRequests(headRefName: $branch, states: [MERGED, CLOSED], first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { ...pull state }
    }
  }
}
fragment pull on PullRequest {
  mergeable mergeStateStatus reviewDecision
  reviewThreads(first: 100) { nodes { isResolved } }
  latestOpinionatedReviews(first: 50) { nodes { state author { login } } }
  reviewRequests(first: 30) { nodes { requestedReviewer { __typename ... on User { login } ... on Team { slug } } } }
}`;

interface Seen {
  readonly mergeable: string;
  readonly mergeStateStatus: string;
  readonly reviewDecision: string | null;
  readonly reviewThreads: { readonly nodes: readonly { readonly isResolved: boolean }[] };
  readonly latestOpinionatedReviews: {
    readonly nodes: readonly { readonly state: string; readonly author: { readonly login: string } }[];
  };
  readonly reviewRequests: { readonly nodes: readonly { readonly requestedReviewer: object }[] };
}
interface Context {
  readonly isRequired: boolean;
}
async function look() {
  const variables = { owner: 'acme', name: 'shop', branch: 'topic', number: 1, known: true };
  const { body } = await sample.ask('POST', '/graphql', { query, variables });
  const { data, errors } = body as {
    errors?: unknown;
    data: {
      repository: {
        open: { nodes: Seen[] };
        past: { nodes: Seen[] };
        ref: { target: { statusCheckRollup: { contexts: { nodes: Context[] } } | null } };
      };
    };
  };
  expect(errors).toBeUndefined();
  return data.repository;
}
const pullNow = async () => (await look()).open.nodes[0];

describe('a pull request', () => {
  it('goes from draft over reviews, threads and checks to merged, by REST and by GraphQL', async () => {
    const { github, repository, ask } = sample;
    github.protect('main', { requiredChecks: ['unit'], approvals: 1, upToDate: true, dismissStale: true });
    await github.pulls.open({ head: 'topic', title: 'Cart', by: 'bo', draft: true });
    expect(await pullNow()).toMatchObject({ mergeable: 'MERGEABLE', mergeStateStatus: 'DRAFT' });
    await github.pulls.draft(1, false, 'bo');
    await github.pulls.request(1, 'cy', 'bo');
    await github.pulls.request(1, '@ops', 'bo');
    const asked = (await pullNow())?.reviewRequests.nodes.map((each) => each.requestedReviewer);
    expect(asked).toEqual([
      { __typename: 'User', login: 'cy' },
      { __typename: 'Team', slug: 'ops' },
    ]);
    expect(await pullNow()).toMatchObject({ mergeStateStatus: 'BLOCKED', reviewDecision: 'REVIEW_REQUIRED' });
    await github.pulls.requestChanges(1, 'cy');
    expect((await pullNow())?.reviewDecision).toBe('CHANGES_REQUESTED');
    await github.pulls.approve(1, 'cy');
    await github.pulls.comment(1, 'cy');
    const thread = await github.pulls.thread(1, 'cy', 'Why?', { path: 'src/cart.ts', line: 1 });
    const said = await pullNow();
    expect(said).toMatchObject({ reviewDecision: 'APPROVED', mergeStateStatus: 'BLOCKED' });
    expect(said?.latestOpinionatedReviews.nodes).toMatchObject([{ state: 'APPROVED', author: { login: 'cy' } }]);
    expect(said?.reviewThreads.nodes).toEqual([{ isResolved: false }]);
    await github.pulls.resolve(1, thread.id, 'bo');
    expect((await pullNow())?.reviewThreads.nodes).toEqual([{ isResolved: true }]);
    await github.commits.report({ at: 'topic', name: 'unit', conclusion: 'success' });
    expect(await pullNow()).toMatchObject({ mergeStateStatus: 'CLEAN' });
    expect((await look()).ref.target.statusCheckRollup?.contexts.nodes).toMatchObject([{ isRequired: true }]);
    const { body } = await ask('GET', '/repos/acme/shop/pulls/1');
    expect(body).toMatchObject({
      mergeable: true,
      mergeable_state: 'clean',
      changed_files: 1,
      commits: 1,
      draft: false,
    });

    await repository.commit('More', { 'more.txt': 'more\n' });
    await github.pushed('topic', 'bo');
    expect(await pullNow()).toMatchObject({ reviewDecision: 'REVIEW_REQUIRED', mergeStateStatus: 'BLOCKED' });
    const sha = await github.pulls.merge(1, 'ann');
    expect(await repository.commitOf('main')).toBe(sha);
    expect((await look()).past.nodes).toMatchObject([{ state: 'MERGED' }]);
    const told = github.hooks.deliveries.map((each) =>
      each.action === undefined ? each.event : `${each.event}.${each.action}`,
    );
    expect(told.filter((each) => !/^(check|workflow)_/.test(each))).toEqual([
      'pull_request.opened',
      'pull_request.ready_for_review',
      'pull_request.review_requested',
      'pull_request.review_requested',
      'pull_request_review.submitted',
      'pull_request_review.submitted',
      'pull_request_review.submitted',
      'pull_request_review_comment.created',
      'pull_request_review_thread.resolved',
      'push',
      'pull_request.synchronize',
      'pull_request_review.dismissed',
      'pull_request.closed',
      'push',
    ]);
  });

  it('conflicts, falls behind, or is not reckoned yet, as git says', async () => {
    const { github, repository, ask } = sample;
    github.protect('main', { upToDate: true });
    await github.pulls.open({ head: 'topic', title: 'Cart', by: 'bo' });
    await repository.switchTo('main');
    await repository.commit('Elsewhere', { 'other.txt': 'x\n' });
    await github.pushed('main');
    expect(await pullNow()).toMatchObject({ mergeable: 'MERGEABLE', mergeStateStatus: 'BEHIND' });
    await repository.commit('Same place', { 'src/cart.ts': 'export const total = 3;\n' });
    expect(await pullNow()).toMatchObject({ mergeStateStatus: 'BEHIND' });
    await github.pushed('main');
    expect(await pullNow()).toMatchObject({ mergeable: 'CONFLICTING', mergeStateStatus: 'DIRTY' });
    const { body } = await ask('GET', '/repos/acme/shop/compare/main...topic');
    expect(body).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 2 });
    github.pulls.reckoning(1);
    expect((await ask('GET', '/repos/acme/shop/pulls/1')).body).toMatchObject({
      mergeable: null,
      mergeable_state: 'unknown',
    });
    expect(await pullNow()).toMatchObject({ mergeable: 'CONFLICTING' });
  });

  it('answers by GraphQL with nothing that GitHub’s schema lacks', async () => {
    const { github, ask } = sample;
    await github.pulls.open({ head: 'topic', title: 'Cart', by: 'bo' });
    for (const reviewer of ['@ops', 'dee']) await github.pulls.request(1, reviewer, 'bo');
    await github.pulls.label(1, 'urgent', 'bo');
    await github.pulls.approve(1, 'cy');
    await github.pulls.thread(1, 'cy', 'Why?', { path: 'src/cart.ts', line: 1 });
    await github.commits.status('topic', 'ci/other', 'success');
    github.protect('main', { approvals: 1 });
    github.environment({ name: 'staging' });
    github.commits.deployStatus(github.deploy('topic', 'staging'), 'success', github.user('ann'));
    (await github.actions.script({ branch: 'topic' })).job('unit').start();
    const wide = `{
      rateLimit { cost }
      viewer { login }
      repository(owner: "acme", name: "shop") {
        owner { login }
        environments(first: 9) { nodes { name } }
        deployments(first: 9) { nodes { state latestStatus { state } creator { login } ref { name } } pageInfo { endCursor } }
        ref(qualifiedName: "main") {
          refUpdateRule { pattern } branchProtectionRule { pattern } compare(headRef: "topic") { aheadBy }
        }
        object(expression: "topic") { ... on Commit {
          checkSuites(first: 5) { nodes { app { slug } workflowRun { runNumber workflow { name } } } }
          associatedPullRequests(first: 5) { nodes { number } }
          statusCheckRollup { state contexts(first: 50) { nodes {
            ... on CheckRun { name } ... on StatusContext { context creator { login } }
          } } }
        } }
        pullRequests(first: 5) { nodes {
          labels(first: 5) { nodes { name } }
          reviews(first: 5) { nodes { state commit { oid } } }
          reviewThreads(first: 5) { nodes { path comments(first: 5) { nodes { body author { login } } } } }
          reviewRequests(first: 5) { nodes { requestedReviewer { ... on Team { slug } ... on User { login } } } }
          commits(last: 1) { nodes { commit { oid } } }
        } }
      }
    }`;
    const { status, body } = await ask('POST', '/graphql', { query: wide });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { data: { repository: { deployments: { nodes: [{ state: 'ACTIVE' }] }, pullRequests: { nodes: [{}] } } } },
    });
    expect(Object.keys(body)).toEqual(['data']);
  });

  it('is refused by GraphQL where a field or a size is wrong', async () => {
    const about = (text: string) => ({ query: `{ repository(owner: "acme", name: "shop") { ${text} } }` });
    const wrong = await sample.ask('POST', '/graphql', about('colour'));
    expect(wrong.body).toMatchObject({ errors: [{ message: "Field 'colour' doesn't exist on type 'Repository'" }] });
    const endless = await sample.ask('POST', '/graphql', about('pullRequests { totalCount }'));
    expect(endless.body).toMatchObject({ errors: [{ extensions: { code: 'MISSING_PAGINATION_BOUNDARIES' } }] });
    const none = await sample.ask('POST', '/graphql', about('name pullRequest(number: 9) { title }'));
    expect(none.body).toMatchObject({
      data: { repository: { name: 'shop', pullRequest: null } },
      errors: [{ type: 'NOT_FOUND' }],
    });
  });
});
