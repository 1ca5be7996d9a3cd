import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { LogPiece, LogWish } from '../../../ports/ci-provider.ts';
import type { LogStyle } from '../../../../reports/clean-log.ts';
import { pieceOf } from '../log-piece.ts';
import type { GitHubActionsConfig } from './config.ts';
import { stepsOf } from './job.ts';
import { logText } from './log-text.ts';
import type { RunPlace } from './run-place.ts';
import { type Runs, unlessGone } from './runs.ts';
import { JobList, WorkflowJob } from './schema.ts';
import { stateOf } from './state.ts';

/** Of a longer log the beginning is shown. */
const mostBytes = 32 * 1024 * 1024;

/** So many logs are kept, and so many bytes of them. */
const keptLogs = 16;
const keptBytes = 64 * 1024 * 1024;

/** Whoever reads on gets the same job's log. */
const readOnMs = 30_000;

const note = 'GitHub gives a job’s log when the job has ended.';

const failing: ReadonlySet<string> = new Set(['failed', 'timed-out', 'setup-failed']);

/** The logs of jobs that have ended. */
export interface Logs {
  piece(run: RunId, from: number, wish?: LogWish): Promise<LogPiece | undefined>;
  /** The whole log of an ended job of a run, as plain text; undefined where GitHub has it no more. */
  whole(at: RunPlace, job: WorkflowJob): Promise<string | undefined>;
}

/** A log that has ended does not change: its pieces are of one text. */
interface Kept {
  readonly job: WorkflowJob;
  readonly bytes: Buffer;
}

export function logsFrom({ client, clock, secrets = [] }: GitHubActionsConfig, runs: Runs): Logs {
  const jobRoute = 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}';
  const kept = createShelf();
  /** The job that a log without a wish was of, for as long as one reads on. */
  let chosen: { readonly key: string; readonly job: WorkflowJob; readonly until: number } | undefined;

  async function read(at: RunPlace, job: WorkflowJob, style: LogStyle): Promise<Buffer | undefined> {
    const key = keyOf(at, job.id, style);
    const known = kept.get(key);
    if (known) return known.bytes;
    const { owner, repo } = at;
    const found = await unlessGone(client.download(`${jobRoute}/logs`, { owner, repo, job_id: job.id }, mostBytes));
    if (!found) return undefined;
    const bytes = Buffer.from(await logText({ ...found, steps: stepsOf(job), style, secrets }));
    kept.put(key, { job, bytes });
    return bytes;
  }

  /** The job that is asked for; without a wish the first that fails, or the first. Undefined where it is not this run's. */
  async function wished(
    at: RunPlace,
    from: number,
    { job, style = 'plain' }: LogWish,
  ): Promise<WorkflowJob | undefined> {
    if (job === undefined) {
      const key = keyOf(at, 0, style);
      if (from > 0 && chosen?.key === key && clock.now() < chosen.until) return chosen.job;
      const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs';
      const found = await unlessGone(client.request(route, { ...at, filter: 'latest', per_page: 100 }, JobList));
      const jobs = found?.jobs ?? [];
      const first = jobs.find((each) => failing.has(stateOf(each))) ?? jobs[0];
      if (first && hasEnded(stateOf(first))) chosen = { key, job: first, until: clock.now() + readOnMs };
      return first;
    }
    if (!/^[1-9]\d{0,15}$/.test(job)) return undefined;
    const known = kept.get(keyOf(at, Number(job), style));
    if (known) return known.job;
    const { owner, repo, run_id } = at;
    const found = await unlessGone(client.request(jobRoute, { owner, repo, job_id: Number(job) }, WorkflowJob));
    return found?.run_id === run_id ? found : undefined;
  }

  return {
    whole: async (at, job) => (await read(at, job, 'plain'))?.toString('utf8'),
    async piece(run, from, wish = {}) {
      const at = runs.ours(run)?.at;
      const job = at && (await wished(at, from, wish));
      if (!at || !job) return undefined;
      if (!hasEnded(stateOf(job))) return { text: '', next: from, ended: false, note };
      const log = await read(at, job, wish.style ?? 'plain');
      return log && pieceOf(log, from, true);
    },
  };
}

const keyOf = (at: RunPlace, job: number, style: LogStyle): string =>
  [at.owner, at.repo, at.run_id, job, style].join('/');

/** The logs that were asked for last, as many as there is room for. */
function createShelf(): { get(key: string): Kept | undefined; put(key: string, log: Kept): void } {
  const logs = new Map<string, Kept>();
  const put = (key: string, log: Kept): void => {
    logs.delete(key);
    logs.set(key, log);
    let size = [...logs.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (const [old, { bytes }] of logs) {
      if (logs.size <= 1 || (logs.size <= keptLogs && size <= keptBytes)) return;
      logs.delete(old);
      size -= bytes.length;
    }
  };
  return {
    put,
    get(key) {
      const found = logs.get(key);
      if (found) put(key, found);
      return found;
    },
  };
}
