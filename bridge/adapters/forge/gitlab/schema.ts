import * as z from 'zod/mini';

/** What we use of GitLab's API: https://docs.gitlab.com/api/merge_requests/, branches/, commits/, deployments/ */

const text = z.nullish(z.string());
const id = z.int().check(z.nonnegative());
const oid = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const User = z.object({ username: z.string() });

export const Project = z.object({
  id,
  default_branch: text,
  merge_method: text,
  only_allow_merge_if_pipeline_succeeds: z.nullish(z.boolean()),
});
export type Project = z.infer<typeof Project>;

export const Branch = z.object({ name: z.string(), commit: z.object({ id: oid }) });
export type Branch = z.infer<typeof Branch>;
export const Commit = z.object({ id: oid });
export const Ref = z.object({ type: z.string(), name: z.string() });

export const MergeRequestRow = z.object({
  iid: id,
  state: z.string(),
  source_branch: z.string(),
  source_project_id: z.nullish(id),
  target_project_id: z.nullish(id),
  updated_at: text,
});
export type MergeRequestRow = z.infer<typeof MergeRequestRow>;

export const MergeRequest = z.object({
  iid: z.int().check(z.positive()),
  title: z.string(),
  web_url: z.string(),
  state: z.string(),
  draft: z.nullish(z.boolean()),
  sha: text,
  target_branch: z.string(),
  author: z.nullish(User),
  labels: z.nullish(z.array(z.unknown())),
  has_conflicts: z.nullish(z.boolean()),
  detailed_merge_status: text,
  merge_status: text,
  user_notes_count: z.nullish(z.int()),
  head_pipeline: z.nullish(z.object({ source: text })),
});
export type MergeRequest = z.infer<typeof MergeRequest>;

export const Approvals = z.object({
  approved: z.nullish(z.boolean()),
  approvals_required: z.nullish(z.int()),
  approved_by: z.nullish(z.array(z.object({ user: z.nullish(User), approved_at: text }))),
});
export type Approvals = z.infer<typeof Approvals>;

export const Reviewer = z.object({ user: User, state: text, created_at: text });
export type Reviewer = z.infer<typeof Reviewer>;

export const Discussion = z.object({
  notes: z.nullish(z.array(z.object({ resolvable: z.nullish(z.boolean()), resolved: z.nullish(z.boolean()) }))),
});

/** A diff itself is not looked at. */
export const Diff = z.object({ old_path: z.string(), new_path: z.string() });

export const Status = z.object({
  name: z.string(),
  status: z.string(),
  target_url: text,
  description: text,
});
export type Status = z.infer<typeof Status>;

export const DeploymentRow = z.object({
  ref: text,
  sha: oid,
  status: z.string(),
  created_at: text,
  updated_at: text,
  environment: z.nullish(z.object({ name: z.string(), external_url: text })),
});
export type DeploymentRow = z.infer<typeof DeploymentRow>;
