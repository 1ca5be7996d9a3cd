import { checksOf, rollupOf, statusesOf } from '../protection.ts';
import type { CheckRun, CheckSuite, Deployment, Pull, Repo, Run, Status } from '../rows.ts';
import { suiteState } from '../shapes/check.ts';
import { pageOf } from '../shapes/repository.ts';
import { iso, isoOr, nodeId, type Site } from '../site.ts';
import { connection } from './connection.ts';
import { type Arguments, FieldError, type Node } from './execute.ts';
import { actorNode, appNode } from './people.ts';

/** A repository, and how its pull requests are answered. */
export interface Graph {
  readonly site: Site;
  readonly repo: Repo;
  readonly pull: (pull: Pull) => Node;
}

/** Whether the base of a pull request demands it; who asks has to say of which. */
function isRequired(repo: Repo, name: string, given: Arguments): boolean {
  const pull = repo.pulls.find((each) => each.number === given['pullRequestNumber']);
  if (!pull)
    throw new FieldError(
      'NOT_FOUND',
      `Could not resolve to a PullRequest with the number of ${String(given['pullRequestNumber'])}.`,
    );
  return repo.protections.get(pull.base)?.requiredChecks.includes(name) ?? false;
}

const upper = (text: string | null) => text?.toUpperCase() ?? null;

function suiteNode(site: Site, repo: Repo, suite: CheckSuite): Node {
  const run = repo.runs.find((each) => each.suite === suite);
  const state = suiteState(repo, suite);
  return {
    type: 'CheckSuite',
    fields: {
      id: () => nodeId('CheckSuite', suite.id),
      databaseId: () => suite.id,
      app: () => appNode(suite.app),
      status: () => upper(state.status),
      conclusion: () => upper(state.conclusion),
      workflowRun: () => (run ? runNode(site, repo, run) : null),
    },
  };
}
function runNode(site: Site, repo: Repo, run: Run): Node {
  return {
    type: 'WorkflowRun',
    fields: {
      id: () => nodeId('WorkflowRun', run.id),
      databaseId: () => run.id,
      runNumber: () => run.number,
      event: () => run.event,
      url: () => `${pageOf(site, repo)}/actions/runs/${run.id}`,
      workflow: () => ({
        type: 'Workflow',
        fields: {
          id: () => nodeId('Workflow', run.workflow.id),
          name: () => run.workflow.name,
          databaseId: () => run.workflow.id,
        },
      }),
    },
  };
}

function checkNode(site: Site, repo: Repo, check: CheckRun): Node {
  return {
    type: 'CheckRun',
    also: ['StatusCheckRollupContext', 'RequirableByPullRequest', 'Node'],
    fields: {
      id: () => nodeId('CheckRun', check.id),
      databaseId: () => check.id,
      name: () => check.name,
      status: () => upper(check.status),
      conclusion: () => upper(check.conclusion),
      detailsUrl: () => check.detailsUrl,
      url: () => `${pageOf(site, repo)}/runs/${check.id}`,
      title: () => check.output.title,
      summary: () => check.output.summary,
      startedAt: () => isoOr(check.startedAt),
      completedAt: () => isoOr(check.completedAt),
      isRequired: (given) => isRequired(repo, check.name, given),
      checkSuite: () => suiteNode(site, repo, check.suite),
    },
  };
}
function statusNode(site: Site, repo: Repo, status: Status): Node {
  return {
    type: 'StatusContext',
    also: ['StatusCheckRollupContext', 'RequirableByPullRequest', 'Node'],
    fields: {
      id: () => nodeId('StatusContext', status.id),
      context: () => status.context,
      state: () => upper(status.state),
      targetUrl: () => status.targetUrl,
      description: () => status.description,
      createdAt: () => iso(status.at),
      creator: () => actorNode(site, status.by),
      isRequired: (given) => isRequired(repo, status.context, given),
    },
  };
}

/** A commit, with what stands on it. */
export function commitNode(graph: Graph, sha: string): Node {
  const { site, repo } = graph;
  const commit = async () => repo.git.commit(sha);
  const contexts = () => [
    ...checksOf(repo, sha).map((each) => checkNode(site, repo, each)),
    ...statusesOf(repo, sha).map((each) => statusNode(site, repo, each)),
  ];
  const rollup = (): Node | null => {
    const state = rollupOf(repo, sha);
    if (state === undefined) return null;
    return {
      type: 'StatusCheckRollup',
      fields: {
        id: () => nodeId('StatusCheckRollup', sha),
        state: () => state,
        contexts: (given) => connection('contexts', given, contexts()),
      },
    };
  };
  return {
    type: 'Commit',
    also: ['GitObject', 'Node'],
    fields: {
      id: () => nodeId('Commit', sha),
      oid: () => sha,
      abbreviatedOid: () => sha.slice(0, 7),
      url: () => `${pageOf(site, repo)}/commit/${sha}`,
      message: async () => (await commit()).message,
      messageHeadline: async () => (await commit()).message.split('\n')[0],
      committedDate: async () => (await commit()).committer.date,
      authoredDate: async () => (await commit()).author.date,
      statusCheckRollup: rollup,
      deployments: (given) =>
        deployments(
          graph,
          given,
          repo.deployments.filter((each) => each.sha === sha),
        ),
      checkSuites: (given) =>
        connection(
          'checkSuites',
          given,
          repo.suites.filter((each) => each.sha === sha).map((each) => suiteNode(site, repo, each)),
        ),
      associatedPullRequests: async (given) => {
        const found: Node[] = [];
        // oxlint-disable-next-line no-await-in-loop
        for (const each of repo.pulls) if (await repo.git.isAncestor(sha, each.headSha)) found.push(graph.pull(each));
        return connection('associatedPullRequests', given, found);
      },
    },
  };
}

const states: Readonly<Record<string, string>> = { success: 'ACTIVE', '': 'PENDING' };

/** Deployments in pages, in the order that is asked for. */
export function deployments(graph: Graph, given: Arguments, all: readonly Deployment[]): Node {
  const { environments, orderBy } = given as { environments?: readonly string[]; orderBy?: { direction?: string } };
  const kept = all.filter((each) => !environments || environments.includes(each.environment));
  const sorted = orderBy?.direction === 'DESC' ? kept.toReversed() : kept;
  return connection(
    'deployments',
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
        return head === undefined ? null : refNode(graph, deployment.ref, head);
      },
      commit: () => commitNode(graph, deployment.sha),
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
      target: () => commitNode(graph, sha),
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
