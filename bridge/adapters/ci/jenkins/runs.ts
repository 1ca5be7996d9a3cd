import { hasEnded } from '../../../../protocol/model/health.ts';
import { type RunId, Sha } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import { type JenkinsJobs, partsOfRun, type Spot, spotOf } from '../../jenkins/job-path.ts';
import type { JenkinsClient } from './client.ts';
import { evidenceOf } from './evidence.ts';
import type { Logs } from './logs.ts';
import { type Asked, createReadBuild } from './read-build.ts';
import { reportOf } from './report.ts';

/** So many runs are remembered. */
const most = 1000;

/** Runs, and what is known of them beyond what Jenkins says. */
export interface Runs {
  find(run: RunId): Promise<Asked | undefined>;
  read(run: RunId): Promise<readonly CiReport[]>;
  /** Keeps for what commit a run was started. */
  wish(run: RunId, commit: string | undefined): void;
}

interface RunsOf {
  readonly client: JenkinsClient;
  readonly jobs: JenkinsJobs;
  readonly logs: Logs;
  readonly clock: Clock;
  readonly secrets: readonly string[];
}

export function createRuns({ client, jobs, logs, clock, secrets }: RunsOf): Runs {
  const readBuild = createReadBuild(client);
  const wishes = new Map<RunId, Sha>();
  const told = new Map<RunId, { readonly said: string; readonly revision: number }>();

  const find = async (run: RunId): Promise<Asked | undefined> => {
    const parts = partsOfRun(run);
    const spot: Spot | undefined = parts && spotOf(jobs, parts.path);
    return parts && spot && readBuild(spot, parts.queueId, wishes.get(run));
  };
  /** What Jenkins says has no order of its own: when it was first said gives it one. The same, said again, is the same. */
  const revisionOf = (asked: Asked): number => {
    const said = JSON.stringify(reportOf(asked, 0));
    const known = told.get(asked.run);
    const revision = known?.said === said ? known.revision : Math.max(clock.now(), (known?.revision ?? 0) + 1);
    keep(told, asked.run, { said, revision });
    return revision;
  };
  return {
    find,
    async read(run) {
      const asked = await find(run);
      if (!asked) return [];
      const report = reportOf(asked, revisionOf(asked));
      if (!hasEnded(report.state)) return [report];
      const failed = report.state === 'failed';
      return [
        { ...report, ...(failed ? await evidenceOf(asked, { client, logs, secrets }) : { failures: [], lines: [] }) },
      ];
    },
    wish(run, commit) {
      const sha = Sha.safeParse(commit);
      if (sha.success) keep(wishes, run, sha.data);
    },
  };
}

function keep<T>(kept: Map<RunId, T>, run: RunId, value: T): void {
  kept.delete(run);
  kept.set(run, value);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}
