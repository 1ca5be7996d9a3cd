/** What the stand-in keeps, in GitLab's own words. Times are epoch milliseconds. */

export interface TestCase {
  readonly status: 'success' | 'failed' | 'skipped' | 'error';
  readonly name: string;
  readonly classname: string;
  readonly file?: string | undefined;
  readonly system_output?: string | undefined;
}

export interface JobRecord {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly when: string;
  readonly needs?: readonly string[] | undefined;
  readonly allowFailure: boolean;
  readonly environment?: string | undefined;
  readonly script: readonly string[];
  readonly junit?: readonly string[] | undefined;
  readonly createdAt: number;
  status: string;
  startedAt?: number | undefined;
  finishedAt?: number | undefined;
  failureReason?: string | undefined;
  /** Another try has taken its place. */
  retried: boolean;
  trace: string;
  tests: readonly TestCase[];
}

export interface PipelineRecord {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly source: string;
  readonly createdAt: number;
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly jobs: JobRecord[];
  /** Pipelines that its jobs have started, by the names of those. */
  readonly children: { readonly name: string; readonly id: number; readonly project: number }[];
  readonly yamlErrors?: string | undefined;
  /** Whether its jobs are really run; else somebody sets their states. */
  readonly real: boolean;
  status: string;
  updatedAt: number;
  finishedAt?: number | undefined;
}

export interface MergeRequestRecord {
  readonly iid: number;
  readonly source: string;
  readonly target: string;
  readonly sourceProject: number;
  title: string;
  /** The site's one person, where nobody else is named. */
  author?: string;
  state: 'opened' | 'merged' | 'closed';
  draft: boolean;
  sha: string;
  labels: string[];
  reviewers: { readonly username: string; state: string }[];
  approvedBy: string[];
  approvalsRequired: number;
  threads: { resolved: boolean }[];
  mergeStatus?: string | undefined;
  updatedAt: number;
}

export interface DeploymentRecord {
  readonly id: number;
  readonly environment: string;
  readonly ref: string;
  readonly sha: string;
  readonly job?: number | undefined;
  status: string;
  updatedAt: number;
}

export interface StatusRecord {
  readonly sha: string;
  readonly name: string;
  readonly status: string;
  readonly target_url: string | null;
  readonly description: string | null;
}

export const finished = (status: string): boolean => ['success', 'failed', 'canceled', 'skipped'].includes(status);

/** A pipeline's status, as its jobs make it. */
export function statusOf(jobs: readonly JobRecord[], before: string): string {
  const last = jobs.filter(({ retried }) => !retried);
  const any = (...statuses: string[]) => last.some(({ status }) => statuses.includes(status));
  if (last.length === 0) return before;
  if (any('running', 'canceling')) return 'running';
  const blocked = last.some((job) => job.status === 'manual' && !job.allowFailure);
  const done = last.some(({ status }) => finished(status));
  if (any('pending', 'preparing', 'waiting_for_resource')) return done ? 'running' : 'pending';
  if (blocked) return 'manual';
  if (any('created')) return done ? 'running' : 'created';
  if (last.some((job) => job.status === 'failed' && !job.allowFailure)) return 'failed';
  if (last.some((job) => job.status === 'canceled' && !job.allowFailure)) return 'canceled';
  if (last.every(({ status }) => status === 'skipped')) return 'skipped';
  return 'success';
}
