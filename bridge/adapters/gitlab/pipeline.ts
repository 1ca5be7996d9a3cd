import type { RunOrigin } from '../../ports/ci-provider.ts';
import { rankOf } from './job-state.ts';

/** A job as GitLab tells of it, by its API or by a hook. Each try of a job is one of its own, with a greater id. */
export interface GitLabJob {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly status: string;
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  readonly mayFail: boolean;
  readonly reason?: string | null | undefined;
  readonly url?: string | undefined;
  readonly environment?: string | undefined;
  /** Of the pipeline that this one has started, by this name. */
  readonly child?: string | undefined;
}

/** A pipeline, with whatever of its jobs is known. */
export interface GitLabPipeline {
  readonly id: number;
  readonly status: string;
  readonly source: string;
  readonly createdAt: number;
  readonly endedAt?: number | undefined;
  readonly url?: string | undefined;
  readonly actor?: string | undefined;
  /** Why GitLab could not make it, where its configuration is wrong. */
  readonly wrong?: string | undefined;
  /** The names of its stages in their order, where they were told. */
  readonly stages?: readonly string[] | undefined;
  readonly jobs: readonly GitLabJob[];
  readonly of?: RunOrigin | undefined;
}

/** A job that was retried so soon after another was retried with it. */
const togetherMs = 2000;

/** The tries of each job, the first one first. */
export function triesOf(jobs: readonly GitLabJob[]): ReadonlyMap<string, readonly GitLabJob[]> {
  const tries = Map.groupBy(
    jobs.toSorted((a, b) => a.id - b.id),
    fullName,
  );
  return tries;
}

/** A job's name, behind that of the job which started its pipeline, where one did. */
export const fullName = ({ name, child }: GitLabJob): string => (child === undefined ? name : `${child}: ${name}`);

/** When each attempt after the first was asked for: each is a retry, of one job or of several at once. */
export function retriesOf(jobs: readonly GitLabJob[]): readonly number[] {
  const later = [...triesOf(jobs).values()].flatMap((tries) => tries.slice(1).map(({ createdAt }) => createdAt));
  const begun: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const at of later.toSorted((a, b) => a - b)) {
    if (at - last > togetherMs) begun.push(at);
    last = at;
  }
  return begun;
}

/** A whole second, in which hooks give their times, and how far the jobs had come in it. */
const steps = 8192;

/**
 * What orders the facts of one attempt: the newest instant in them, then how far the jobs have come. `asked`: GitLab itself was asked,
 * which tells more than a hook does of the same moment.
 */
export function revisionOf({ createdAt, endedAt, jobs }: GitLabPipeline, asked: boolean): number {
  const known = jobs.flatMap((job) => [job.createdAt, job.startedAt ?? 0, job.endedAt ?? 0]);
  const second = Math.floor(Math.max(createdAt, endedAt ?? 0, ...known) / 1000);
  const come = jobs.reduce((sum, { status }) => sum + rankOf(status), 0);
  return second * steps + Math.min(come, steps / 2 - 1) * 2 + (asked ? 1 : 0);
}

/** What a pipeline is called: those that check a merge request, or come by the clock, are not the branch's own. */
export function workflowOf(source: string): string {
  if (source === 'merge_request_event') return 'merge request pipeline';
  return source === 'schedule' ? 'scheduled pipeline' : 'pipeline';
}

/** The commit that people pushed: where GitLab has tested what a merge would give, that is named in the commit it made for it. */
export const pushedCommit = (sha: string, message: string | undefined): string =>
  /^Merge ([0-9a-f]{40,64}) into [0-9a-f]{40,64}/.exec(message ?? '')?.[1] ?? sha;
