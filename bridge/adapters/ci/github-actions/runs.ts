import type { RepositoryId, RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { ourRepository } from '../../github/place.ts';
import { jobsOf } from './job.ts';
import { reportOfRun } from './report.ts';
import { readRunId, type RunPlace } from './run-place.ts';
import { JobList, type WorkflowJob, WorkflowList, WorkflowRun } from './schema.ts';

/** Of a run so many pages of a hundred jobs are read, of all its attempts together. */
const mostPages = 4;

/** A run of ours, and where it is. */
export interface Ours {
  readonly repository: RepositoryId;
  readonly at: RunPlace;
}

/** GitHub's runs and their jobs, one at a time. */
export interface Runs {
  /** Where a run is; undefined where it is none of ours. */
  ours(run: RunId): Ours | undefined;
  /** Undefined where it is not there any more. */
  get(at: RunPlace): Promise<WorkflowRun | undefined>;
  /** All jobs of a run: of an attempt that does again what failed GitHub lists no others. */
  jobs(run: WorkflowRun, at: RunPlace): Promise<readonly WorkflowJob[]>;
  /** What is reported of a run, without what its jobs or its gates say; undefined where it is for no branch of ours. */
  report(run: WorkflowRun, repository: RepositoryId): Promise<CiReport | undefined>;
}

export function runsFrom(client: GitHubClient, repositories: readonly RepositoryId[]): Runs {
  /** A run's own name may be that of this one run; so its workflow's is asked for once. */
  const names = new Map<number, string>();

  async function workflowName({ workflow_id: id }: WorkflowRun, at: Omit<RunPlace, 'run_id'>) {
    if (!id) return undefined;
    if (!names.has(id)) {
      const { owner, repo } = at;
      const route = 'GET /repos/{owner}/{repo}/actions/workflows';
      const { workflows } = await client.request(route, { owner, repo, per_page: 100 }, WorkflowList);
      for (const each of workflows) names.set(each.id, each.name);
      // It has been deleted, and is not asked for again.
      if (!names.has(id)) names.set(id, '');
    }
    return names.get(id) || undefined;
  }

  return {
    ours(run) {
      const at = readRunId(run);
      const repository = at && ourRepository(repositories, `${at.owner}/${at.repo}`);
      return at && repository ? { repository, at } : undefined;
    },
    async get(at) {
      const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';
      return unlessGone(client.request(route, { ...at, exclude_pull_requests: true }, WorkflowRun));
    },
    async jobs(run, at) {
      const found: WorkflowJob[] = [];
      const filter = (run.run_attempt ?? 1) > 1 ? 'all' : 'latest';
      for (let page = 1; page <= mostPages; page += 1) {
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs';
        const { jobs, total_count } = await client.request(route, { ...at, filter, per_page: 100, page }, JobList);
        found.push(...jobs);
        if ((total_count ?? 0) <= page * 100) break;
      }
      return found;
    },
    async report(run, repository) {
      const [, owner = '', repo = ''] = repository.split('/');
      const told = reportOfRun(run, repository, await workflowName(run, { owner, repo }));
      return 'report' in told ? told.report : undefined;
    },
  };
}

/** A report with the jobs of its run. */
export const withJobs = (report: CiReport, jobs: readonly WorkflowJob[]): CiReport => ({
  ...report,
  jobs: jobsOf(jobs),
});

/** What is not there is undefined. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PlatformError && error.fault === 'gone') return undefined;
    throw error;
  }
}

/** Where a run of ours is; refused where it is another's. */
export function oursOf(runs: Runs, run: RunId): Ours {
  const ours = runs.ours(run);
  if (!ours) throw new PlatformError('refused', 'unknown_run');
  return ours;
}
