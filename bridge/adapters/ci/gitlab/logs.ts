import type { CiState } from '../../../../protocol/model/run.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { LogPiece, LogWish } from '../../../ports/ci-provider.ts';
import { projectPath } from '../../gitlab/project.ts';
import { fullName, type GitLabJob, type GitLabPipeline, triesOf } from '../../gitlab/pipeline.ts';
import { jobState } from '../../gitlab/job-state.ts';
import type { LogStyle } from '../../reports/clean-log.ts';
import { cut } from '../../reports/bounded.ts';
import { pieceOf } from '../../reports/log-piece.ts';
import type { Place } from './read-pipeline.ts';
import { traceReader, type TraceReader } from './trace.ts';

/** Of a longer log the rest is to be read at GitLab. */
const mostBytes = 8 * 1024 * 1024;
const keptLogs = 16;
const longestState = 12;

/** Reads logs while they are written. What was read stays for a while, so that each byte comes over once. */
export interface Logs {
  /** A piece of one job's log, or of all jobs' that have begun, one after another as they did. */
  piece(place: Place, pipeline: GitLabPipeline, ended: boolean, from: number, wish: LogWish): Promise<LogPiece | undefined>;
  /** All of a job's log that there is. */
  whole(place: Place, job: number): Promise<readonly string[]>;
}

interface Kept {
  readonly reader: TraceReader;
  readonly clean: Buffer[];
  raw: number;
  bytes: number;
  /** All of it was read after its job had ended. */
  complete: boolean;
  reading: Promise<void>;
}

export function createLogs(): Logs {
  const kept = new Map<string, Kept>();

  const keptOf = (key: string, style: LogStyle): Kept => {
    const known = kept.get(key);
    const log = known ?? { reader: traceReader(style), clean: [], raw: 0, bytes: 0, complete: false, reading: done };
    kept.delete(key);
    kept.set(key, log);
    const [oldest] = kept.keys();
    if (kept.size > keptLogs && oldest !== undefined) kept.delete(oldest);
    return log;
  };
  const logOf = async (place: Place, job: number, ended: boolean, style: LogStyle): Promise<Kept> => {
    const log = keptOf(`${place.project} ${job} ${style}`, style);
    // One reader after another: each goes on from where the last has come to.
    log.reading = log.reading.then(async () => readOn(log, place, job, ended));
    try {
      await log.reading;
    } catch (error) {
      log.reading = done;
      throw error;
    }
    return log;
  };
  return {
    async piece(place, pipeline, ended, from, wish) {
      const style = wish.style ?? 'plain';
      const jobs = begun(pipeline, wish.job);
      if (!jobs) return undefined;
      const parts: Buffer[] = [];
      let complete = ended || wish.job !== undefined;
      for (const job of jobs) {
        const state = jobState(job.status, job.reason, job.startedAt !== undefined);
        const log = await logOf(place, job.id, hasEnded(state), style);
        parts.push(heading(job, state), ...log.clean);
        if (log.complete) continue;
        complete = false;
        break;
      }
      if (jobs.length === 0 && wish.job !== undefined) complete = ended;
      const piece = pieceOf(Buffer.concat(parts), from, complete);
      const waits = jobs.length === 0 && !complete;
      return waits ? { ...piece, note: 'No runner has taken a job of it yet.' } : piece;
    },
    async whole(place, job) {
      const { clean } = await logOf(place, job, true, 'plain');
      return [Buffer.concat(clean).toString('utf8')];
    },
  };
}

const done: Promise<void> = Promise.resolve();

async function readOn(log: Kept, { client, project }: Place, job: number, ended: boolean): Promise<void> {
  if (log.complete) return;
  const add = (text: string) => {
    if (text === '') return;
    const bytes = Buffer.from(text);
    log.clean.push(bytes);
    log.bytes += bytes.length;
  };
  const stream = await client.bytes(`${projectPath(project)}/jobs/${job}/trace`, log.raw);
  for await (const part of stream ?? []) {
    log.raw += part.byteLength;
    add(log.reader.push(part));
    if (log.bytes > mostBytes) break;
  }
  const tooLong = log.bytes > mostBytes;
  if (!ended && !tooLong) return;
  add(log.reader.end());
  if (tooLong) add("##[warning] The rest of this log is on the job's page.\n");
  log.complete = true;
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
