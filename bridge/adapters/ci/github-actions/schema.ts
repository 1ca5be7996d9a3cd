import * as z from 'zod/mini';

/** `z.catch`, under a name that is not a promise's. */
const orElse = z.catch;
/** A field that may be missing, empty, or not what it once was: it is then not there. */
const maybe = <S extends z.ZodMiniType>(schema: S) => orElse(z.nullish(schema), undefined);
/** A list of which what does not fit is left out. */
const each = <S extends z.ZodMiniType>(schema: S) =>
  z.pipe(
    orElse(z.array(z.unknown()), []),
    z.transform((items) =>
      items.flatMap((item) => {
        const one = schema.safeParse(item);
        return one.success ? [one.data] : [];
      }),
    ),
  );

const text = maybe(z.string());
const id = z.int().check(z.positive());
const login = maybe(z.object({ login: z.string() }));
const fullName = maybe(z.object({ full_name: z.string() }));

/** A run, as REST and as webhooks have it. */
export const WorkflowRun = z.object({
  id,
  name: text,
  path: text,
  event: text,
  status: text,
  conclusion: text,
  run_number: maybe(z.int().check(z.nonnegative())),
  run_attempt: maybe(id),
  workflow_id: maybe(id),
  head_branch: text,
  head_sha: text,
  html_url: text,
  created_at: text,
  updated_at: text,
  run_started_at: text,
  actor: login,
  repository: fullName,
  // Null of a fork that is not there any more.
  head_repository: orElse(z.nullish(z.object({ full_name: z.string() })), undefined),
});
export type WorkflowRun = z.infer<typeof WorkflowRun>;

const WorkflowStep = z.object({
  name: text,
  number: id,
  status: text,
  conclusion: text,
  started_at: text,
  completed_at: text,
});
export type WorkflowStep = z.infer<typeof WorkflowStep>;

/** A job, as REST and as webhooks have it. */
export const WorkflowJob = z.object({
  id,
  run_id: id,
  run_attempt: maybe(id),
  name: text,
  workflow_name: text,
  status: text,
  conclusion: text,
  head_branch: text,
  head_sha: text,
  html_url: text,
  check_run_url: text,
  created_at: text,
  started_at: text,
  completed_at: text,
  steps: each(WorkflowStep),
});
export type WorkflowJob = z.infer<typeof WorkflowJob>;

/** Who may answer a gate: a person has a login, a team a slug. */
const Reviewer = z.object({ reviewer: z.object({ login: text, slug: text }) });
export type Reviewer = z.infer<typeof Reviewer>;

const repository = z.object({ html_url: z.string(), full_name: z.string() });

export const RunDelivery = z.object({
  workflow_run: WorkflowRun,
  workflow: maybe(z.object({ name: z.string() })),
  repository,
});

export const JobDelivery = z.object({ workflow_job: WorkflowJob, repository });

const environmentOf = maybe(z.object({ environment: z.string() }));
export const ReviewDelivery = z.object({
  action: z.string(),
  workflow_run: WorkflowRun,
  repository,
  environment: text,
  workflow_job_run: environmentOf,
  workflow_job_runs: each(z.object({ environment: z.string() })),
  reviewers: each(Reviewer),
  approver: login,
  comment: text,
});
export type ReviewDelivery = z.infer<typeof ReviewDelivery>;

export const RunList = z.object({ workflow_runs: each(WorkflowRun) });
export const JobList = z.object({ total_count: maybe(z.int()), jobs: each(WorkflowJob) });

export const WorkflowList = z.object({
  workflows: each(z.object({ id, name: z.string(), path: z.string(), state: z.string() })),
});

/** A file by the contents API: without a content where it is too large for that, or no file. */
export const FileContent = z.object({ encoding: text, content: text });

export const EnvironmentList = z.object({ environments: each(z.object({ name: z.string() })) });

export const HeadRef = z.object({ object: z.object({ sha: z.string() }) });

/** What a dispatch answers with since 2026, where it is asked for it; nothing before. */
export const Dispatched = maybe(z.object({ workflow_run_id: id }));

const PendingDeployment = z.object({
  environment: z.object({ id, name: z.string() }),
  wait_timer: maybe(z.int()),
  wait_timer_started_at: text,
  reviewers: each(Reviewer),
});
export type PendingDeployment = z.infer<typeof PendingDeployment>;
export const PendingDeployments = each(PendingDeployment);

const Approval = z.object({
  state: z.string(),
  user: z.object({ login: z.string() }),
  comment: text,
  environments: each(z.object({ name: z.string() })),
});
export type Approval = z.infer<typeof Approval>;
export const Approvals = each(Approval);

const Annotation = z.object({
  path: text,
  start_line: maybe(z.int()),
  annotation_level: text,
  title: text,
  message: text,
});
export type Annotation = z.infer<typeof Annotation>;
export const Annotations = each(Annotation);

const Artifact = z.object({
  id,
  name: z.string(),
  size_in_bytes: z.int(),
  expired: maybe(z.boolean()),
  created_at: text,
});
export type Artifact = z.infer<typeof Artifact>;
export const ArtifactList = z.object({ artifacts: each(Artifact) });
