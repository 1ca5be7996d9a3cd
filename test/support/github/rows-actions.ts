import type { CheckRun, CheckSuite, Conclusion, Deployment, Environment, Progress, Pull, User } from './rows.ts';

export interface Step {
  readonly number: number;
  readonly name: string;
  status: Progress;
  conclusion: Conclusion | null;
  startedAt: number | null;
  completedAt: number | null;
  /** The first line of the job's log that is of this step. */
  from: number;
}
export interface Job {
  readonly id: number;
  readonly run: Run;
  readonly attempt: number;
  /** What the workflow calls it; a matrix has several jobs of one key. */
  readonly key: string;
  readonly check: CheckRun;
  readonly createdAt: number;
  readonly labels: readonly string[];
  readonly steps: Step[];
  readonly log: string[];
  readonly environment?: string | undefined;
  readonly mayFail?: boolean;
  outputs: Record<string, string>;
  readonly deployment?: Deployment | undefined;
}
export interface Attempt {
  readonly number: number;
  readonly startedAt: number;
  readonly by: User;
  readonly debug: boolean;
  readonly jobs: Job[];
  status: Progress;
  conclusion: Conclusion | null;
  updatedAt: number;
}
export interface Approval {
  readonly state: 'approved' | 'rejected';
  readonly comment: string;
  readonly user: User;
  readonly environment: Environment;
}
export interface Run {
  readonly id: number;
  readonly number: number;
  readonly workflow: Workflow;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly title: string;
  readonly actor: User;
  readonly suite: CheckSuite;
  readonly createdAt: number;
  readonly inputs: Readonly<Record<string, string>>;
  readonly pull?: Pull | undefined;
  readonly attempts: Attempt[];
  readonly approvals: Approval[];
  readonly artifacts: Artifact[];
  logsGone: boolean;
}
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly zip: Uint8Array;
  readonly at: number;
  expired: boolean;
}
export interface Workflow {
  readonly id: number;
  name: string;
  readonly path: string;
  state: 'active' | 'disabled_manually';
  readonly createdAt: number;
  runs: number;
}
