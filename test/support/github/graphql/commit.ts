import { checksOf, rollupOf, statusesOf } from '../protection.ts';
import type { CheckRun, CheckSuite, Repo, Status } from '../rows.ts';
import type { Run } from '../rows-actions.ts';
import { suiteState } from '../shapes/check.ts';
import { pageOf } from '../shapes/repository.ts';
import { iso, isoOr, nodeId, type Site } from '../site.ts';
import { connection } from './connection.ts';
import { type Arguments, FieldError, type Node } from './execute.ts';
import { type Graph, upper } from './graph.ts';
import { actorNode, appNode } from './people.ts';

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
        contexts: (given) => connection('StatusCheckRollupContext', given, contexts()),
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
        graph.deployments(
          given,
          repo.deployments.filter((each) => each.sha === sha),
        ),
      checkSuites: (given) =>
        connection(
          'CheckSuite',
          given,
          repo.suites.filter((each) => each.sha === sha).map((each) => suiteNode(site, repo, each)),
        ),
      associatedPullRequests: async (given) => {
        const found: Node[] = [];
        for (const each of repo.pulls) if (await repo.git.isAncestor(sha, each.headSha)) found.push(graph.pull(each));
        return connection('PullRequest', given, found);
      },
    },
  };
}
