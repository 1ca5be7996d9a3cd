import type { Pull, Repo } from '../rows.ts';
import { commitAt } from '../routes/repository.ts';
import { pageOf } from '../shapes/repository.ts';
import { fullName, nodeId, type Site } from '../site.ts';
import { commitNode } from './commit.ts';
import { connection } from './connection.ts';
import { deploymentPages } from './deployment.ts';
import { type Arguments, FieldError, type Node } from './execute.ts';
import type { Graph } from './graph.ts';
import { actorNode } from './people.ts';
import { pullNode } from './pull.ts';
import { refNode } from './ref.ts';

function pulls(graph: Graph, given: Arguments): Node {
  const { repo } = graph;
  const { states, headRefName, baseRefName, orderBy } = given as {
    states?: readonly string[] | string;
    headRefName?: string;
    baseRefName?: string;
    orderBy?: { field?: string; direction?: string };
  };
  const stateOf = (pull: Pull) => (pull.merged ? 'MERGED' : pull.state.toUpperCase());
  const key = orderBy?.field === 'UPDATED_AT' ? 'updatedAt' : 'createdAt';
  const wanted = states === undefined ? undefined : [states].flat();
  const found = repo.pulls
    .filter((each) => !wanted || wanted.includes(stateOf(each)))
    .filter((each) => headRefName === undefined || headRefName === null || each.head === headRefName)
    .filter((each) => baseRefName === undefined || baseRefName === null || each.base === baseRefName)
    .toSorted((a, b) => a[key] - b[key] || a.number - b.number);
  const sorted = orderBy?.direction === 'DESC' ? found.toReversed() : found;
  return connection(
    'PullRequest',
    given,
    sorted.map((each) => pullNode(graph, each)),
  );
}

/** A repository as GraphQL has it. */
export function repositoryNode(site: Site, repo: Repo): Node {
  const graph: Graph = {
    site,
    repo,
    pull: (pull) => pullNode(graph, pull),
    commit: (sha) => commitNode(graph, sha),
    ref: (name, sha) => refNode(graph, name, sha),
    deployments: (given, all) => deploymentPages(graph, given, all),
  };
  const ref = (name: string): Node | null => {
    const branch = name.replace(/^refs\/heads\//, '');
    const head = repo.heads.get(branch);
    return head === undefined ? null : refNode(graph, branch, head);
  };
  return {
    type: 'Repository',
    fields: {
      id: () => nodeId('Repository', repo.id),
      databaseId: () => repo.id,
      name: () => repo.name,
      nameWithOwner: () => fullName(repo),
      url: () => pageOf(site, repo),
      owner: () => actorNode(site, repo.owner),
      defaultBranchRef: () => ref(repo.defaultBranch),
      ref: (given) => ref(String(given['qualifiedName'])),
      refs: (given) => {
        const prefix = String(given['refPrefix']).replace(/^(?:refs\/heads\/|undefined)/, '');
        const kept = [...repo.heads].filter(([name]) => name.startsWith(prefix));
        return connection(
          'Ref',
          given,
          kept.map(([name, sha]) => refNode(graph, name, sha)),
        );
      },
      object: async (given) => {
        const sha = await commitAt(repo, String(given['oid'] ?? given['expression']));
        return sha === undefined ? null : commitNode(graph, sha);
      },
      pullRequest: (given) => {
        const pull = repo.pulls.find((each) => each.number === given['number']);
        if (pull) return pullNode(graph, pull);
        throw new FieldError(
          'NOT_FOUND',
          `Could not resolve to a PullRequest with the number of ${String(given['number'])}.`,
        );
      },
      pullRequests: (given) => pulls(graph, given),
      deployments: (given) => graph.deployments(given, repo.deployments),
      environments: (given) =>
        connection(
          'Environment',
          given,
          [...repo.environments.values()].map((each) => ({
            type: 'Environment',
            fields: { id: () => nodeId('Environment', each.id), databaseId: () => each.id, name: () => each.name },
          })),
        ),
    },
  };
}
