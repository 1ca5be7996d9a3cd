import { BranchName, type RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiReport, RunOrigin } from '../../../ports/ci-provider.ts';
import { jobOf } from './job.ts';
import { runIdOf } from './run-place.ts';
import type { WorkflowJob, WorkflowRun } from './schema.ts';
import { stateOf } from './state.ts';
import { instant, line, page } from './text.ts';

/** A report, or why there is none. */
export type Reported = { readonly report: CiReport } | { readonly ignored: string };

/** What a run object tells of the run as a whole. `workflow` is the workflow's name: a run's own `name` may be that of this one run. */
export function reportOfRun(run: WorkflowRun, repository: RepositoryId, workflow?: string): Reported {
  if (isOfFork(run)) return { ignored: 'the run is for a branch of a fork' };
  const id = runIdOf(repository, run.id);
  if (!id) return { ignored: 'the repository has a name that no run can have' };
  const queuedAt = instant(run.created_at) ?? instant(run.updated_at);
  const named = line(workflow ?? run.name, 200) || fileOf(run.path) || `run ${run.id}`;
  const of = originOf(repository, run, named, queuedAt);
  if (!of) return { ignored: 'the run is for no branch' };
  const state = stateOf(run);
  const updatedAt = instant(run.updated_at) ?? 0;
  const startedAt = state === 'queued' ? undefined : instant(run.run_started_at);
  return {
    report: {
      run: id,
      attempt: run.run_attempt ?? 1,
      // GitHub counts whole seconds: what has ended is newer than what had not in the same one.
      revision: updatedAt + (hasEnded(state) ? 1 : 0),
      state,
      of,
      ...constantsOf(run),
      ...(startedAt !== undefined && { startedAt }),
      ...(hasEnded(state) && updatedAt > 0 && { endedAt: Math.max(updatedAt, startedAt ?? 0) }),
    },
  };
}

/** What a job alone tells: of the run no more than that it waits or is under way. */
export function reportOfJob(job: WorkflowJob, repository: RepositoryId): Reported {
  const run = runIdOf(repository, job.run_id);
  if (!run) return { ignored: 'the repository has a name that no run can have' };
  const told = jobOf(job);
  const queuedAt = instant(job.created_at) ?? instant(job.started_at);
  const of = originOf(repository, job, line(job.workflow_name, 200), queuedAt);
  return {
    report: {
      run,
      attempt: told.attempt,
      revision: 0,
      state: job.status === 'in_progress' || job.status === 'completed' ? 'running' : 'queued',
      jobs: [told],
      ...(of && { of }),
    },
  };
}

/** Whether a run is for somebody else's branch, which may have the name of one of ours. */
export function isOfFork({ head_repository: head, repository }: WorkflowRun): boolean {
  if (head === null) return true;
  return !!head && !!repository && head.full_name.toLowerCase() !== repository.full_name.toLowerCase();
}

function originOf(
  repository: RepositoryId,
  { head_branch, head_sha }: Pick<WorkflowRun, 'head_branch' | 'head_sha'>,
  workflow: string,
  queuedAt: number | undefined,
): RunOrigin | undefined {
  const branch = BranchName.safeParse(head_branch);
  const commit = Sha.safeParse(head_sha);
  if (!branch.success || !commit.success || queuedAt === undefined || workflow === '') return undefined;
  return { repository, branch: branch.data, commit: commit.data, workflow, queuedAt };
}

function constantsOf(run: WorkflowRun): Pick<CiReport, 'number' | 'url' | 'event' | 'actor'> {
  const url = page(run.html_url);
  return {
    ...(run.run_number !== undefined && run.run_number !== null && { number: run.run_number }),
    ...(url !== undefined && { url }),
    ...(run.event && { event: line(run.event, 60) }),
    ...(run.actor && { actor: line(run.actor.login, 100) }),
  };
}

/** What a workflow's file is called: its path may name its branch, too. */
const fileOf = (path: string | null | undefined): string => line(path?.split('@')[0]?.split('/').at(-1), 200);
