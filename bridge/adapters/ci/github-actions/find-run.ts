import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { pause, unlessFailing } from './afterwards.ts';
import type { Runs } from './runs.ts';
import { RunList } from './schema.ts';

/** A server that does not say which run it has made is asked for it so often, and so long apart. */
const looks = 8;
const lookMs = 1500;

/** What differs between the bridge's clock and GitHub's. */
const skewMs = 60_000;

type Start = CiDeed & { readonly type: 'start' };

/**
 * Finds the run that a start has made: the newest that can be it, and that was found for no other. Fails with `unsure` where none comes.
 */
export function findRun(client: GitHubClient, clock: Clock, runs: Runs) {
  const found = new Set<string>();

  async function newest({ repository, branch, commit }: Start, workflow_id: string, since: number) {
    const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
    const created = `>=${new Date(since - skewMs).toISOString().slice(0, 19)}Z`;
    const wish = { event: 'workflow_dispatch', branch, head_sha: commit, created, per_page: 20 };
    const list = await client.request(route, { ...placeOf(repository), workflow_id, ...wish }, RunList);
    for (const run of list.workflow_runs) {
      const report = await runs.report(run, repository);
      if (report?.of?.commit !== commit || found.has(report.run)) continue;
      found.add(report.run);
      return report;
    }
    return undefined;
  }

  return async (deed: Start, workflow: string, since: number): Promise<CiReport> => {
    for (let left = looks; left > 0; left -= 1) {
      const report = await unlessFailing(newest(deed, workflow, since));
      if (report) return report;
      await pause(clock, lookMs);
    }
    throw new PlatformError('unsure', 'it was asked for, and no run has come of it yet');
  };
}
