import { BranchName, type RepositoryId, RunId } from '../../../protocol/model/ids.ts';

/** A job of Jenkins that runs a repository's commits. */
export interface JenkinsJob {
  /** As its page shows it, with its folders: `team/web`. */
  readonly job: string;
  /** The parameters that take the branch and the commit, where the job is not made for each branch by itself. */
  readonly branch?: string | undefined;
  readonly commit?: string | undefined;
}

/** A job belongs to one repository. */
export type JenkinsJobs = ReadonlyMap<RepositoryId, readonly JenkinsJob[]>;

/** Where something is built: a job, or the one that Jenkins has made of it for a branch. */
export interface Spot {
  readonly repository: RepositoryId;
  readonly job: JenkinsJob;
  /** The names of its folders and its own, as Jenkins has them. */
  readonly path: readonly string[];
  /** Whose job it is, where it is one branch's. */
  readonly branch?: BranchName;
}

/** The names in a job's path. */
export const namesOf = (job: string): string[] => job.split('/').filter((name) => name !== '');

/** A path in Jenkins' addresses: `/job/team/job/web`. */
export const addressOf = (path: readonly string[]): string =>
  path.map((name) => `/job/${encodeURIComponent(name)}`).join('');

/** What Jenkins cannot have in a name is written as in an address: a branch `a/b` is the job `a%2Fb`. */
const unfit = /[%/\\:*?"<>|;\p{Cc}]/gu;

/** The job that a branch has in a multibranch project. */
export function branchSpot(repository: RepositoryId, job: JenkinsJob, branch: BranchName): Spot {
  const name = branch.replaceAll(unfit, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return { repository, job, path: [...namesOf(job.job), name], branch };
}

/** The spot that a path of names means; undefined where it is none of ours. Jobs of pull requests are no branches'. */
export function spotOf(jobs: JenkinsJobs, path: readonly string[]): Spot | undefined {
  for (const [repository, list] of jobs) {
    for (const job of list) {
      const own = namesOf(job.job);
      if (!own.every((name, at) => name === path[at])) continue;
      if (path.length === own.length) return { repository, job, path };
      const branch = path.length === own.length + 1 ? branchIn(path.at(-1) ?? '') : undefined;
      if (branch !== undefined) return { repository, job, path, branch };
    }
  }
  return undefined;
}

function branchIn(name: string): BranchName | undefined {
  if (/^PR-\d+(-(head|merge))?$/.test(name)) return undefined;
  const text = name.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return BranchName.safeParse(text).data;
}

/**
 * The run of what was put into the queue: `jenkins/JOB/qID`. Jenkins gives a build its number only when it begins, but remembers its place
 * in the queue for good; so that names the run. Undefined where the job's name is too long for one.
 */
export const runOf = (path: readonly string[], queueId: number): RunId | undefined =>
  RunId.safeParse(`jenkins/${path.map(inRun).join('/')}/q${queueId}`).data;

/** The names, and the place in the queue, that a run's id means. */
export function partsOfRun(run: RunId): { readonly path: readonly string[]; readonly queueId: number } | undefined {
  const found = /^jenkins\/(.+)\/q(\d{1,15})$/.exec(run);
  if (found?.[1] === undefined) return undefined;
  try {
    const path = found[1].split('/').map((name) => decodeURIComponent(name.replaceAll(':', '%')));
    return { path, queueId: Number(found[2]) };
  } catch {
    return undefined;
  }
}

/** A name in the letters that a run's id may have: others as `:XX`. */
const inRun = (name: string): string =>
  [...Buffer.from(name, 'utf8')]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9_.-]/.test(letter) ? letter : `:${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
