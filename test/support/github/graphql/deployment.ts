import type { Deployment } from '../rows.ts';
import { iso, nodeId } from '../site.ts';
import { connection } from './connection.ts';
import type { Arguments, Node } from './execute.ts';
import { type Graph, upper } from './graph.ts';
import { actorNode } from './people.ts';

const states: Readonly<Record<string, string>> = { success: 'ACTIVE', '': 'PENDING' };

/** Deployments in pages, in the order that is asked for. */
export function deploymentPages(graph: Graph, given: Arguments, all: readonly Deployment[]): Node {
  const { environments, orderBy } = given as { environments?: readonly string[]; orderBy?: { direction?: string } };
  const kept = all.filter((each) => !environments || environments.includes(each.environment));
  const sorted = orderBy?.direction === 'DESC' ? kept.toReversed() : kept;
  return connection(
    'Deployment',
    given,
    sorted.map((each) => deploymentNode(graph, each)),
  );
}

function deploymentNode(graph: Graph, deployment: Deployment): Node {
  const { site, repo } = graph;
  const newest = deployment.statuses.at(-1);
  return {
    type: 'Deployment',
    fields: {
      id: () => nodeId('Deployment', deployment.id),
      databaseId: () => deployment.id,
      environment: () => deployment.environment,
      commitOid: () => deployment.sha,
      createdAt: () => iso(deployment.at),
      updatedAt: () => iso(newest?.at ?? deployment.at),
      state: () => states[newest?.state ?? ''] ?? upper(newest?.state ?? ''),
      creator: () => actorNode(site, deployment.by),
      ref: () => {
        const head = repo.heads.get(deployment.ref);
        return head === undefined ? null : graph.ref(deployment.ref, head);
      },
      commit: () => graph.commit(deployment.sha),
      latestStatus: () =>
        newest
          ? {
              type: 'DeploymentStatus',
              fields: {
                id: () => nodeId('DeploymentStatus', newest.id),
                state: () => upper(newest.state),
                environmentUrl: () => newest.environmentUrl || null,
                logUrl: () => newest.logUrl || null,
                createdAt: () => iso(newest.at),
                description: () => '',
              },
            }
          : null,
    },
  };
}
