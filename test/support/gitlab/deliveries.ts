import { createHmac, randomUUID } from 'node:crypto';
import type { RawDelivery } from '../../../bridge/ports/hook.ts';
import type { JobRecord, PipelineRecord } from './records.ts';
import { user } from './shown.ts';
import type { Project } from './site.ts';

/** How hooks of the stand-in are signed. */
export interface HookSecrets {
  /** A signing token, `whsec_` and the key in base64. */
  readonly signing?: string;
  readonly token?: string;
}

/** A delivery as GitLab makes it: with the headers of its version, signed in the ways that are set up. */
export function delivery(event: string, body: unknown, secrets: HookSecrets, at: number): RawDelivery {
  const bytes = Buffer.from(JSON.stringify(body));
  const id = randomUUID();
  return {
    body: bytes,
    at,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitLab/18.5.0',
      'idempotency-key': id,
      'x-gitlab-event': event,
      'x-gitlab-webhook-uuid': '13792a34-cac6-4fda-95a8-c58e00a3954e',
      'x-gitlab-instance': 'https://gitlab.example.org',
      'x-gitlab-event-uuid': randomUUID(),
      ...(secrets.token !== undefined && { 'x-gitlab-token': secrets.token }),
      ...(secrets.signing !== undefined && signed(id, bytes, secrets.signing, at)),
    },
  };
}

/** https://docs.gitlab.com/user/project/integrations/webhooks/ : the headers of Standard Webhooks. */
export function signed(id: string, body: Uint8Array, secret: string, at: number): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Hooks of pipelines and jobs give whole seconds. */
const utc = (at: number | undefined): string | null =>
  at === undefined ? null : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const shownProject = (project: Project) => ({
  id: project.id,
  name: project.path.split('/').at(-1),
  web_url: project.page,
  namespace: project.path.split('/').slice(0, -1).join('/'),
  path_with_namespace: project.path,
  default_branch: project.base,
});

export const pipelineBody = (project: Project, pipeline: PipelineRecord) => ({
  object_kind: 'pipeline',
  object_attributes: {
    id: pipeline.id,
    ref: pipeline.ref,
    tag: false,
    sha: pipeline.sha,
    before_sha: '0'.repeat(40),
    source: pipeline.source,
    status: pipeline.status,
    detailed_status: pipeline.status,
    stages: pipeline.stages,
    created_at: utc(pipeline.createdAt),
    finished_at: utc(pipeline.finishedAt),
    duration: null,
    url: `${project.page}/-/pipelines/${pipeline.id}`,
  },
  user,
  project: shownProject(project),
  commit: { id: pipeline.sha, message: 'Work\n' },
  builds: pipeline.jobs
    .filter(({ retried }) => !retried)
    .map((job) => ({
      id: job.id,
      stage: job.stage,
      name: job.name,
      status: job.status,
      created_at: utc(job.createdAt),
      started_at: utc(job.startedAt),
      finished_at: utc(job.finishedAt),
      when: job.when,
      manual: job.when === 'manual',
      allow_failure: job.allowFailure,
      failure_reason: job.failureReason ?? null,
      user,
      runner: null,
      environment: job.environment === undefined ? null : { name: job.environment, action: 'start' },
    })),
});

export const jobBody = (project: Project, pipeline: PipelineRecord, job: JobRecord) => ({
  object_kind: 'build',
  ref: pipeline.ref,
  tag: false,
  sha: pipeline.sha,
  build_id: job.id,
  build_name: job.name,
  build_stage: job.stage,
  build_status: job.status,
  build_created_at: utc(job.createdAt),
  build_started_at: utc(job.startedAt),
  build_finished_at: utc(job.finishedAt),
  build_allow_failure: job.allowFailure,
  build_failure_reason: job.failureReason ?? 'unknown_failure',
  retries_count: pipeline.jobs.filter(({ name, retried }) => retried && name === job.name).length,
  pipeline_id: pipeline.id,
  project_id: project.id,
  project_name: project.path,
  user,
  commit: { id: pipeline.id, sha: pipeline.sha, message: 'Work\n', status: pipeline.status },
  repository: { name: project.path.split('/').at(-1), homepage: project.page },
  project: shownProject(project),
  environment: job.environment === undefined ? null : { name: job.environment, action: 'start' },
});

export const pushBody = (project: Project, branch: string, sha: string) => ({
  object_kind: 'push',
  event_name: 'push',
  ref: `refs/heads/${branch}`,
  before: '0'.repeat(40),
  after: sha,
  checkout_sha: sha,
  user_username: user.username,
  project_id: project.id,
  project: shownProject(project),
  commits: [],
  total_commits_count: 0,
});
