import { BranchName, type RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import type { RunOrigin } from '../../../ports/ci-provider.ts';
import { type GitLabClient, segment } from '../../gitlab/client.ts';
import { instant } from '../../gitlab/instant.ts';
import { type GitLabJob, type GitLabPipeline, pushedCommit, workflowOf } from '../../gitlab/pipeline.ts';
import { projectPath } from '../../gitlab/project.ts';
import { Bridge, DeploymentRow, JobRow, MergeRequestSource, Pipeline } from './schema.ts';

const mostTries = 500;
const mostChildren = 10;

/** A project that GitLab knows, with the repository that it is here. */
export interface Place {
  readonly client: GitLabClient;
  readonly repository: RepositoryId;
  readonly project: string;
}

/** Asks for a pipeline with all tries of its jobs, those of the pipelines that it has started in the same project included. */
export async function readPipeline(place: Place, id: number): Promise<GitLabPipeline | undefined> {
  const { client, project } = place;
  const at = `${projectPath(project)}/pipelines/${id}`;
  const pipeline = await client.find(at, Pipeline);
  if (!pipeline) return undefined;
  const createdAt = instant(pipeline.created_at) ?? 0;
  const rows = await client.list(`${at}/jobs`, JobRow, { include_retried: true }, mostTries);
  const own = rows.map((row) => jobOf(row, createdAt));
  const jobs = await withEnvironments(place, [...own, ...(await children(place, at))]);
  return {
    id: pipeline.id,
    status: pipeline.status,
    source: pipeline.source ?? 'unknown',
    createdAt,
    endedAt: instant(pipeline.finished_at),
    url: urlOf(pipeline.web_url),
    actor: pipeline.user?.username ?? undefined,
    wrong: pipeline.yaml_errors ?? undefined,
    jobs,
    of: await originOf(place, pipeline, rows[0]?.commit?.message ?? undefined),
  };
}

const urlOf = (text: string | null | undefined): string | undefined =>
  text && /^https?:\/\/\S{1,1900}$/.test(text) ? text : undefined;

function jobOf(row: JobRow, createdAt: number, child?: string): GitLabJob {
  return {
    id: row.id,
    name: row.name,
    stage: row.stage ?? '',
    status: row.status,
    createdAt: instant(row.created_at) ?? createdAt,
    startedAt: instant(row.started_at),
    endedAt: instant(row.finished_at),
    mayFail: row.allow_failure ?? false,
    reason: row.failure_reason,
    url: urlOf(row.web_url),
    ...(child !== undefined && { child }),
  };
}

/** The jobs of the pipelines that this one has started. Pipelines of other projects are those projects' own. */
async function children({ client, project }: Place, at: string): Promise<readonly GitLabJob[]> {
  const bridges = await client.list(`${at}/bridges`, Bridge, {}, mostChildren);
  const found = bridges.map(async ({ name, downstream_pipeline: child, pipeline }) => {
    if (!child || child.project_id !== pipeline?.project_id) return [];
    const path = `${projectPath(project)}/pipelines/${child.id}/jobs`;
    const rows = await client.list(path, JobRow, { include_retried: true });
    return rows.map((row) => jobOf(row, 0, name));
  });
  return (await Promise.all(found)).flat();
}

/** Jobs that wait to be played, with the environments that they would go to. The list of jobs does not say it. */
async function withEnvironments({ client, project }: Place, jobs: readonly GitLabJob[]): Promise<readonly GitLabJob[]> {
  if (!jobs.some(({ status }) => status === 'manual')) return jobs;
  const query = { order_by: 'updated_at', sort: 'desc' };
  const rows = await client.list(`${projectPath(project)}/deployments`, DeploymentRow, query);
  const names = new Map(rows.map((row) => [row.deployable?.id, row.environment?.name ?? undefined]));
  return jobs.map((job) => ({ ...job, environment: names.get(job.id) }));
}

async function originOf(place: Place, pipeline: Pipeline, message: string | undefined): Promise<RunOrigin | undefined> {
  const branch = pipeline.tag ? undefined : await branchOf(place, pipeline.ref ?? '');
  if (branch === undefined) return undefined;
  return {
    repository: place.repository,
    branch,
    commit: Sha.parse(pushedCommit(pipeline.sha, message)),
    workflow: workflowOf(pipeline.source ?? ''),
    queuedAt: instant(pipeline.created_at) ?? 0,
  };
}

/** The branch that a ref means; of a merge request's it is the one to be merged, where that is not in a fork. */
async function branchOf({ client, project }: Place, ref: string): Promise<BranchName | undefined> {
  const number = /^refs\/merge-requests\/(\d{1,12})\//.exec(ref)?.[1];
  if (number === undefined) return ref.startsWith('refs/') ? undefined : BranchName.safeParse(ref).data;
  const path = `${projectPath(project)}/merge_requests/${segment(number)}`;
  const pull = await client.find(path, MergeRequestSource, {}, 'remembered');
  if (!pull || pull.source_project_id !== pull.target_project_id) return undefined;
  return BranchName.safeParse(pull.source_branch).data;
}
