import type { CiState } from '../../../protocol/model/run.ts';

const states: Readonly<Record<string, CiState>> = {
  created: 'queued',
  waiting_for_resource: 'queued',
  waiting_for_callback: 'queued',
  pending: 'queued',
  preparing: 'setting-up',
  manual: 'waiting',
  scheduled: 'waiting',
  running: 'running',
  canceling: 'running',
  success: 'passed',
  failed: 'failed',
  canceled: 'cancelled',
  skipped: 'skipped',
};

/** The state that GitLab's word for a job or a pipeline means; one that is new to us is nothing that has ended. */
export const stateOf = (status: string): CiState => states[status] ?? 'queued';

const timedOut = new Set(['job_execution_timeout', 'server_timeout_running', 'server_timeout_canceling']);

/** Why no test is to blame where a job failed for one of GitLab's reasons. */
const infrastructure: Readonly<Record<string, string>> = {
  api_failure: "GitLab's API failed",
  ci_quota_exceeded: "the compute minutes of GitLab's runners are used up",
  data_integrity_failure: 'GitLab lost what the job needed',
  image_pull_failure: "the job's image could not be pulled",
  no_matching_runner: 'no runner has the tags of the job',
  no_updates_canceling: 'the runner was lost',
  no_updates_running: 'the runner was lost',
  runner_configuration_error: 'the runner is set up wrong',
  runner_system_failure: 'the runner failed',
  runner_unsupported: 'the runner is too old for the job',
  scheduler_failure: "GitLab's scheduler failed",
  stale_schedule: 'the job was not started in time',
  stuck_or_timeout_failure: 'no runner took the job, or the one that did was lost',
  stuck_pending_no_matching_runners: 'no runner has the tags of the job',
  stuck_pending_with_matching_runners: 'no runner was free for the job',
};

/** A job's state, with what is known of why it failed. */
export function jobState(status: string, reason: string | null | undefined, started: boolean): CiState {
  if (status !== 'failed') return stateOf(status);
  if (reason && timedOut.has(reason)) return 'timed-out';
  return !started && infrastructureOf(reason) !== undefined ? 'setup-failed' : 'failed';
}

/** What failed where no test did, in words; undefined where the job itself is to blame. */
export const infrastructureOf = (reason: string | null | undefined): string | undefined =>
  reason ? infrastructure[reason] : undefined;

/**
 * How far a job has come. It only ever grows while a job has one id; `skipped` is low, because a job that was skipped comes back when
 * the one before it is run again.
 */
const ranks: Readonly<Record<string, number>> = {
  created: 0,
  skipped: 1,
  scheduled: 2,
  manual: 3,
  waiting_for_resource: 4,
  waiting_for_callback: 4,
  preparing: 5,
  pending: 6,
  running: 7,
  canceling: 8,
  success: 9,
  failed: 9,
  canceled: 9,
};

export const rankOf = (status: string): number => ranks[status] ?? 0;
