import type { CiState } from '../../../../protocol/model/run.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { LogPiece, LogWish } from '../../../ports/ci-provider.ts';
import { fullName, type GitLabJob, type GitLabPipeline, triesOf } from '../../gitlab/pipeline.ts';
import { jobState } from '../../gitlab/job-state.ts';
import { cut } from '../../reports/bounded.ts';
import { pieceOf } from '../../reports/log-piece.ts';
import type { Place } from './read-pipeline.ts';
import { createTraces } from './traces.ts';

const longestState = 12;

/** Logs, which can be read while they are written. */
export interface Logs {
  /** A piece of one job's log, or of all jobs' that have begun, one after another as they did. */
  piece(
    place: Place,
    pipeline: GitLabPipeline,
    ended: boolean,
    from: number,
    wish: LogWish,
  ): Promise<LogPiece | undefined>;
  /** All of a job's log that there is. */
  whole(place: Place, job: number): Promise<string>;
}

export function createLogs(secrets: readonly string[]): Logs {
  const read = createTraces(secrets);
  return {
    async piece(place, pipeline, ended, from, wish) {
      const jobs = begun(pipeline, wish.job);
      if (!jobs) return undefined;
      const parts: Buffer[] = [];
      // One job's log is whole when that has ended, whatever its run does.
      let complete = ended || (wish.job !== undefined && jobs.length > 0);
      for (const job of jobs) {
        const state = jobState(job.status, job.reason, true);
        const trace = await read(place, job.id, hasEnded(state), wish.style ?? 'plain');
        parts.push(heading(job, state), ...trace.clean);
        if (trace.complete) continue;
        complete = false;
        break;
      }
      const piece = pieceOf(Buffer.concat(parts), from, complete);
      const waits = jobs.length === 0 && !complete;
      return waits ? { ...piece, note: 'No runner has begun with it yet.' } : piece;
    },
    whole: async (place, job) => Buffer.concat((await read(place, job, true, 'plain')).clean).toString('utf8'),
  };
}

/** The jobs that have a log, as they began: so what was read stays where it is. Undefined where one is asked for that is not of the run. */
function begun({ jobs }: GitLabPipeline, wish: string | undefined): readonly GitLabJob[] | undefined {
  if (wish !== undefined) {
    const job = jobs.find(({ id }) => String(id) === wish);
    return job && (job.startedAt === undefined ? [] : [job]);
  }
  const last = [...triesOf(jobs).values()].flatMap((tries) => tries.at(-1) ?? []);
  return last
    .filter(({ startedAt }) => startedAt !== undefined)
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.id - b.id);
}

/** It is as long whatever the state, which changes while the log is read. */
const heading = (job: GitLabJob, state: CiState): Buffer =>
  Buffer.from(`##[step ${state}] ${cut(fullName(job), 200)}${' '.repeat(longestState - state.length)}\n`);
