import { type RepositoryId, RunId } from '../../../protocol/model/ids.ts';
import { segment } from './client.ts';

/** Repositories by their ids, with what GitLab calls them: `group/subgroup/name`, in lower case. */
export type GitLabProjects = ReadonlyMap<RepositoryId, string>;

/** Which of these repositories are GitLab's at this address: `host/group/name` is the project `group/name`. */
export function gitLabProjects(url: string, repositories: readonly RepositoryId[]): GitLabProjects {
  const at = URL.parse(url);
  if (!at) return new Map();
  const prefix = `${at.hostname}${at.pathname.replace(/\/+$/, '')}/`.toLowerCase();
  const own = repositories.filter((id) => id.startsWith(prefix) && id.slice(prefix.length).includes('/'));
  return new Map(own.map((id) => [id, id.slice(prefix.length)]));
}

/** The path of a project in the API. */
export const projectPath = (project: string): string => `/projects/${segment(project)}`;

const prefix = 'gitlab/';

/** The run of a pipeline: `gitlab/GROUP/NAME/PIPELINE`; undefined where its project's name is too long for one. */
export const runOf = (project: string, pipeline: number): RunId | undefined =>
  RunId.safeParse(`${prefix}${project}/${pipeline}`).data;

/** The pipeline that a run's id means. */
export function pipelineOf(run: RunId): { readonly project: string; readonly pipeline: number } | undefined {
  const parts = /^gitlab\/(.+)\/(\d{1,15})$/.exec(run);
  return parts?.[1] === undefined ? undefined : { project: parts[1], pipeline: Number(parts[2]) };
}

/** The repository that a project's path means, however it is spelled. */
export function repositoryOfProject(projects: GitLabProjects, path: string): RepositoryId | undefined {
  const wanted = path.toLowerCase();
  return [...projects].find(([, project]) => project.toLowerCase() === wanted)?.[0];
}
