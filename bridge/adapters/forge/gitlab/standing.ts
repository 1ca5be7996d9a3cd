import type { Sha } from '../../../../protocol/model/ids.ts';
import type { GitLabClient } from '../../gitlab/client.ts';
import { Commit } from './schema.ts';

/** More than this are not counted. */
const mostCommits = 500;
/** So many comparisons of two commits are remembered: they never change. */
const keptStandings = 1000;

export interface Standing {
  readonly ahead: number;
  readonly behind: number;
}

/** Counts the commits that one commit has and another lacks, and the reverse. */
export type Compare = (project: string, head: Sha, base: Sha) => Promise<Standing>;

/** Counts by the lists of commits between the two: GitLab has no count of them. */
export function createCompare(client: GitLabClient): Compare {
  const known = new Map<string, Standing>();
  const between = async (project: string, from: Sha, to: Sha) => {
    const query = { ref_name: `${from}..${to}` };
    return (await client.list(`${project}/repository/commits`, Commit, query, mostCommits)).length;
  };
  return async (project, head, base) => {
    const key = `${head} ${base}`;
    const found =
      known.get(key) ??
      (head === base
        ? { ahead: 0, behind: 0 }
        : { ahead: await between(project, base, head), behind: await between(project, head, base) });
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > keptStandings && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
