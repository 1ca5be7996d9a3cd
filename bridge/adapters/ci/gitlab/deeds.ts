import type { CiRun, Gate } from '../../../../protocol/model/run.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { stateOf } from '../../gitlab/job-state.ts';
import { type GitLabPipeline, triesOf } from '../../gitlab/pipeline.ts';
import { projectPath } from '../../gitlab/project.ts';
import { type Place, readPipeline } from './read-pipeline.ts';
import { Anything, DeploymentRow } from './schema.ts';

/** Runs again what failed or was cancelled; false where nothing did. */
export async function retryFailed(place: Place, pipeline: GitLabPipeline): Promise<boolean> {
  const last = [...triesOf(pipeline.jobs).values()].flatMap((tries) => tries.at(-1) ?? []);
  if (!last.some(({ status }) => status === 'failed' || status === 'canceled')) return false;
  await place.client.send(`${projectPath(place.project)}/pipelines/${pipeline.id}/retry`, Anything);
  return true;
}

/** Runs one job again that has ended. */
export async function retryJob(place: Place, pipeline: GitLabPipeline, job: string): Promise<void> {
  const known = pipeline.jobs.find(({ id }) => String(id) === job);
  if (!known) throw new PlatformError('gone', 'the job is none of the run');
  await place.client.send(`${projectPath(place.project)}/jobs/${known.id}/retry`, Anything);
}

/** Cancels; false where the run has ended. */
export async function cancelPipeline(place: Place, pipeline: GitLabPipeline): Promise<boolean> {
  if (hasEnded(stateOf(pipeline.status))) return false;
  await place.client.send(`${projectPath(place.project)}/pipelines/${pipeline.id}/cancel`, Anything);
  return true;
}

/** Answers a gate: a yes plays its job, a no cancels it. Where the environment asks for approvals, GitLab is told of those first. */
export async function answerGate(
  place: Place,
  pipeline: GitLabPipeline,
  {
    gate,
    verdict,
    comment,
  }: { readonly gate: Gate; readonly verdict: 'approved' | 'rejected'; readonly comment: string },
): Promise<void> {
  const { client, project } = place;
  const at = projectPath(project);
  const job = pipeline.jobs.find(({ id, status }) => String(id) === gate.id && status === 'manual');
  if (!job) throw new PlatformError('gone', 'nothing waits there any more');
  const query = { environment: job.environment, status: 'blocked' };
  const blocked = job.environment === undefined ? [] : await client.list(`${at}/deployments`, DeploymentRow, query);
  const deployment = blocked.find(({ deployable }) => deployable?.id === job.id);
  if (deployment) {
    const said = { status: verdict, ...(comment !== '' && { comment }) };
    await client.send(`${at}/deployments/${deployment.id}/approval`, Anything, said);
    // A deployment that was rejected fails by itself.
    if (verdict === 'rejected') return;
  }
  await client.send(`${at}/jobs/${job.id}/${verdict === 'approved' ? 'play' : 'cancel'}`, Anything);
  if (verdict === 'approved') return;
  const then = await unlessFailing(readPipeline(place, pipeline.id));
  if (then?.jobs.some(({ id, status }) => id === job.id && status === 'manual'))
    throw new PlatformError('refused', 'this GitLab lets nobody turn a manual job down; cancel the run instead');
}

/** What was sent is not called failed because it cannot be looked at. */
async function unlessFailing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

/** Words for what GitLab cannot do with a run. */
export const noRerun = (run: CiRun): PlatformError =>
  new PlatformError(
    'refused',
    `GitLab runs only failed jobs of ${run.run} again; start a new pipeline instead`.slice(0, 200),
  );
