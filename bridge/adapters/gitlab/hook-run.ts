import { BranchName, type RepositoryId, Sha } from '../../../protocol/model/ids.ts';
import type { CiReport, RunOrigin } from '../../ports/ci-provider.ts';
import type { JobEvent, PipelineEvent } from './event.ts';
import { instant } from './instant.ts';
import { type GitLabJob, type GitLabPipeline, pushedCommit, workflowOf } from './pipeline.ts';
import { runOf } from './project.ts';
import { jobOf, runReport } from './run-report.ts';

/** What a hook says of a run. Where it is `partial`, it cannot tell which attempt that is, so GitLab has to be asked. */
export interface RunNews {
  readonly report: CiReport;
  readonly partial: boolean;
}

/** A job that was made so long after its pipeline has been retried, or was started late. */
const lateMs = 5000;

/** What a pipeline's delivery says; undefined where its id or its time is no such thing. It holds only the last try of each job. */
export function pipelineNews(event: PipelineEvent, repository: RepositoryId, project: string): RunNews | undefined {
  const { object_attributes: told, builds } = event;
  const run = runOf(project, told.id);
  const createdAt = instant(told.created_at);
  if (run === undefined || createdAt === undefined) return undefined;
  const page = event.project.web_url;
  const jobs = (builds ?? []).map((build) => jobOfBuild(build, createdAt, page));
  const pipeline: GitLabPipeline = {
    id: told.id,
    status: told.status,
    source: told.source ?? 'unknown',
    createdAt,
    endedAt: instant(told.finished_at),
    url: urlOf(told.url) ?? (page ? urlOf(`${page}/-/pipelines/${told.id}`) : undefined),
    actor: event.user?.username ?? undefined,
    stages: told.stages ?? undefined,
    jobs,
    of: originOf(event, repository, createdAt),
  };
  const late = new Set(jobs.filter((job) => job.createdAt - createdAt > lateMs).map(({ id }) => String(id)));
  const report = runReport(run, pipeline, 'by-hook');
  if (late.size === 0) return { report, partial: false };
  // How often it was retried is not told; but once it was.
  const retried = report.jobs?.map((job) => (late.has(job.id) ? { ...job, attempt: 2 } : job)) ?? [];
  return { report: { ...report, attempt: 2, jobs: retried }, partial: true };
}

function originOf(event: PipelineEvent, repository: RepositoryId, queuedAt: number): RunOrigin | undefined {
  const { ref, tag, sha, source } = event.object_attributes;
  const { merge_request: pull } = event;
  // Of a fork's merge request the branch is in the fork.
  if (pull && pull.source_project_id !== pull.target_project_id) return undefined;
  const branch = BranchName.safeParse(pull?.source_branch ?? ref);
  if (tag || !branch.success || branch.data.startsWith('refs/')) return undefined;
  const commit = Sha.parse(pushedCommit(sha, event.commit?.message ?? undefined));
  return { repository, branch: branch.data, commit, workflow: workflowOf(source ?? ''), queuedAt };
}

function jobOfBuild(
  build: NonNullable<PipelineEvent['builds']>[number],
  createdAt: number,
  page: string | null | undefined,
): GitLabJob {
  return {
    id: build.id,
    name: build.name,
    stage: build.stage ?? '',
    status: build.status,
    createdAt: instant(build.created_at) ?? createdAt,
    startedAt: instant(build.started_at),
    endedAt: instant(build.finished_at),
    mayFail: build.allow_failure ?? false,
    reason: build.failure_reason,
    url: page ? urlOf(`${page}/-/jobs/${build.id}`) : undefined,
    environment: build.environment?.name ?? undefined,
  };
}

/**
 * What a job's delivery says: nothing of the run but that one job. Older versions of GitLab do not say which try of it that is, and all
 * count one too many where a job that has failed is retried at once.
 */
export function jobNews(event: JobEvent, project: string): RunNews | undefined {
  const pipeline = event.pipeline_id ?? event.commit?.id;
  const run = pipeline === null || pipeline === undefined ? undefined : runOf(project, pipeline);
  const createdAt = instant(event.build_created_at ?? event.build_started_at) ?? 0;
  if (run === undefined) return undefined;
  const page = event.project?.web_url ?? event.repository?.homepage;
  const job: GitLabJob = {
    id: event.build_id,
    name: event.build_name,
    stage: event.build_stage ?? '',
    status: event.build_status,
    createdAt,
    startedAt: instant(event.build_started_at),
    endedAt: instant(event.build_finished_at),
    mayFail: event.build_allow_failure ?? false,
    reason: event.build_failure_reason,
    url: page ? urlOf(`${page}/-/jobs/${event.build_id}`) : undefined,
    environment: event.environment?.name ?? undefined,
  };
  const tries = Math.max(0, event.retries_count ?? 0) + 1;
  const jobs = [jobOf(job, tries, 'by-job-hook')];
  // The least that can be said of a run, so that it changes nothing of it.
  const report: CiReport = { run, attempt: 1, revision: 0, state: 'queued', jobs };
  return { report, partial: event.retries_count !== 0 };
}

const urlOf = (text: string | null | undefined): string | undefined =>
  text && /^https?:\/\/\S{1,1900}$/.test(text) ? text : undefined;
