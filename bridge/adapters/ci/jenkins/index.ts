import type { BranchName, RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Workflow } from '../../../../protocol/model/workflow.ts';
import type { CiProvider } from '../../../ports/ci-provider.ts';
import type { JenkinsJob, JenkinsJobs } from '../../jenkins/job-path.ts';
import { cut } from '../../../../reports/bounded.ts';
import { lookAfter } from '../look-after.ts';
import { act, jobFor } from './act.ts';
import { createChanges } from './changes.ts';
import { createJenkinsClient, type JenkinsAccess, type JenkinsClient } from './client.ts';
import { createLogs } from './logs.ts';
import { definitionsOf, inputsOf, takenBy } from './parameters.ts';
import { reportOf } from './report.ts';
import { createRuns } from './runs.ts';

export interface JenkinsSettings extends JenkinsAccess {
  readonly jobs: JenkinsJobs;
  /** What no log, and no failing test, may show: the bridge's own secrets. The token is one, said or not. */
  readonly secrets?: readonly string[];
}

const id = 'jenkins';

const can: CiProvider['can'] = {
  ourIds: false,
  liveLog: true,
  start: true,
  cancel: true,
  // As a run of its own, with the same parameters.
  rerun: true,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: true,
};

/** Jenkins' jobs. A run is a place in its queue, `jenkins/JOB/qID`, which its build remembers. */
export function createJenkins({ jobs, secrets = [], ...access }: JenkinsSettings): CiProvider {
  const client = createJenkinsClient(access);
  const hidden = [...secrets, access.token];
  const logs = createLogs(client, hidden);
  const runs = createRuns({ client, jobs, logs, clock: access.clock, secrets: hidden });
  const read = runs.read.bind(runs);
  const changes = createChanges({ client, jobs, read });
  return {
    id,
    can,
    async workflows(repository, branch) {
      const own = jobs.get(repository);
      return own && (await Promise.all(own.map(async (job) => workflowOf(client, { repository, job, branch })))).flat();
    },
    act: async (deed) => act({ client, jobs, runs }, deed),
    read: async (of) => ('run' in of ? read(of.run) : changes(of.repository)),
    async log(run, from, { job, style = 'plain' } = {}) {
      const asked = await runs.find(run);
      if (!asked || (job !== undefined && job !== String(asked.build?.number))) return undefined;
      return logs.piece(asked, reportOf(asked, 0).state, from, style);
    },
    async open(receive, unsettled) {
      for (const { run, handle } of unsettled) runs.wish(run.run, handle);
      return lookAfter(unsettled, { read, receive, clock: access.clock });
    },
  };
}

interface Wanted {
  readonly repository: RepositoryId;
  readonly job: JenkinsJob;
  readonly branch: BranchName;
}

/** A job that can be told its branch is a workflow. */
async function workflowOf(client: JenkinsClient, wanted: Wanted): Promise<readonly Workflow[]> {
  const found = await jobFor(client, wanted);
  if (!found || found.like.buildable === false) return [];
  const definitions = definitionsOf(found.like);
  if (found.spot.branch === undefined && takenBy(found.spot, definitions).branch === undefined) return [];
  const { job } = wanted.job;
  return [{ provider: id, id: job.slice(0, 200), name: cut(job, 200), inputs: inputsOf(found.spot, definitions) }];
}
