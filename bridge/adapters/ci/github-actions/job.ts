import type { CiState, Job, Step } from '../../../../protocol/model/run.ts';
import type { WorkflowJob, WorkflowStep } from './schema.ts';
import { stateOf } from './state.ts';
import { instant, line, page } from './text.ts';

/** What the wire takes of a job's steps, and of a run's jobs. */
const mostSteps = 40;
const mostJobs = 60;

const notBegun: ReadonlySet<CiState> = new Set(['queued', 'waiting']);

/** How much somebody wants to see it, where not all can be shown: least first. */
const dull: ReadonlyMap<CiState, number> = new Map([
  ['passed', 1],
  ['queued', 2],
  ['skipped', 3],
]);

/** A job as it is known by one object of it. What it says is the newer, the later the last of its instants is. */
export function jobOf(job: WorkflowJob): Job {
  const state = stateOf(job);
  const url = page(job.html_url);
  const at = [job.created_at, job.started_at, job.completed_at];
  const all = [...at, ...job.steps.flatMap((step) => [step.started_at, step.completed_at])];
  return {
    id: String(job.id),
    name: line(job.name, 200) || `job ${job.id}`,
    attempt: job.run_attempt ?? 1,
    revision: Math.max(0, ...all.map((each) => instant(each) ?? 0)),
    state,
    ...timesOf(state, job),
    ...(url !== undefined && { url }),
    steps: foremost(stepsOf(job), mostSteps),
  };
}

/** The steps of a job, all of them, in order. */
export const stepsOf = (job: WorkflowJob): Step[] =>
  job.steps.map(stepOf).toSorted((one, other) => one.number - other.number);

function stepOf(step: WorkflowStep): Step {
  const state = stateOf(step);
  return { number: step.number, name: line(step.name, 200) || `step ${step.number}`, state, ...timesOf(state, step) };
}

/** GitHub says when a job that waits has `started`, and lets one that is skipped end before it begins. */
function timesOf(state: CiState, { started_at, completed_at }: Times): Pick<Step, 'startedAt' | 'endedAt'> {
  const startedAt = notBegun.has(state) ? undefined : instant(started_at);
  const endedAt = state === 'running' || startedAt === undefined ? undefined : instant(completed_at);
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && startedAt !== undefined && { endedAt: Math.max(startedAt, endedAt) }),
  };
}

type Times = Pick<WorkflowStep, 'started_at' | 'completed_at'>;

/** The jobs of a run, as many as the wire takes. */
export const jobsOf = (jobs: readonly WorkflowJob[]): Job[] => foremost(lastOf(jobs).map(jobOf), mostJobs);

const key = ({ name, id }: WorkflowJob): string | number => name ?? id;
const attempt = ({ run_attempt }: WorkflowJob): number => run_attempt ?? 1;

/** Of jobs with one name only those of its last attempt. */
export function lastOf(jobs: readonly WorkflowJob[]): readonly WorkflowJob[] {
  const last = new Map<string | number, number>();
  for (const job of jobs) last.set(key(job), Math.max(attempt(job), last.get(key(job)) ?? 0));
  return jobs.filter((job) => attempt(job) === last.get(key(job)));
}

/** All, or where there are too many those that tell most, in their own order. */
function foremost<T extends { readonly state: CiState }>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  const rank = ({ state }: T): number => dull.get(state) ?? 0;
  const kept = new Set(all.toSorted((a, b) => rank(a) - rank(b)).slice(0, most));
  return all.filter((each) => kept.has(each));
}
