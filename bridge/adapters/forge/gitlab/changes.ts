import { BranchName, type RepositoryId } from '../../../../protocol/model/ids.ts';
import type { GitLabClient } from '../../gitlab/client.ts';
import { Branch, MergeRequestRow } from './schema.ts';

/** So many branches are looked at, those that have moved last; and so many merge requests. */
const newestBranches = 100;
const newestPulls = 100;

interface Seen {
  readonly heads: ReadonlyMap<string, string>;
  readonly pulls: ReadonlyMap<number, string>;
}

/** Remembers how branches and merge requests stood when a repository was last asked about. */
export interface Changes {
  since(project: string, repository: RepositoryId): Promise<readonly BranchName[]>;
}

export function createChanges(client: GitLabClient): Changes {
  const seen = new Map<RepositoryId, Seen>();
  return {
    async since(project, repository) {
      const query = { order_by: 'updated_at', sort: 'desc', scope: 'all', state: 'all' };
      const branches = await client.list(
        `${project}/repository/branches`,
        Branch,
        { sort: 'updated_desc' },
        newestBranches,
      );
      const rows = await client.list(`${project}/merge_requests`, MergeRequestRow, query, newestPulls);
      const pulls = rows.filter((row) => row.source_project_id === row.target_project_id);
      const before = seen.get(repository);
      seen.set(repository, {
        heads: new Map(branches.map(({ name, commit }) => [name, commit.id])),
        pulls: new Map(pulls.map((row) => [row.iid, stamp(row)])),
      });
      const changed = before
        ? [
            ...branches.filter(({ name, commit }) => before.heads.get(name) !== commit.id).map(({ name }) => name),
            ...pulls.filter((row) => before.pulls.get(row.iid) !== stamp(row)).map((row) => row.source_branch),
          ]
        : pulls.filter(({ state }) => state === 'opened').map((row) => row.source_branch);
      return [...new Set(changed)].flatMap((name) => BranchName.safeParse(name).data ?? []);
    },
  };
}

const stamp = ({ state, updated_at: at }: MergeRequestRow): string => `${state} ${at ?? ''}`;
