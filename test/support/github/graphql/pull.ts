import { decisionOf, type Mergeability, mergeability } from '../protection.ts';
import type { Pull, Review, Thread } from '../rows.ts';
import { filesOf } from '../shapes/pull.ts';
import { pageOf } from '../shapes/repository.ts';
import { iso, isoOr, nodeId, type Site } from '../site.ts';
import { connection } from './connection.ts';
import type { Node } from './execute.ts';
import type { Graph } from './graph.ts';
import { actorNode, labelNode, reviewerNode } from './people.ts';

const reviewNode = (graph: Graph, pull: Pull, review: Review): Node => ({
  type: 'PullRequestReview',
  fields: {
    id: () => nodeId('PullRequestReview', review.id),
    databaseId: () => review.id,
    state: () => review.state,
    body: () => review.body,
    submittedAt: () => iso(review.at),
    author: () => actorNode(graph.site, review.by),
    url: () => `${pageOf(graph.site, graph.repo)}/pull/${pull.number}#pullrequestreview-${review.id}`,
    commit: () => graph.commit(review.commit),
  },
});

const threadNode = (site: Site, thread: Thread): Node => ({
  type: 'PullRequestReviewThread',
  fields: {
    id: () => nodeId('PullRequestReviewThread', thread.id),
    isResolved: () => thread.resolvedBy !== undefined,
    isOutdated: () => false,
    path: () => thread.path,
    line: () => thread.line,
    resolvedBy: () => (thread.resolvedBy ? actorNode(site, thread.resolvedBy) : null),
    comments: (given) =>
      connection(
        'PullRequestReviewComment',
        given,
        thread.comments.map((comment) => ({
          type: 'PullRequestReviewComment',
          fields: {
            id: () => nodeId('PullRequestReviewComment', comment.id),
            databaseId: () => comment.id,
            body: () => comment.body,
            author: () => actorNode(site, comment.by),
            createdAt: () => iso(comment.at),
          },
        })),
      ),
  },
});

/** The last of each author. */
const lastOfEach = (reviews: readonly Review[]) =>
  reviews.filter((each, at) => !reviews.slice(at + 1).some((later) => later.by.id === each.by.id));

/** A pull request as GraphQL has it. */
export function pullNode(graph: Graph, pull: Pull): Node {
  const { site, repo } = graph;
  let reckoned: Promise<Mergeability> | undefined;
  const can = async () => (reckoned ??= mergeability(repo, pull));
  const baseHead = () => repo.heads.get(pull.base);
  const reviews = (all: readonly Review[]) => all.map((each) => reviewNode(graph, pull, each));
  const opinionated = () => lastOfEach(pull.reviews.filter((each) => each.state !== 'COMMENTED'));
  const branch = (name: string): Node | null => {
    const head = repo.heads.get(name);
    return head === undefined ? null : graph.ref(name, head);
  };
  return {
    type: 'PullRequest',
    also: ['Node'],
    fields: {
      id: () => nodeId('PullRequest', pull.id),
      databaseId: () => pull.id,
      number: () => pull.number,
      title: () => pull.title,
      body: () => pull.body,
      url: () => `${pageOf(site, repo)}/pull/${pull.number}`,
      state: () => (pull.merged ? 'MERGED' : pull.state.toUpperCase()),
      isDraft: () => pull.draft,
      merged: () => pull.merged !== undefined,
      isCrossRepository: () => false,
      closed: () => pull.state === 'closed',
      createdAt: () => iso(pull.createdAt),
      updatedAt: () => iso(pull.updatedAt),
      closedAt: () => isoOr(pull.closedAt),
      mergedAt: () => isoOr(pull.merged?.at),
      author: () => actorNode(site, pull.author),
      headRefName: () => pull.head,
      headRefOid: () => pull.headSha,
      headRef: () => branch(pull.head),
      baseRefName: () => pull.base,
      baseRefOid: () => baseHead() ?? pull.headSha,
      baseRef: () => branch(pull.base),
      mergeable: async () => {
        const { mergeable } = await can();
        return mergeable === undefined ? 'UNKNOWN' : mergeable ? 'MERGEABLE' : 'CONFLICTING';
      },
      mergeStateStatus: async () => (await can()).state,
      reviewDecision: () => decisionOf(repo, pull),
      files: async (given) => {
        const base = baseHead() ?? pull.headSha;
        const files = await filesOf(repo, base, pull.headSha);
        return connection(
          'PullRequestChangedFile',
          given,
          files.map(({ filename }) => ({ type: 'PullRequestChangedFile', fields: { path: () => filename } })),
        );
      },
      labels: (given) => connection('Label', given, pull.labels.map(labelNode)),
      reviews: (given) => connection('PullRequestReview', given, reviews(pull.reviews)),
      latestReviews: (given) => connection('PullRequestReview', given, reviews(lastOfEach(pull.reviews))),
      latestOpinionatedReviews: (given) => connection('PullRequestReview', given, reviews(opinionated())),
      reviewRequests: (given) =>
        connection(
          'ReviewRequest',
          given,
          pull.requested.map((each) => ({
            type: 'ReviewRequest',
            fields: { requestedReviewer: () => reviewerNode(site, each), asCodeOwner: () => false },
          })),
        ),
      reviewThreads: (given) =>
        connection(
          'PullRequestReviewThread',
          given,
          pull.threads.map((each) => threadNode(site, each)),
        ),
      statusCheckRollup: () => graph.commit(pull.headSha).fields['statusCheckRollup']?.({}),
      commits: (given) =>
        connection('PullRequestCommit', given, [
          { type: 'PullRequestCommit', fields: { commit: () => graph.commit(pull.headSha) } },
        ]),
    },
  };
}
