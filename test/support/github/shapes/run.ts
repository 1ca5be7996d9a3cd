import type { Repo } from '../rows.ts';
import type { Artifact, Attempt, Job, Run, Workflow } from '../rows-actions.ts';
import { iso, isoOr, nodeId, type Site } from '../site.ts';
import { pullMinimal } from './pull.ts';
import { apiOf, minimalRepository, pageOf, simpleCommit } from './repository.ts';
import { simpleUser } from './user.ts';

/** GitHub's `workflow`. */
export const workflowShape = (site: Site, repo: Repo, workflow: Workflow) => ({
  id: workflow.id,
  node_id: nodeId('Workflow', workflow.id),
  name: workflow.name,
  path: workflow.path,
  state: workflow.state,
  created_at: iso(workflow.createdAt),
  updated_at: iso(workflow.createdAt),
  url: `${apiOf(site, repo)}/actions/workflows/${workflow.id}`,
  html_url: `${pageOf(site, repo)}/blob/${repo.defaultBranch}/${workflow.path}`,
  badge_url: `${pageOf(site, repo)}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
});

/** GitHub's `workflow-run`, as one attempt of it; the last one where none is named. */
export function runShape(site: Site, repo: Repo, run: Run, attempt = run.attempts.at(-1)) {
  if (!attempt) throw new Error(`run ${run.id} has no attempt`);
  const url = `${apiOf(site, repo)}/actions/runs/${run.id}`;
  const earlier = attempt.number > 1 ? `${url}/attempts/${attempt.number - 1}` : null;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId('WorkflowRun', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: attempt.status as string,
    conclusion: attempt.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.suite.id,
    check_suite_node_id: nodeId('CheckSuite', run.suite.id),
    url,
    html_url: `${pageOf(site, repo)}/actions/runs/${run.id}`,
    pull_requests: repo.pulls
      .filter((pull) => pull.head === run.branch && pull.state === 'open')
      .map((pull) => pullMinimal(site, repo, pull)),
    created_at: iso(run.createdAt),
    updated_at: iso(attempt.updatedAt),
    actor: simpleUser(site, run.actor),
    run_attempt: attempt.number,
    referenced_workflows: [],
    run_started_at: iso(attempt.startedAt),
    triggering_actor: simpleUser(site, attempt.by),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiOf(site, repo)}/check-suites/${run.suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: earlier,
    workflow_url: `${apiOf(site, repo)}/actions/workflows/${run.workflow.id}`,
    head_commit: simpleCommit(run.suite.commit),
    repository: minimalRepository(site, repo),
    head_repository: minimalRepository(site, repo),
  };
}

/** GitHub's `job`. */
export function jobShape(site: Site, repo: Repo, job: Job) {
  const { run, check } = job;
  const ran = check.startedAt !== null && check.conclusion !== 'skipped';
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.branch,
    run_url: `${apiOf(site, repo)}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: nodeId('CheckRun', job.id),
    head_sha: run.sha,
    url: `${apiOf(site, repo)}/actions/jobs/${job.id}`,
    html_url: `${pageOf(site, repo)}/actions/runs/${run.id}/job/${job.id}`,
    status: check.status,
    conclusion: check.conclusion,
    created_at: iso(job.createdAt),
    // GitHub says when it was made until it has begun.
    started_at: iso(check.startedAt ?? job.createdAt),
    completed_at: isoOr(check.completedAt),
    name: check.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: isoOr(step.startedAt),
      completed_at: isoOr(step.completedAt),
    })),
    check_run_url: `${apiOf(site, repo)}/check-runs/${job.id}`,
    labels: job.labels,
    runner_id: ran ? 1 : null,
    runner_name: ran ? 'GitHub Actions 1' : null,
    runner_group_id: ran ? 0 : null,
    runner_group_name: ran ? 'GitHub Actions' : null,
  };
}

/** GitHub's `artifact`. */
export function artifactShape(site: Site, repo: Repo, run: Run, artifact: Artifact) {
  const url = `${apiOf(site, repo)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    digest: null,
    created_at: iso(artifact.at),
    expires_at: iso(artifact.at + 90 * 86_400_000),
    updated_at: iso(artifact.at),
    workflow_run: {
      id: run.id,
      repository_id: repo.id,
      head_repository_id: repo.id,
      head_branch: run.branch,
      head_sha: run.sha,
    },
  };
}

/** The newest attempt; every run has one. */
export function latest(run: Run): Attempt {
  const attempt = run.attempts.at(-1);
  if (!attempt) throw new Error(`run ${run.id} has no attempt`);
  return attempt;
}
