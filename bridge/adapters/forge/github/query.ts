/** What one look at a branch needs, in one call. `isRequired` is for one pull request, whose number is known from the second look on. */
export const branchQuery = `
query Branch($owner: String!, $name: String!, $ref: String!, $branch: String!, $number: Int!, $known: Boolean!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { oid } }
    ref(qualifiedName: $ref) { target { oid ... on Commit { ...commit } } }
    open: pullRequests(headRefName: $branch, states: [OPEN], first: 10, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { ...pull }
    }
    past: pullRequests(headRefName: $branch, states: [MERGED, CLOSED], first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { ...pull }
    }
    deployments(first: 30, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...deployed } }
  }
}
fragment commit on Commit {
  statusCheckRollup {
    contexts(first: 100) {
      pageInfo { hasNextPage }
      nodes {
        __typename
        ... on CheckRun {
          name status conclusion detailsUrl title startedAt
          checkSuite { app { slug } }
          isRequired(pullRequestNumber: $number) @include(if: $known)
        }
        ... on StatusContext {
          context state targetUrl description createdAt
          isRequired(pullRequestNumber: $number) @include(if: $known)
        }
      }
    }
  }
  deployments(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...deployed } }
}
fragment deployed on Deployment {
  environment commitOid createdAt state
  ref { name }
  latestStatus { environmentUrl logUrl createdAt }
}
fragment pull on PullRequest {
  number title url state isDraft isCrossRepository headRefOid baseRefName mergeable mergeStateStatus reviewDecision
  author { login }
  baseRef { target { oid } refUpdateRule { requiredStatusCheckContexts } }
  labels(first: 20) { nodes { name } }
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
