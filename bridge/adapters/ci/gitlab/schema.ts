import * as z from 'zod/mini';

/** What we use of GitLab's API: https://docs.gitlab.com/api/pipelines/, jobs/, deployments/ */

const text = z.nullish(z.string());
const id = z.int().check(z.nonnegative());
const oid = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));

export const Pipeline = z.object({
  id,
  ref: text,
  tag: z.nullish(z.boolean()),
  sha: oid,
  source: text,
  status: z.string(),
  created_at: z.string(),
  finished_at: text,
  web_url: text,
  yaml_errors: text,
  user: z.nullish(z.object({ username: text })),
});
export type Pipeline = z.infer<typeof Pipeline>;

export const PipelineRow = z.object({ id, source: text, status: z.string(), updated_at: text });
export type PipelineRow = z.infer<typeof PipelineRow>;

export const JobRow = z.object({
  id,
  name: z.string(),
  stage: text,
  status: z.string(),
  created_at: z.string(),
  started_at: text,
  finished_at: text,
  allow_failure: z.nullish(z.boolean()),
  failure_reason: text,
  web_url: text,
  commit: z.nullish(z.object({ message: text })),
});
export type JobRow = z.infer<typeof JobRow>;

/** A job that has started another pipeline. */
export const Bridge = z.object({
  name: z.string(),
  downstream_pipeline: z.nullish(z.object({ id, project_id: z.nullish(id) })),
  pipeline: z.nullish(z.object({ project_id: z.nullish(id) })),
});

export const Project = z.object({ ci_config_path: text });
export const BranchHead = z.object({ commit: z.object({ id: oid }) });
export const MergeRequestSource = z.object({
  source_branch: z.string(),
  source_project_id: z.nullish(id),
  target_project_id: z.nullish(id),
});

export const DeploymentRow = z.object({
  id,
  status: z.string(),
  environment: z.nullish(z.object({ name: text })),
  deployable: z.nullish(z.object({ id: z.nullish(id) })),
});
export type DeploymentRow = z.infer<typeof DeploymentRow>;

/** https://docs.gitlab.com/api/pipelines/#get-a-test-report-for-a-pipeline */
export const TestReport = z.object({
  test_suites: z.array(
    z.object({
      name: text,
      test_cases: z.nullish(
        z.array(
          z.object({
            status: z.string(),
            name: text,
            classname: text,
            file: text,
            system_output: z.nullish(z.unknown()),
            stack_trace: z.nullish(z.unknown()),
          }),
        ),
      ),
    }),
  ),
});
export type TestReport = z.infer<typeof TestReport>;

const count = z.int().check(z.nonnegative());
export const TestSummary = z.object({
  total: z.object({ count, success: count, failed: count, skipped: count, error: count }),
});

export const Anything = z.unknown();
