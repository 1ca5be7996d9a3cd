import type { DeploymentRecord, JobRecord, MergeRequestRecord, PipelineRecord } from './records.ts';
import type { Project } from './site.ts';

/** How GitLab shows its records in answers of the API. */

export const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
export const user = { id: 7, username: 'ann', name: 'Ann', state: 'active' };

export function shownPipeline(project: Project, pipeline: PipelineRecord) {
  return {
    id: pipeline.id,
    iid: pipeline.id - 100,
    project_id: project.id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipeline.status,
    source: pipeline.source,
    created_at: iso(pipeline.createdAt),
    updated_at: iso(pipeline.updatedAt),
    web_url: `${project.page}/-/pipelines/${pipeline.id}`,
    before_sha: '0'.repeat(40),
    tag: false,
    yaml_errors: pipeline.yamlErrors ?? null,
    user,
    started_at: iso(pipeline.jobs.flatMap(({ startedAt }) => startedAt ?? []).toSorted((a, b) => a - b)[0]),
    finished_at: iso(pipeline.finishedAt),
    committed_at: null,
    duration: null,
    coverage: null,
  };
}

export function shownJob(project: Project, pipeline: PipelineRecord, job: JobRecord, message: string) {
  return {
    id: job.id,
    status: job.status,
    stage: job.stage,
    name: job.name,
    ref: pipeline.ref,
    tag: false,
    coverage: null,
    allow_failure: job.allowFailure,
    created_at: iso(job.createdAt),
    started_at: iso(job.startedAt),
    finished_at: iso(job.finishedAt),
    ...(job.failureReason !== undefined && { failure_reason: job.failureReason }),
    queued_duration: null,
    user,
    commit: { id: pipeline.sha, short_id: pipeline.sha.slice(0, 8), title: message.split('\n')[0], message },
    pipeline: {
      id: pipeline.id,
      project_id: project.id,
      ref: pipeline.ref,
      sha: pipeline.sha,
      status: pipeline.status,
    },
    web_url: `${project.page}/-/jobs/${job.id}`,
    artifacts: [],
    runner: null,
  };
}

export function shownMergeRequest(project: Project, pull: MergeRequestRecord, conflicts: boolean, details: boolean) {
  const status =
    pull.mergeStatus ?? (pull.state === 'opened' ? (conflicts ? 'conflict' : mergeable(pull)) : 'not_open');
  return {
    id: pull.iid + 1000,
    iid: pull.iid,
    project_id: project.id,
    title: pull.draft ? `Draft: ${pull.title}` : pull.title,
    description: '',
    state: pull.state,
    created_at: iso(pull.updatedAt),
    updated_at: iso(pull.updatedAt),
    target_branch: pull.target,
    source_branch: pull.source,
    source_project_id: pull.sourceProject,
    target_project_id: project.id,
    user_notes_count: pull.threads.length,
    author: pull.author === undefined ? user : { ...user, username: pull.author },
    reviewers: pull.reviewers.map(({ username }) => ({ username })),
    labels: pull.labels,
    draft: pull.draft,
    merge_status: conflicts ? 'cannot_be_merged' : 'can_be_merged',
    detailed_merge_status: status,
    sha: pull.sha,
    has_conflicts: conflicts,
    blocking_discussions_resolved: true,
    web_url: `${project.page}/-/merge_requests/${pull.iid}`,
    ...(details && { head_pipeline: null, diff_refs: null }),
  };
}

const mergeable = (pull: MergeRequestRecord): string => {
  if (pull.draft) return 'draft_status';
  if (pull.reviewers.some(({ state }) => state === 'requested_changes')) return 'requested_changes';
  return pull.approvedBy.length < pull.approvalsRequired ? 'not_approved' : 'mergeable';
};

export function shownDeployment(project: Project, deployment: DeploymentRecord) {
  const { id, environment, ref, sha, job, status, updatedAt } = deployment;
  return {
    id,
    iid: id,
    ref,
    sha,
    status,
    user,
    created_at: iso(updatedAt),
    updated_at: iso(updatedAt),
    environment: { id: 9, name: environment, external_url: `https://${environment}.example.org` },
    deployable: job === undefined ? null : { id: job, name: 'deploy', pipeline: { project_id: project.id } },
  };
}

/** https://docs.gitlab.com/api/pipelines/#get-a-test-report-for-a-pipeline */
export function shownTests(pipeline: PipelineRecord) {
  const jobs = pipeline.jobs.filter(({ retried, tests }) => !retried && tests.length > 0);
  const all = jobs.flatMap(({ tests }) => tests);
  const count = (status: string) => all.filter((each) => each.status === status).length;
  const counts = {
    total_time: 1,
    total_count: all.length,
    success_count: count('success'),
    failed_count: count('failed'),
    skipped_count: count('skipped'),
    error_count: count('error'),
  };
  return {
    report: {
      ...counts,
      test_suites: jobs.map(({ name, tests }) => ({
        name,
        total_count: tests.length,
        suite_error: null,
        test_cases: tests.map((each) => ({
          execution_time: 0.1,
          stack_trace: null,
          recent_failures: null,
          file: null,
          system_output: null,
          ...each,
        })),
      })),
    },
    summary: {
      total: {
        time: 1,
        count: all.length,
        success: counts.success_count,
        failed: counts.failed_count,
        skipped: counts.skipped_count,
        error: counts.error_count,
        suite_error: null,
      },
      test_suites: [],
    },
  };
}
