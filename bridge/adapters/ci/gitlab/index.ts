import { hasEnded } from '../../../../protocol/model/health.ts';
import type { BranchName } from '../../../../protocol/model/ids.ts';
import type { Workflow } from '../../../../protocol/model/workflow.ts';
import type { CiProvider } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { GitLabClient } from '../../gitlab/client.ts';
import type { GitLabProjects } from '../../gitlab/project.ts';
import { runReport } from '../../gitlab/run-report.ts';
import { lookAfter } from '../look-after.ts';
import { act } from './act.ts';
import { createChanges } from './changes.ts';
import { pipelineInputs } from './config-file.ts';
import { createEndedRuns } from './ended-runs.ts';
import { createLogs } from './logs.ts';
import type { Place } from './read-pipeline.ts';
import { createRuns } from './runs.ts';

export interface GitLabCiSettings {
  readonly client: GitLabClient;
  readonly projects: GitLabProjects;
  readonly clock: Clock;
  /** What no log, and no failing test, may show: the bridge's own secrets. */
  readonly secrets?: readonly string[];
}

const id = 'gitlab-ci';

const can: CiProvider['can'] = {
  ourIds: false,
  liveLog: true,
  start: true,
  cancel: true,
  rerun: false,
  rerunFailed: true,
  rerunJob: true,
  // A debug trace of GitLab shows the secrets of a job.
  debug: false,
  decide: true,
};

/** GitLab's pipelines. It is asked; its hook tells the rest. */
export function createGitLabCi({ client, projects, clock, secrets = [] }: GitLabCiSettings): CiProvider {
  const logs = createLogs(secrets);
  const changes = createChanges();
  const runs = createRuns({ client, projects, logs, secrets });
  const ended = createEndedRuns<NonNullable<Awaited<ReturnType<typeof runs.pipeline>>>>(clock);
  const readOne = async (run: Parameters<typeof runs.find>[0]) => {
    const at = runs.find(run);
    return at ? runs.read(at.place, at.id) : [];
  };
  return {
    id,
    can,
    async workflows(repository, branch) {
      const place = runs.placeOf(repository);
      return place && workflowsOf(place, branch);
    },
    async act(deed) {
      if (deed.type !== 'start') ended.forget(deed.run.run);
      return act(runs, deed);
    },
    async read(of) {
      if ('run' in of) return readOne(of.run);
      const place = runs.placeOf(of.repository);
      return place ? changes.since(place, async (pipeline) => runs.read(place, pipeline)) : [];
    },
    async log(run, from, wish = {}) {
      const found = ended.find(run) ?? (await runs.pipeline(run));
      if (!found) return undefined;
      const over = hasEnded(runReport(run, found.pipeline, 'asked').state);
      if (over) ended.keep(run, found);
      return logs.piece(found.place, found.pipeline, over, from, wish);
    },
    open: async (receive, unsettled) => lookAfter(unsettled, { read: readOne, receive, clock }),
  };
}

/** A branch has one, if it has any. */
async function workflowsOf(place: Place, branch: BranchName): Promise<readonly Workflow[]> {
  const inputs = await pipelineInputs(place, branch);
  const own = inputs?.map(({ as: _as, kind: _kind, ...input }) => input);
  return own ? [{ provider: id, id: 'pipeline', name: 'pipeline', inputs: own }] : [];
}
