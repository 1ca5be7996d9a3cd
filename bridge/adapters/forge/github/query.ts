/** What one look at some branches needs, in one call. `isRequired` is for one pull request, whose number is known from the second look on. */
export const branchesQuery = (count: number): string => {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map(
    (n) => `$ref${n}: String!, $branch${n}: String!, $number${n}: Int!, $known${n}: Boolean!`,
  );
  return `
query Branches($owner: String!, $name: String!, ${variables.join(', ')}) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { oid } }
    deployments(first: 30, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...deployed } }
    ${indexes.map(branchPart).join('')}
  }
}
${fragments}`;
};

const latest = 'orderBy: { field: UPDATED_AT, direction: DESC }';

const branchPart = (n: number): string => `
    ref${n}: ref(qualifiedName: $ref${n}) {
      target {
        oid
        ... on Commit {
          statusCheckRollup {
            contexts(first: 100) {
              pageInfo { hasNextPage }
              nodes {
                __typename
                ... on CheckRun {
                  name status conclusion detailsUrl title startedAt
                  checkSuite { app { slug } }
                  isRequired(pullRequestNumber: $number${n}) @include(if: $known${n})
                }
                ... on StatusContext {
                  context state targetUrl description createdAt
                  isRequired(pullRequestNumber: $number${n}) @include(if: $known${n})
                }
              }
            }
          }
          deployments(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...deployed } }
        }
      }
    }
    base${n}: defaultBranchRef { compare(headRef: $branch${n}) { aheadBy behindBy } }
    open${n}: pullRequests(headRefName: $branch${n}, states: [OPEN], first: 10, ${latest}) {
      nodes { ...pull baseRef { compare(headRef: $branch${n}) { aheadBy behindBy } } }
    }
    past${n}: pullRequests(headRefName: $branch${n}, states: [MERGED, CLOSED], first: 5, ${latest}) { nodes { ...pull } }`;

const fragments = `
fragment deployed on Deployment {
  environment commitOid createdAt state
  ref { name }
  latestStatus { environmentUrl logUrl createdAt }
}
fragment pull on PullRequest {
  number title url state isDraft isCrossRepository headRefOid baseRefName mergeable mergeStateStatus reviewDecision
  author { __typename login }
  baseRef { target { oid } refUpdateRule { requiredStatusCheckContexts } }
  labels(first: 20) { nodes { name } }
  files(first: 100) { nodes { path } }
  reviewThreads(first: 100) { pageInfo { hasNextPage } nodes { isResolved } }
  latestReviews(first: 50) { nodes { ...said } }
  latestOpinionatedReviews(first: 50) { nodes { ...said } }
  reviewRequests(first: 30) {
    nodes {
      requestedReviewer {
        __typename
        ... on User { login }
        ... on Bot { login }
        ... on Mannequin { login }
        ... on Team { slug }
      }
    }
  }
}
fragment said on PullRequestReview { state submittedAt author { login } }`;

/** What a name means: a branch, or the beginning of a commit's id. */
export const nameQuery = `
query Name($owner: String!, $name: String!, $ref: String!, $commit: String!, $maybe: Boolean!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    ref(qualifiedName: $ref) { target { oid } }
    object(expression: $commit) @include(if: $maybe) {
      oid
      ... on Commit { associatedPullRequests(first: 5) { nodes { headRefName isCrossRepository } } }
    }
  }
}`;
