import type { RepositoryId, RunId } from '../../../../protocol/model/ids.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiDeed, CiProvider, CiReport } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitLabClient } from '../../gitlab/client.ts';
import type { GitLabPipeline } from '../../gitlab/pipeline.ts';
import { type GitLabProjects, pipelineOf, repositoryOfProject, runOf } from '../../gitlab/project.ts';
import { runReport } from '../../gitlab/run-report.ts';
import { createChanges } from './changes.ts';
import { pipelineInputs } from './config-file.ts';
import { answerGate, cancelPipeline, noRerun, retryFailed, retryJob } from './deeds.ts';
import { evidenceOf } from './evidence.ts';
import { createLogs } from './logs.ts';
import { type Place, readPipeline } from './read-pipeline.ts';
import { startPipeline } from './start.ts';
import { lookAfter } from './unsettled.ts';

export interface GitLabCiSettings {
  readonly client: GitLabClient;
  readonly projects: GitLabProjects;
  readonly clock: Clock;
}

const id = 'gitlab-ci';

/** GitLab's pipelines. It is asked; its hook tells the rest. */
export function createGitLabCi({ client, projects, clock }: GitLabCiSettings): CiProvider {
  const logs = createLogs();
  const changes = createChanges();

  const placeOf = (repository: RepositoryId): Place | undefined => {
    const project = projects.get(repository);
    return project === undefined ? undefined : { client, repository, project };
  };
  const found = (run: RunId): { readonly place: Place; readonly pipeline: number } | undefined => {
    const named = pipelineOf(run);
    const repository = named && repositoryOfProject(projects, named.project);
    const place = repository && placeOf(repository);
    return place && { place, pipeline: named.pipeline };
  };
  const report = async (place: Place, pipeline: GitLabPipeline): Promise<CiReport[]> => {
    const run = runOf(place.project, pipeline.id);
    if (run === undefined) return [];
    const told = runReport(run, pipeline, 'asked');
    return [hasEnded(told.state) ? { ...told, ...(await evidenceOf(place, pipeline, logs)) } : told];
  };
  const readRun = async (place: Place, pipeline: number): Promise<CiReport[]> => {
    const told = await readPipeline(place, pipeline);
    return told ? report(place, told) : [];
  };
  const readOne = async (run: RunId): Promise<CiReport[]> => {
    const at = found(run);
    return at ? readRun(at.place, at.pipeline) : [];
  };

  async function act(deed: CiDeed): Promise<CiReport | undefined> {
    if (deed.type === 'start') {
      const place = placeOf(deed.repository);
      if (!place) throw new PlatformError('refused', 'unknown_repository');
      const [started] = await readRun(place, await startPipeline(place, deed));
      return started;
    }
    const at = found(deed.run.run);
    if (deed.type === 'rerun' && deed.what === 'all') throw noRerun(deed.run);
    if (deed.type === 'rerun' && deed.debug) throw new PlatformError('refused', 'a retry cannot be asked for more');
    if (!at) throw new PlatformError('refused', 'unknown_run');
    const pipeline = await readPipeline(at.place, at.pipeline);
    if (!pipeline) throw new PlatformError('gone', 'the pipeline was deleted');
    if (!(await doTo(at.place, pipeline, deed))) return undefined;
    const [then] = await readRun(at.place, at.pipeline);
    return then;
  }

  return {
    id,
    can: {
      ourIds: false,
      liveLog: true,
      start: true,
      cancel: true,
      rerun: false,
      rerunFailed: true,
      rerunJob: true,
      debug: false,
      decide: true,
    },
    async workflows(repository, branch) {
      const place = placeOf(repository);
      const inputs = place && (await pipelineInputs(place, branch));
      if (!place) return undefined;
      const own = inputs?.map(({ as: _as, kind: _kind, ...input }) => input);
      return own ? [{ provider: id, id: 'pipeline', name: 'Pipeline', inputs: own }] : [];
    },
    act,
    async read(of) {
      if ('run' in of) return readOne(of.run);
      const place = placeOf(of.repository);
      return place ? changes.since(place, async (pipeline) => readRun(place, pipeline)) : [];
    },
    async log(run, from, wish = {}) {
      const at = found(run);
      const pipeline = at && (await readPipeline(at.place, at.pipeline));
      if (!at || !pipeline) return undefined;
      return logs.piece(at.place, pipeline, hasEnded(runReport(run, pipeline, 'asked').state), from, wish);
    },
    open: async (receive, unsettled) => lookAfter(unsettled, { read: readOne, receive, clock }),
  };
}

type Later = Exclude<CiDeed, { type: 'start' }>;

/** Does it; false where there is nothing to do. */
async function doTo(place: Place, pipeline: GitLabPipeline, deed: Later): Promise<boolean> {
  switch (deed.type) {
    case 'cancel':
      return cancelPipeline(place, pipeline);
    case 'decide':
      await answerGate(place, pipeline, deed);
      return true;
    case 'rerun':
      if (typeof deed.what === 'string') return retryFailed(place, pipeline);
      await retryJob(place, pipeline, deed.what.job);
      return true;
  }
}
