import { connection } from './connection.ts';
import type { Node } from './execute.ts';
import type { Graph } from './graph.ts';
import { nodeId } from '../site.ts';

/** A branch. */
export function refNode(graph: Graph, name: string, sha: string): Node {
  const { repo } = graph;
  const rule = repo.protections.get(name);
  const rules = (type: string): Node | null =>
    rule
      ? {
          type,
          fields: {
            pattern: () => name,
            requiredStatusCheckContexts: () => rule.requiredChecks,
            requiredApprovingReviewCount: () => rule.approvals,
            requiresStatusChecks: () => rule.requiredChecks.length > 0,
            requiresStrictStatusChecks: () => rule.upToDate,
            requiresApprovingReviews: () => rule.approvals > 0,
            dismissesStaleReviews: () => rule.dismissStale,
            requiresConversationResolution: () => false,
          },
        }
      : null;
  return {
    type: 'Ref',
    fields: {
      id: () => nodeId('Ref', name),
      name: () => name,
      prefix: () => 'refs/heads/',
      target: () => graph.commit(sha),
      refUpdateRule: () => rules('RefUpdateRule'),
      branchProtectionRule: () => (rule?.kind === 'classic' ? rules('BranchProtectionRule') : null),
      compare: async (given) => {
        const head = repo.heads.get(String(given['headRef'])) ?? (await repo.git.resolve(String(given['headRef'])));
        if (head === undefined) return null;
        const { ahead, behind } = await repo.git.distance(sha, head);
        const status = ahead > 0 ? (behind > 0 ? 'DIVERGED' : 'AHEAD') : behind > 0 ? 'BEHIND' : 'IDENTICAL';
        return { type: 'Comparison', fields: { aheadBy: () => ahead, behindBy: () => behind, status: () => status } };
      },
      associatedPullRequests: (given) =>
        connection(
          'associatedPullRequests',
          given,
          repo.pulls.filter((each) => each.head === name).map((each) => graph.pull(each)),
        ),
    },
  };
}
