import { readCiConfig } from './ci-config.ts';
import { finished, type JobRecord, type PipelineRecord } from './records.ts';
import { type Answer, type Call, notFound, refused, type Route } from './router.ts';
import { shownDeployment, shownJob, shownPipeline, shownTests } from './shown.ts';
import type { Site } from './site.ts';

/** https://docs.gitlab.com/api/pipelines/, jobs/, deployments/ */
export function ciRoutes(site: Site): readonly Route[] {
  const { pipelines, project } = site;
  const pipelineIn = ({ parts: [id] }: Call) => pipelines.find(Number(id));
  const pipelineRoute =
    (answer: (pipeline: PipelineRecord, call: Call) => Promise<Answer>): Route[2] =>
    async (call) => {
      const pipeline = pipelineIn(call);
      return pipeline ? answer(pipeline, call) : notFound('404 Not found');
    };
  const jobRoute =
    (answer: (found: { pipeline: PipelineRecord; job: JobRecord }) => Answer): Route[2] =>
    async ({ parts: [id] }) => {
      const found = pipelines.jobAt(Number(id));
      return found ? answer(found) : notFound('404 Not found');
    };
  const shown = (pipeline: PipelineRecord): Answer => ({ json: shownPipeline(project, pipeline) });
  const jobShown = (pipeline: PipelineRecord, job: JobRecord): Answer => ({
    json: shownJob(project, pipeline, job, 'Work\n'),
  });
  return [
    [
      'GET',
      '/pipelines',
      async () => ({
        list: pipelines.all
          .filter(({ source }) => source !== 'parent_pipeline')
          .toSorted((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)
          .map((each) => shownPipeline(project, each)),
      }),
    ],
    ['POST', '/pipeline', async (call) => create(site, call)],
    ['GET', '/pipelines/:id', pipelineRoute(async (pipeline) => shown(pipeline))],
    [
      'GET',
      '/pipelines/:id/jobs',
      pipelineRoute(async (pipeline, { query }) => ({
        list: pipeline.jobs
          .filter(({ retried }) => query.get('include_retried') === 'true' || !retried)
          .toReversed()
          .map((job) => shownJob(project, pipeline, job, 'Work\n')),
      })),
    ],
    [
      'GET',
      '/pipelines/:id/bridges',
      pipelineRoute(async ({ id, children }) => ({
        list: children.map((child) => ({
          name: child.name,
          pipeline: { id, project_id: project.id },
          downstream_pipeline: { id: child.id, project_id: child.project },
        })),
      })),
    ],
    ['GET', '/pipelines/:id/test_report', pipelineRoute(async (each) => ({ json: shownTests(each).report }))],
    ['GET', '/pipelines/:id/test_report_summary', pipelineRoute(async (each) => ({ json: shownTests(each).summary }))],
    [
      'POST',
      '/pipelines/:id/retry',
      pipelineRoute(async (pipeline) => {
        const again = pipeline.jobs.filter((each) => !each.retried && ['failed', 'canceled'].includes(each.status));
        if (again.length > 0) pipelines.retry(pipeline, again);
        return shown(pipeline);
      }),
    ],
    [
      'POST',
      '/pipelines/:id/cancel',
      pipelineRoute(async (pipeline) => {
        const active = pipeline.jobs.filter(({ status }) => !finished(status) && status !== 'manual');
        pipelines.cancel(pipeline, active);
        return shown(pipeline);
      }),
    ],
    ['GET', '/jobs/:id/trace', jobRoute(({ job }) => ({ text: job.trace }))],
    [
      'POST',
      '/jobs/:id/play',
      jobRoute(({ pipeline, job }) => {
        if (job.status !== 'manual') return refused(400, '400 Bad request - Unplayable Job');
        const waits = site.deployments.find((each) => each.job === job.id && each.status === 'blocked');
        if (waits) return refused(400, '400 Bad request - Unplayable Job');
        pipelines.play(pipeline, job);
        return jobShown(pipeline, job);
      }),
    ],
    [
      'POST',
      '/jobs/:id/retry',
      jobRoute(({ pipeline, job }) => {
        if (!finished(job.status) || job.retried) return refused(403, '403 Forbidden - Job is not retryable');
        const [again = job] = pipelines.retry(pipeline, [job]);
        return jobShown(pipeline, again);
      }),
    ],
    [
      'POST',
      '/jobs/:id/cancel',
      jobRoute(({ pipeline, job }) => {
        pipelines.cancel(pipeline, [job]);
        return jobShown(pipeline, job);
      }),
    ],
    [
      'GET',
      '/deployments',
      async ({ query }) => ({
        list: site.deployments
          .filter(({ status }) => query.get('status') === null || status === query.get('status'))
          .filter(({ environment }) => query.get('environment') === null || environment === query.get('environment'))
          .toSorted((a, b) => b.updatedAt - a.updatedAt)
          .map((each) => shownDeployment(project, each)),
      }),
    ],
    ['POST', '/deployments/:id/approval', async (call) => approve(site, call)],
  ];
}

async function create(site: Site, { body }: Call): Promise<Answer> {
  const { repository, pipelines } = site;
  const said = body as {
    readonly ref?: string;
    readonly variables?: readonly { readonly key: string; readonly value: string }[];
    readonly inputs?: Readonly<Record<string, unknown>>;
  };
  const ref = said.ref ?? '';
  const sha = await repository.git('rev-parse', '--verify', `refs/heads/${ref}`).catch(() => undefined);
  if (sha === undefined) return refused(400, { base: ['Reference not found'] });
  const text = await repository.git('show', `${sha}:.gitlab-ci.yml`).catch(() => undefined);
  if (text === undefined) return refused(400, { base: ['Missing CI config file'] });
  try {
    const config = readCiConfig(text, said.inputs ?? {});
    const given = Object.fromEntries((said.variables ?? []).map(({ key, value }) => [key, value]));
    const variables = { ...config.variables, ...given };
    const pipeline = pipelines.create(config, { ref, sha, source: 'api', variables });
    for (const job of pipeline.jobs) {
      if (job.environment === undefined) continue;
      const { id, environment } = job;
      site.deployments.push({
        id: id + 5000,
        environment,
        ref,
        sha,
        job: id,
        status: 'created',
        updatedAt: site.now(),
      });
    }
    return { status: 201, json: shownPipeline(site.project, pipeline) };
  } catch (error) {
    return refused(400, { base: [error instanceof Error ? error.message : String(error)] });
  }
}

async function approve(site: Site, { parts: [id], body }: Call): Promise<Answer> {
  const { status } = body as { readonly status?: string };
  const deployment = site.deployments.find((each) => each.id === Number(id));
  if (!deployment) return notFound('404 Not found');
  if (deployment.status !== 'blocked') return refused(400, 'This deployment is not waiting for approvals.');
  deployment.status = status === 'approved' ? 'created' : 'failed';
  deployment.updatedAt = site.now();
  const found = status === 'rejected' && deployment.job !== undefined && site.pipelines.jobAt(deployment.job);
  if (found) site.pipelines.set(found.pipeline, found.job, 'failed', 'deployment_rejected');
  return { status: 201, json: { status } };
}
