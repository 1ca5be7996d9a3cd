import type { Protection } from '../rows.ts';
import { connection } from './connection.ts';
import type { Node } from './execute.ts';
import type { Graph } from './graph.ts';
import { nodeId } from '../site.ts';

/** A branch. */
export function refNode(graph: Graph, name: string, sha: string): Node {
  const { repo } = graph;
  const rule = repo.protections.get(name);
  const shared = (of: Protection): Node['fields'] => ({
    pattern: () => name,
    requiredStatusCheckContexts: () => of.requiredChecks,
    requiredApprovingReviewCount: () => of.approvals,
    requiresConversationResolution: () => false,
  });
  const classic = (of: Protection): Node => ({
    type: 'BranchProtectionRule',
    fields: {
      ...shared(of),
      requiresStatusChecks: () => of.requiredChecks.length > 0,
      requiresStrictStatusChecks: () => of.upToDate,
      requiresApprovingReviews: () => of.approvals > 0,
      dismissesStaleReviews: () => of.dismissStale,
    },
  });
  return {
    type: 'Ref',
    fields: {
      id: () => nodeId('Ref', name),
      name: () => name,
      prefix: () => 'refs/heads/',
      target: () => graph.commit(sha),
      refUpdateRule: () => (rule ? { type: 'RefUpdateRule', fields: shared(rule) } : null),
      branchProtectionRule: () => (rule?.kind === 'classic' ? classic(rule) : null),
      compare: async (given) => {
        const head = repo.heads.get(String(given['headRef'])) ?? (await repo.git.resolve(String(given['headRef'])));
        if (head === undefined) return null;
        const { ahead, behind } = await repo.git.distance(sha, head);
        const status = ahead > 0 ? (behind > 0 ? 'DIVERGED' : 'AHEAD') : behind > 0 ? 'BEHIND' : 'IDENTICAL';
        return { type: 'Comparison', fields: { aheadBy: () => ahead, behindBy: () => behind, status: () => status } };
      },
      associatedPullRequests: (given) =>
        connection(
          'PullRequest',
          given,
          repo.pulls.filter((each) => each.head === name).map((each) => graph.pull(each)),
        ),
    },
  };
}
