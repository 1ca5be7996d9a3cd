import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { remembering } from './memory.ts';
import { type Runs, withJobs } from './runs.ts';
import { JobList, RunList, type WorkflowRun } from './schema.ts';
import { stateOf } from './state.ts';

/** So many of a repository's newest runs are looked at, and of so many that are under way the jobs. */
const mostRuns = 100;
const mostUnderWay = 20;

/** The jobs of a run that stays as it is are asked for this seldom. */
const jobsMs = 45_000;

/** What is known of a repository's runs. */
interface Known {
  /** How each of them stood when it was last seen. */
  readonly seen: Map<number, string>;
  /** Those that changed since, until they have been told. */
  readonly untold: Map<number, WorkflowRun>;
  underWay: readonly WorkflowRun[];
  first: boolean;
}

/** The runs of a repository that have changed since it was last asked. */
export function changesFrom(
  client: GitHubClient,
  runs: Runs,
  clock: Clock,
): (repository: RepositoryId) => Promise<readonly CiReport[]> {
  const list = remembering(client, 'GET /repos/{owner}/{repo}/actions/runs', RunList);
  const jobList = remembering(client, 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', JobList);
  const repositories = new Map<RepositoryId, Known>();
  const jobsAt = new Map<number, number>();

  /** A run with its jobs; undefined where neither it nor they have changed. */
  async function told(repository: RepositoryId, run: WorkflowRun, { untold }: Known): Promise<CiReport | undefined> {
    const report = await runs.report(run, repository);
    if (!report) return undefined;
    const at = { ...placeOf(repository), run_id: run.id };
    if (hasEnded(report.state)) {
      jobsAt.delete(run.id);
      return withJobs(report, await runs.jobs(run, at));
    }
    // Jobs go on while their run stays as it is.
    const due = untold.has(run.id) || clock.now() - (jobsAt.get(run.id) ?? -Infinity) >= jobsMs;
    if (!due) return undefined;
    jobsAt.set(run.id, clock.now());
    const { value, changed } = await jobList({ ...at, filter: 'latest', per_page: 100 });
    if (changed) untold.set(run.id, run);
    return untold.has(run.id) ? withJobs(report, value.jobs) : undefined;
  }

  return async (repository) => {
    const known = repositories.get(repository) ?? { seen: new Map(), untold: new Map(), underWay: [], first: true };
    repositories.set(repository, known);
    const wish = { ...placeOf(repository), per_page: mostRuns, exclude_pull_requests: true };
    const { value, changed } = await list(wish);
    if (changed) take(known, value.workflow_runs);
    const reports: CiReport[] = [];
    const underWay = new Map(known.underWay.map((run) => [run.id, run]));
    for (const run of new Map([...known.untold, ...underWay]).values()) {
      // What had ended before we came is told without its jobs: there may be a hundred of them.
      const old = known.first && !underWay.has(run.id);
      const report = old ? await runs.report(run, repository) : await told(repository, run, known);
      if (report) reports.push(report);
    }
    // Not before all has been read: where that fails, it is told the next time.
    known.untold.clear();
    known.first = false;
    return reports;
  };
}

/** Takes in a list that is another than the last. */
function take(known: Known, found: readonly WorkflowRun[]): void {
  for (const run of found) if (known.seen.get(run.id) !== standing(run)) known.untold.set(run.id, run);
  known.seen.clear();
  for (const run of found) known.seen.set(run.id, standing(run));
  known.underWay = found.filter((run) => !hasEnded(stateOf(run))).slice(0, mostUnderWay);
}

const standing = ({ run_attempt, updated_at, status, conclusion }: WorkflowRun): string =>
  [run_attempt, updated_at, status, conclusion].join(' ');
