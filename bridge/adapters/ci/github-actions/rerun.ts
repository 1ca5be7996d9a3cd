import * as z from 'zod/mini';
import type { CiRun } from '../../../../protocol/model/run.ts';
import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { pause, unlessFailing } from './afterwards.ts';
import { type Ours, oursOf, type Runs } from './runs.ts';

type Rerun = CiDeed & { readonly type: 'rerun' };

/** GitHub shows a new attempt a little later: it is looked for so often, and so long apart. */
const looks = 4;
const lookMs = 700;

/** Runs again all jobs, those that failed, or one of them with those that need it. */
export function rerunIn(client: GitHubClient, clock: Clock, runs: Runs): (deed: Rerun) => Promise<CiReport> {
  /** The attempt that a rerun has made. Where GitHub does not show it yet, it is queued. */
  async function nextAttempt(run: CiRun, { repository, at }: Ours): Promise<CiReport> {
    for (let left = looks; left > 0; left -= 1) {
      const found = await unlessFailing(runs.get(at));
      const next = found && (found.run_attempt ?? 1) > run.attempt;
      const report = next && (await unlessFailing(runs.report(found, repository)));
      if (report) return report;
      if (left > 1) await pause(clock, lookMs);
    }
    return { run: run.run, attempt: run.attempt + 1, revision: 0, state: 'queued' };
  }

  return async ({ run, what, debug }) => {
    const ours = oursOf(runs, run.run);
    const { owner, repo, run_id } = ours.at;
    const route = typeof what === 'string' ? ofRun[what] : 'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun';
    const which = typeof what === 'string' ? { run_id } : { job_id: jobNumber(what.job) };
    await client.request(route, { owner, repo, ...which, enable_debug_logging: debug }, z.unknown());
    return nextAttempt(run, ours);
  };
}

const ofRun = {
  all: 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun',
  failed: 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
} as const;

/** The number in a job's id. */
function jobNumber(id: string): number {
  if (!/^[1-9]\d{0,15}$/.test(id)) throw new PlatformError('refused', 'unknown_job');
  return Number(id);
}
