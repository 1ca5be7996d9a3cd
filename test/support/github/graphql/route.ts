import { mayDo } from '../auth.ts';
import type { Pull, Repo } from '../rows.ts';
import { type Answer, type Ask, ok, repoOf, route, type Route } from '../router.ts';
import { pageOf } from '../shapes/repository.ts';
import { fullName, iso, nodeId, type Site } from '../site.ts';
import { commitAt } from '../routes/repository.ts';
import { commitNode, deployments, type Graph, refNode } from './commit.ts';
import { connection } from './connection.ts';
import { type Arguments, execute, FieldError, GraphRefusal, type Node } from './execute.ts';
import { parseDocument } from './parse.ts';
import { actorNode } from './people.ts';
import { pullNode } from './pull.ts';

function pulls(site: Site, repo: Repo, given: Arguments): Node {
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
    'pullRequests',
    given,
    sorted.map((each) => pullNode(site, repo, each)),
  );
}

function repositoryNode(site: Site, repo: Repo): Node {
  const graph: Graph = { site, repo, pull: (pull) => pullNode(site, repo, pull) };
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
        const prefix = String(given['refPrefix'] ?? 'refs/heads/').replace(/^refs\/heads\//, '');
        const kept = [...repo.heads].filter(([name]) => name.startsWith(prefix));
        return connection(
          'refs',
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
        if (pull) return pullNode(site, repo, pull);
        throw new FieldError(
          'NOT_FOUND',
          `Could not resolve to a PullRequest with the number of ${String(given['number'])}.`,
        );
      },
      pullRequests: (given) => pulls(site, repo, given),
      deployments: (given) => deployments(graph, given, repo.deployments),
      environments: (given) =>
        connection(
          'environments',
          given,
          [...repo.environments.values()].map((each) => ({
            type: 'Environment',
            fields: { id: () => nodeId('Environment', each.id), databaseId: () => each.id, name: () => each.name },
          })),
        ),
    },
  };
}

function rootFor({ site, actor }: Ask): Node {
  const limits: Node = {
    type: 'RateLimit',
    fields: {
      limit: () => 5_000,
      cost: () => 1,
      remaining: () => 4_999,
      used: () => 1,
      resetAt: () => iso(site.now() + 3_600_000),
      nodeCount: () => 1,
    },
  };
  return {
    type: 'Query',
    fields: {
      viewer: () => actorNode(site, actor.type === 'user' ? actor.user : site.app.bot),
      rateLimit: () => limits,
      repository: (given) => {
        const { owner, name } = given as { owner: string; name: string };
        const repo = repoOf(site, { owner, repo: name });
        if (repo && mayDo(actor, repo, 'metadata:read') === 'yes') return repositoryNode(site, repo);
        throw new FieldError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      },
    },
  };
}

/** `POST /graphql`, for queries. */
export const graphqlRoute = (): Route =>
  route('POST /graphql', 'user', async (ask): Promise<Answer> => {
    const { query, variables } = ask.body as { query?: string; variables?: Record<string, unknown> | null };
    if (typeof query !== 'string')
      return ok({ errors: [{ message: 'A query attribute must be specified and must be a string.' }] });
    try {
      const document = parseDocument(query);
      if (document.operation === 'mutation') throw new GraphRefusal('undefinedField', 'No mutation is known here');
      return ok(await execute(document, rootFor(ask), variables ?? {}));
    } catch (error) {
      if (error instanceof GraphRefusal)
        return ok({ errors: [{ message: error.message, extensions: { code: error.code } }] });
      if (error instanceof SyntaxError) return ok({ errors: [{ message: error.message }] });
      throw error;
    }
  });
