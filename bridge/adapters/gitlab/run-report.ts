import type { RunId } from '../../../protocol/model/ids.ts';
import type { CiState, Gate, Job } from '../../../protocol/model/run.ts';
import type { CiReport } from '../../ports/ci-provider.ts';
import { cut } from '../../../reports/bounded.ts';
import { infrastructureOf, jobState, rankOf, stateOf } from './job-state.ts';
import { fullName, type GitLabJob, type GitLabPipeline, retriesOf, revisionOf, triesOf } from './pipeline.ts';

const mostJobs = 60;
const mostGates = 10;
const ended = new Set<CiState>([
  'passed',
  'failed',
  'setup-failed',
  'cancelled',
  'timed-out',
  'interrupted',
  'skipped',
]);

/** Where news come from: the better one knows more of the same moment. */
export type Told = 'by-job-hook' | 'by-hook' | 'asked';
const goodness: Readonly<Record<Told, number>> = { 'by-job-hook': 0, 'by-hook': 1, asked: 2 };

/** What a pipeline with its jobs says of a run. Its jobs are all tries where it was asked for, and only the last ones in a hook. */
export function runReport(run: RunId, pipeline: GitLabPipeline, told: Told): CiReport {
  const retries = retriesOf(pipeline.jobs);
  const begunAt = retries.at(-1);
  const last = [...triesOf(pipeline.jobs).values()].flatMap((tries) => tries.at(-1) ?? []);
  const state = runState(pipeline, last);
  const started = pipeline.jobs
    .filter(({ createdAt }) => begunAt === undefined || createdAt >= begunAt)
    .flatMap(({ startedAt }) => startedAt ?? []);
  const endedAt = ended.has(state) ? (pipeline.endedAt ?? newest(last.map((job) => job.endedAt))) : undefined;
  const gates = ended.has(state) ? [] : gatesOf(last);
  return {
    run,
    attempt: retries.length + 1,
    revision: revisionOf(pipeline, told === 'asked'),
    state,
    number: pipeline.id,
    event: cut(pipeline.source, 60),
    ...(pipeline.url !== undefined && { url: pipeline.url }),
    ...(pipeline.actor !== undefined && { actor: cut(pipeline.actor, 100) }),
    ...(started.length > 0 && { startedAt: Math.min(...started) }),
    ...(endedAt !== undefined && { endedAt }),
    ...(pipeline.of && { of: pipeline.of }),
    jobs: jobsOf(pipeline, told),
    gates,
  };
}

const newest = (instants: readonly (number | undefined)[]): number | undefined => {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** A failed pipeline says why by those of its jobs that failed it. */
function runState({ status, wrong, jobs }: GitLabPipeline, last: readonly GitLabJob[]): CiState {
  const state = stateOf(status);
  if (state !== 'failed') return state;
  if (wrong !== undefined && jobs.length === 0) return 'setup-failed';
  const guilty = guiltyOf(last).map((job) => stateOfJob(job));
  const [first] = guilty;
  return first !== undefined && guilty.every((each) => each === first) ? first : 'failed';
}

/** The jobs that failed their pipeline. */
export const guiltyOf = (last: readonly GitLabJob[]): readonly GitLabJob[] =>
  last.filter(({ status, mayFail }) => status === 'failed' && !mayFail);

/** Why no test is to blame; undefined where one job at least has failed by itself. */
export function infrastructureOfRun(last: readonly GitLabJob[]): string | undefined {
  const guilty = guiltyOf(last);
  const words = guilty.flatMap(({ name, reason }) => {
    const word = infrastructureOf(reason);
    return word === undefined ? [] : [`${cut(name, 100)}: ${word}`];
  });
  return words.length > 0 && words.length === guilty.length ? cut(words.join('; '), 300) : undefined;
}

const stateOfJob = ({ status, reason, startedAt }: GitLabJob): CiState =>
  jobState(status, reason, startedAt !== undefined);

/** The last try of each job, in the order of their stages. */
function jobsOf(pipeline: GitLabPipeline, told: Told): Job[] {
  const placeOf = placesOf(pipeline);
  const jobs = [...triesOf(pipeline.jobs).values()].flatMap((tries) => {
    const last = tries.at(-1);
    return last ? [jobOf(last, tries.length, told, placeOf(last))] : [];
  });
  const kept = jobs.toSorted((a, b) => Number(isRed(b)) - Number(isRed(a)) || by(a, b)).slice(0, mostJobs);
  return kept.toSorted(by);
}

const by = (a: Job, b: Job): number => (a.place ?? 0) - (b.place ?? 0);
const isRed = ({ state }: Job): boolean => state === 'failed' || state === 'setup-failed' || state === 'timed-out';

/** More stages than that, nobody has; the jobs of other pipelines come behind. */
const mostStages = 1000;

/** Where a job stands: at its stage. The stages are in the order of their first jobs, where GitLab has not told it. */
function placesOf({ jobs, stages }: GitLabPipeline): (job: GitLabJob) => number {
  const inOrder = (child: boolean) =>
    jobs.filter((job) => (job.child !== undefined) === child).toSorted((a, b) => a.id - b.id);
  const own = [...new Set(stages ?? inOrder(false).map(({ stage }) => stage))];
  const others = [...new Set(inOrder(true).map(stageKey))];
  return (job) =>
    job.child === undefined ? Math.max(0, own.indexOf(job.stage)) : mostStages + others.indexOf(stageKey(job));
}

const stageKey = ({ child, stage }: GitLabJob): string => JSON.stringify([child ?? '', stage]);

/** One try of a job. `place` is unknown where it comes alone. */
export function jobOf(job: GitLabJob, attempt: number, told: Told, place?: number): Job {
  const { startedAt, endedAt, url } = job;
  const state = stateOfJob(job);
  return {
    id: String(job.id),
    name: cut(fullName(job), 200),
    attempt,
    revision: rankOf(job.status) * 4 + goodness[told],
    state,
    ...(place !== undefined && { place }),
    ...(job.mayFail && { mayFail: true }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && ended.has(state) && { endedAt }),
    ...(url !== undefined && { url }),
    steps: [],
  };
}

/** Jobs that wait to be played; those that hold up the rest come first. */
function gatesOf(last: readonly GitLabJob[]): Gate[] {
  const manual = last.filter(({ status }) => status === 'manual');
  return manual
    .toSorted((a, b) => Number(a.mayFail) - Number(b.mayFail) || a.id - b.id)
    .slice(0, mostGates)
    .map((job) => ({ environment: cut(job.environment ?? fullName(job), 200), approvers: [], id: String(job.id) }));
}
