import { BranchName, type RepositoryId, Sha } from '../../../../protocol/model/ids.ts';
import type { ForgeFact } from '../../../../protocol/model/pull-request.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Forge } from '../../../ports/forge.ts';
import type { GitLabClient } from '../../gitlab/client.ts';
import { type GitLabProjects, projectPath } from '../../gitlab/project.ts';
import { createChanges } from './changes.ts';
import { conflictsOf, findMergeRequest, readMergeRequest, stateOf } from './merge-request.ts';
import { readChecks, readDeployments } from './put-on-commit.ts';
import { find, findBranch } from './resolve.ts';
import { type MergeRequest, Project } from './schema.ts';
import { type Compare, createCompare, type Standing } from './standing.ts';

export interface GitLabForgeSettings {
  readonly client: GitLabClient;
  readonly projects: GitLabProjects;
  readonly clock: Clock;
}

const id = 'gitlab';

/** GitLab's branches and merge requests. It is asked; its hook says when. */
export function createGitLabForge({ client, projects, clock }: GitLabForgeSettings): Forge {
  const compare = createCompare(client);
  const changes = createChanges(client);
  let revision = 0;

  const pathOf = (repository: RepositoryId): string | undefined => {
    const project = projects.get(repository);
    return project === undefined ? undefined : projectPath(project);
  };
  return {
    id,
    can: { pullRequests: true, poll: true },
    repositories: [...projects.keys()],
    async read(repository, branch) {
      const project = pathOf(repository);
      // Taken before anything is asked: what changes meanwhile is newer.
      revision = Math.max(clock.now(), revision + 1);
      const at = revision;
      const fact = project === undefined ? undefined : await readBranch(client, project, branch, compare);
      return fact && { forge: id, revision: at, ...fact };
    },
    async resolve(repository, name, prefer) {
      const project = pathOf(repository);
      return project === undefined ? undefined : find(client, project, name, prefer);
    },
    async changed(repository) {
      const project = pathOf(repository);
      return project === undefined ? [] : changes.since(project, repository);
    },
    watch: async () => async () => {},
  };
}

async function readBranch(
  client: GitLabClient,
  project: string,
  name: BranchName,
  compare: Compare,
): Promise<Omit<ForgeFact, 'forge' | 'revision'> | undefined> {
  const branch = await findBranch(client, project, name);
  const rules = branch && (await client.find(project, Project, {}, 'remembered'));
  const usual = BranchName.safeParse(rules?.default_branch);
  if (!branch || !rules || !usual.success) return undefined;
  const pull = name === usual.data ? undefined : await findMergeRequest(client, project, name, branch.head);
  const wanted = BranchName.safeParse(pull?.target_branch).data ?? usual.data;
  const into = await findBranch(client, project, wanted);
  const base = into ? wanted : usual.data;
  const head = into?.head ?? branch.head;
  const stand = name === base ? { ahead: 0, behind: 0 } : await compare(project, branch.head, Sha.parse(head));
  return {
    base,
    ...(base !== usual.data && { defaultBranch: usual.data }),
    ...stand,
    conflicts: conflicts(stand, pull),
    merged: pull !== undefined && stateOf(pull) === 'merged',
    head: branch.head,
    pullRequest: pull ? await readMergeRequest(client, project, pull, rules) : null,
    checks: await readChecks(client, project, branch.head),
    deployments: await readDeployments(client, project, name),
  };
}

/** Only branches that have both gone on can conflict; whether they do, GitLab says of a merge request alone. */
function conflicts({ ahead, behind }: Standing, pull: MergeRequest | undefined): ForgeFact['conflicts'] {
  if (ahead === 0 || behind === 0) return 'none';
  return pull && pull.state === 'opened' ? conflictsOf(pull) : 'unknown';
}
