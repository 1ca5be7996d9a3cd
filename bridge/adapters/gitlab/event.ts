import * as z from 'zod/mini';

/** What we use of GitLab's deliveries: https://docs.gitlab.com/user/project/integrations/webhook_events/ */

const text = z.nullish(z.string());
const id = z.int().check(z.nonnegative());
const oid = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));

const Project = z.object({
  path_with_namespace: z.string(),
  web_url: text,
  default_branch: text,
});

const User = z.nullish(z.object({ username: text }));
const MergeRequest = z.object({
  source_branch: z.string(),
  source_project_id: z.nullish(id),
  target_project_id: z.nullish(id),
});

const Environment = z.nullish(z.object({ name: text }));

const Build = z.object({
  id,
  name: z.string(),
  stage: text,
  status: z.string(),
  created_at: text,
  started_at: text,
  finished_at: text,
  allow_failure: z.nullish(z.boolean()),
  failure_reason: text,
  environment: Environment,
});

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events */
export const PipelineEvent = z.object({
  object_attributes: z.object({
    id,
    ref: text,
    tag: z.nullish(z.boolean()),
    sha: oid,
    source: text,
    status: z.string(),
    created_at: z.string(),
    finished_at: text,
    stages: z.nullish(z.array(z.string())),
    url: text,
  }),
  user: User,
  project: Project,
  merge_request: z.nullish(MergeRequest),
  commit: z.nullish(z.object({ message: text })),
  builds: z.nullish(z.array(Build)),
  source_pipeline: z.nullish(
    z.object({ pipeline_id: z.nullish(id), project: z.nullish(z.object({ path_with_namespace: text })) }),
  ),
});
export type PipelineEvent = z.infer<typeof PipelineEvent>;

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#job-events */
export const JobEvent = z.object({
  ref: text,
  tag: z.nullish(z.boolean()),
  sha: oid,
  build_id: id,
  build_name: z.string(),
  build_stage: text,
  build_status: z.string(),
  build_created_at: text,
  build_started_at: text,
  build_finished_at: text,
  build_allow_failure: z.nullish(z.boolean()),
  build_failure_reason: text,
  retries_count: z.nullish(z.int()),
  pipeline_id: z.nullish(id),
  /** Not the commit's id, but the pipeline's: older versions say it here alone. */
  commit: z.nullish(z.object({ id: z.nullish(id) })),
  project: z.nullish(Project),
  repository: z.nullish(z.object({ homepage: text })),
  environment: Environment,
  source_pipeline: z.nullish(z.unknown()),
});
export type JobEvent = z.infer<typeof JobEvent>;

export const MergeRequestEvent = z.object({
  project: Project,
  object_attributes: z.extend(MergeRequest, { action: text }),
});
export const NoteEvent = z.object({
  project: Project,
  object_attributes: z.object({ noteable_type: text }),
  merge_request: z.nullish(MergeRequest),
});
export const PushEvent = z.object({ project: Project, ref: z.string() });
export const DeploymentEvent = z.object({ project: Project, status: text, ref: text });

/** What each delivery says that it is: `object_kind`, or `event_name` where it is about members and groups. */
export const Named = z.object({
  object_kind: z.optional(z.string()),
  event_name: z.optional(z.string()),
  action: z.optional(z.unknown()),
  object_attributes: z.optional(z.unknown()),
});
export type Named = z.infer<typeof Named>;
