import type { Commit, Git } from './git.ts';
import type { Run, Workflow } from './rows-actions.ts';

export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** An account. Its login may change, its id never. */
export interface User {
  readonly id: number;
  login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}
export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly members: readonly User[];
}
export type Reviewer = { readonly type: 'User'; readonly user: User } | { readonly type: 'Team'; readonly team: Team };

export interface Label {
  readonly id: number;
  readonly name: string;
}
export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
export interface Review {
  readonly id: number;
  readonly by: User;
  state: ReviewState;
  readonly body: string;
  readonly at: number;
  readonly commit: string;
}
export interface Comment {
  readonly id: number;
  readonly by: User;
  readonly body: string;
  readonly at: number;
}
export interface Thread {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly commit: string;
  readonly comments: Comment[];
  resolvedBy?: User | undefined;
}
export interface Pull {
  readonly id: number;
  readonly number: number;
  title: string;
  readonly body: string;
  readonly author: User;
  readonly head: string;
  base: string;
  headSha: string;
  state: 'open' | 'closed';
  draft: boolean;
  readonly createdAt: number;
  updatedAt: number;
  closedAt?: number | undefined;
  merged?: { readonly at: number; readonly by: User; readonly commit: string };
  readonly labels: Label[];
  readonly requested: Reviewer[];
  readonly reviews: Review[];
  readonly threads: Thread[];
  /** How often more GitHub answers that it does not know yet whether it can be merged. */
  unknownFor: number;
}

export interface Protection {
  readonly requiredChecks: readonly string[];
  readonly upToDate: boolean;
  /** Approvals that are needed; 0 for none. */
  readonly approvals: number;
  readonly dismissStale: boolean;
  /** Whether it stands in a ruleset, or is the old kind of protection. */
  readonly kind: 'ruleset' | 'classic';
}

export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly by: User;
  readonly at: number;
}

export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'startup_failure'
  | 'stale';
export type Progress = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}
export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly sha: string;
  readonly commit: Commit;
  readonly branch: string;
  readonly at: number;
}
export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  readonly name: string;
  status: Progress;
  conclusion: Conclusion | null;
  startedAt: number | null;
  completedAt: number | null;
  detailsUrl: string;
  output: { readonly title: string | null; readonly summary: string | null };
  readonly annotations: Annotation[];
}

export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'in_progress'
  | 'queued'
  | 'pending'
  | 'success'
  | 'waiting';
export interface DeploymentStatus {
  readonly id: number;
  readonly state: DeploymentState;
  readonly at: number;
  readonly by: User;
  readonly environmentUrl: string;
  readonly logUrl: string;
}
export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly by: User;
  readonly at: number;
  readonly statuses: DeploymentStatus[];
}
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly reviewers: readonly Reviewer[];
  readonly waitMinutes: number;
  readonly selfReview: boolean;
}

export interface Repo {
  readonly id: number;
  readonly owner: User;
  readonly name: string;
  readonly folder: string;
  readonly git: Git;
  readonly defaultBranch: string;
  readonly permissions: Map<number, Permission>;
  readonly secrets: Map<string, string>;
  /** Branches as they were last pushed: what is only in the folder is not seen. */
  readonly heads: Map<string, string>;
  readonly pulls: Pull[];
  readonly statuses: Status[];
  readonly suites: CheckSuite[];
  readonly checks: CheckRun[];
  readonly deployments: Deployment[];
  readonly environments: Map<string, Environment>;
  readonly protections: Map<string, Protection>;
  readonly workflows: Workflow[];
  readonly runs: Run[];
}
