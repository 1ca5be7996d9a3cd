import type { RepositoryId, RunId } from '../../../../protocol/model/ids.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import type { GitLabClient } from '../../gitlab/client.ts';
import type { GitLabPipeline } from '../../gitlab/pipeline.ts';
import { type GitLabProjects, pipelineOf, repositoryOfProject, runOf } from '../../gitlab/project.ts';
import { runReport } from '../../gitlab/run-report.ts';
import { evidenceOf } from './evidence.ts';
import type { Logs } from './logs.ts';
import { type Place, readPipeline } from './read-pipeline.ts';

/** A run, as one of a project's pipelines. */
interface Found {
  readonly place: Place;
  readonly id: number;
}

/** Finds runs and reads them. Empty, or undefined, for whatever is none of GitLab's. */
export interface Runs {
  placeOf(repository: RepositoryId): Place | undefined;
  find(run: RunId): Found | undefined;
  pipeline(run: RunId): Promise<{ readonly place: Place; readonly pipeline: GitLabPipeline } | undefined>;
  /** A pipeline as it stands now; what came to light of it where it has ended. */
  read(place: Place, id: number): Promise<readonly CiReport[]>;
}

interface RunsOf {
  readonly client: GitLabClient;
  readonly projects: GitLabProjects;
  readonly logs: Logs;
  readonly secrets: readonly string[];
}

export function createRuns({ client, projects, logs, secrets }: RunsOf): Runs {
  const placeOf = (repository: RepositoryId): Place | undefined => {
    const project = projects.get(repository);
    return project === undefined ? undefined : { client, repository, project };
  };
  const find = (run: RunId): Found | undefined => {
    const named = pipelineOf(run);
    const repository = named && repositoryOfProject(projects, named.project);
    const place = repository && placeOf(repository);
    return place && { place, id: named.pipeline };
  };
  return {
    placeOf,
    find,
    async pipeline(run) {
      const at = find(run);
      const pipeline = at && (await readPipeline(at.place, at.id));
      return at && pipeline && { place: at.place, pipeline };
    },
    async read(place, id) {
      const run = runOf(place.project, id);
      const pipeline = run === undefined ? undefined : await readPipeline(place, id);
      if (run === undefined || !pipeline) return [];
      const told = runReport(run, pipeline, 'asked');
      return [hasEnded(told.state) ? { ...told, ...(await evidenceOf(place, pipeline, { logs, secrets })) } : told];
    },
  };
}
