import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import type { GitHubClient } from '../../github/client.ts';
import type { evidenceFrom } from './evidence.ts';
import { decisionsOf, gatesOf } from './gates.ts';
import { isOfFork } from './report.ts';
import type { RunPlace } from './run-place.ts';
import { type Runs, unlessGone, withJobs } from './runs.ts';
import { Approvals, PendingDeployments, type WorkflowJob, type WorkflowRun } from './schema.ts';
import { stateOf } from './state.ts';
import { instant } from './text.ts';

/** One run as it stands now; empty where it is none of ours, or not there any more. */
export type ReadRun = (run: RunId) => Promise<readonly CiReport[]>;

interface Parts {
  readonly client: GitHubClient;
  readonly runs: Runs;
  readonly evidence: ReturnType<typeof evidenceFrom>;
}

export function readerOf({ client, runs, evidence }: Parts): ReadRun {
  const runRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';

  /** What it waits for, and what was said to that. A run that passed by itself has nothing to show of it. */
  async function gates(report: CiReport, at: RunPlace, jobs: readonly WorkflowJob[]) {
    const ended = hasEnded(report.state);
    const waits = !ended && (report.state === 'waiting' || jobs.some((job) => stateOf(job) === 'waiting'));
    if (!waits && (!ended || report.state === 'passed')) return ended ? {} : { gates: [] };
    const pending = waits
      ? await unlessGone(client.request(`${runRoute}/pending_deployments`, at, PendingDeployments))
      : [];
    const approvals = await unlessGone(client.request(`${runRoute}/approvals`, at, Approvals));
    const decisions = decisionsOf(approvals ?? []);
    return { ...(!ended && { gates: gatesOf(pending ?? [], at.owner) }), ...(decisions.length > 0 && { decisions }) };
  }

  return async (id) => {
    const ours = runs.ours(id);
    const run = ours && (await runs.get(ours.at));
    if (run && isOfFork(run)) return [ofNobody(id, run)];
    const report = run && (await runs.report(run, ours.repository));
    if (!report) return [];
    const jobs = await runs.jobs(run, ours.at);
    const told = { ...withJobs(report, jobs), ...(await gates(report, ours.at, jobs)) };
    if (!hasEnded(report.state)) return [told];
    const wrong = failing.has(report.state);
    return [{ ...told, ...(wrong ? await evidence(run, ours.at, jobs) : { failures: [], lines: [] }) }];
  };
}

/**
 * What is told of the run of a fork, so that it ends where one of its jobs has put it on a card: what a delivery says of a job alone does not tell
 * whose branch it is for.
 */
const ofNobody = (run: RunId, { run_attempt, updated_at }: WorkflowRun): CiReport => ({
  run,
  attempt: run_attempt ?? 1,
  revision: instant(updated_at) ?? 0,
  state: 'skipped',
});

const failing: ReadonlySet<string> = new Set(['failed', 'timed-out', 'setup-failed']);
