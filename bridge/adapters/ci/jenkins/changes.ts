import type { RepositoryId, RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { addressOf, type JenkinsJob, type JenkinsJobs, namesOf, runOf, spotOf } from '../../jenkins/job-path.ts';
import type { JenkinsClient } from './client.ts';
import { builtCommit } from './report.ts';
import { type Build, Newest, newestTree } from './schema.ts';

interface Ways {
  readonly client: JenkinsClient;
  readonly jobs: JenkinsJobs;
  readonly read: (run: RunId) => Promise<readonly CiReport[]>;
}

/** Reads the builds of a repository that stand otherwise than when they were last looked at; the first time, all of the newest. */
export function createChanges({
  client,
  jobs,
  read,
}: Ways): (repository: RepositoryId) => Promise<readonly CiReport[]> {
  const known = new Map<string, ReadonlyMap<RunId, string>>();

  const ofJob = async ({ job }: JenkinsJob): Promise<readonly CiReport[]> => {
    const path = namesOf(job);
    const found = await client.find(addressOf(path), Newest, newestTree);
    const before = known.get(job);
    const now = new Map([
      ...standing(path, found?.builds ?? []),
      ...(found?.jobs ?? [])
        .filter(({ name }) => spotOf(jobs, [...path, name]))
        .flatMap(({ name, builds }) => standing([...path, name], builds ?? [])),
    ]);
    const reports: CiReport[] = [];
    // The oldest first, so that news come in their order.
    for (const [run, stands] of [...now].toReversed())
      if (before?.get(run) !== stands) reports.push(...(await read(run)));
    known.set(job, now);
    return reports.filter(({ of }) => of !== undefined);
  };
  return async (repository) => {
    const reports: CiReport[] = [];
    for (const job of jobs.get(repository) ?? []) reports.push(...(await ofJob(job)));
    return reports;
  };
}

/** How each build stands, so far as it changes what is told of it. */
const standing = (path: readonly string[], builds: readonly Build[]): (readonly [RunId, string])[] =>
  builds.flatMap((build) => {
    const run = typeof build.queueId === 'number' && build.queueId > 0 ? runOf(path, build.queueId) : undefined;
    const stands = JSON.stringify([build.number, build.building, build.result, builtCommit(build)]);
    return run === undefined ? [] : [[run, stands] as const];
  });
