import { BranchName, type RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunOrigin } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { type GitLabClient, segment } from '../../gitlab/client.ts';
import { instant } from '../../gitlab/instant.ts';
import { stateOf } from '../../gitlab/job-state.ts';
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
  const at = `${projectPath(place.project)}/pipelines/${id}`;
  const found = await together(place.client, at);
  if (!found) return undefined;
  const { pipeline, rows } = found;
  const createdAt = instant(pipeline.created_at) ?? 0;
  const own = rows.map((row) => jobOf(row, createdAt));
  return {
    id: pipeline.id,
    status: pipeline.status,
    source: pipeline.source ?? 'unknown',
    createdAt,
    endedAt: instant(pipeline.finished_at),
    url: urlOf(pipeline.web_url),
    actor: pipeline.user?.username ?? undefined,
    wrong: pipeline.yaml_errors ?? undefined,
    jobs: await withEnvironments(place, [...own, ...(await children(place, at))]),
    of: await originOf(place, pipeline, rows[0]?.commit?.message ?? undefined),
  };
}

interface Together {
  readonly pipeline: Pipeline;
  readonly rows: readonly JobRow[];
}

/**
 * A pipeline and its jobs, which come in two answers. The jobs come first, so that the pipeline is never older than they are: their
 * state orders what is said of it. Where it has ended meanwhile, they are asked for again.
 */
async function together(client: GitLabClient, at: string): Promise<Together | undefined> {
  try {
    const jobs = async () => client.list(`${at}/jobs`, JobRow, { include_retried: true }, mostTries);
    const rows = await jobs();
    const pipeline = await client.get(at, Pipeline);
    const overtaken = hasEnded(stateOf(pipeline.status)) && rows.some(({ status }) => underWay.has(status));
    return { pipeline, rows: overtaken ? await jobs() : rows };
  } catch (error) {
    if (error instanceof PlatformError && error.fault === 'gone') return undefined;
    throw error;
  }
}

const underWay = new Set(['created', 'pending', 'preparing', 'running', 'canceling', 'waiting_for_resource']);

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
