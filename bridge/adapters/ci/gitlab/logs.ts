import type { CiState } from '../../../../protocol/model/run.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { LogPiece, LogWish } from '../../../ports/ci-provider.ts';
import { fullName, type GitLabJob, type GitLabPipeline, triesOf } from '../../gitlab/pipeline.ts';
import { jobState } from '../../gitlab/job-state.ts';
import { cut } from '../../../../reports/bounded.ts';
import { pieceBytes, pieceOf } from '../log-piece.ts';
import type { Place } from './read-pipeline.ts';
import { createTraces } from './traces.ts';

const longestState = 12;
const keptSizes = 2000;

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
  /** How many bytes the logs have that will not grow any more. */
  const sizes = new Map<string, number>();
  const keepSize = (key: string, size: number): void => {
    sizes.delete(key);
    sizes.set(key, size);
    const [oldest] = sizes.keys();
    if (sizes.size > keptSizes && oldest !== undefined) sizes.delete(oldest);
  };
  return {
    async piece(place, pipeline, ended, from, wish) {
      const jobs = begun(pipeline, wish.job);
      if (!jobs) return undefined;
      const style = wish.style ?? 'plain';
      const parts: Buffer[] = [];
      /** Where in the whole log the parts begin and end. */
      let [base, end] = [0, 0];
      // One job's log is whole when that has ended, whatever its run does.
      let complete = ended || (wish.job !== undefined && jobs.length > 0);
      for (const job of jobs) {
        // No further than is asked for: there may be more jobs than logs are kept of.
        if (end >= from + pieceBytes) {
          complete = false;
          break;
        }
        const state = jobState(job.status, job.reason, true);
        const head = heading(job, state);
        const key = `${place.project} ${job.id} ${style}`;
        const known = sizes.get(key);
        if (known !== undefined && end + head.length + known <= from) {
          end += head.length + known;
          [base, parts.length] = [end, 0];
          continue;
        }
        const trace = await read(place, job.id, hasEnded(state), style);
        const size = trace.clean.reduce((sum, { length }) => sum + length, 0);
        parts.push(head, ...trace.clean);
        end += head.length + size;
        if (trace.complete) {
          keepSize(key, size);
          continue;
        }
        complete = false;
        break;
      }
      const found = pieceOf(Buffer.concat(parts), from - base, complete);
      const piece = { ...found, next: found.next + base };
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
