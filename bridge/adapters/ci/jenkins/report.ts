import { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiState, Job, Step, TestCounts } from '../../../../protocol/model/run.ts';
import type { CiReport, RunOrigin } from '../../../ports/ci-provider.ts';
import { branchOf, resultState } from '../../jenkins/build-state.ts';
import { cut } from '../../../../reports/bounded.ts';
import type { Asked } from './read-build.ts';
import { takenBy } from './parameters.ts';
import type { Build, Stage } from './schema.ts';

const mostSteps = 40;
const mostGates = 10;

/** What a build says of a run, but for its revision. */
export function reportOf(asked: Asked, revision: number): CiReport {
  const { run, build, stages, waits } = asked;
  const state = stateOf(asked);
  const wrong = wrongCommit(asked);
  const startedAt = build ? instant(build.timestamp) : undefined;
  const endedAt = hasEnded(state) ? endOf(asked) : undefined;
  const of = originOf(asked);
  const causes = actionsOf(build).flatMap((action) => action.causes ?? []);
  const event = causes.find(({ shortDescription }) => shortDescription)?.shortDescription;
  const actor = causes.find(({ userId }) => userId)?.userId;
  const counts = build && countsOf(build);
  const url = build?.url && URL.canParse(build.url) ? build.url : undefined;
  return {
    run,
    attempt: 1,
    revision,
    state,
    ...(build && { number: build.number }),
    ...(url !== undefined && url.length <= 2000 && !/\s/.test(url) && { url }),
    ...(event && { event: cut(event, 60) }),
    ...(actor && { actor: cut(actor, 100) }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(of && { of }),
    ...(build && { jobs: [jobOf(asked, build, state, revision)] }),
    ...(counts && hasEnded(state) && { counts }),
    ...(asked.wished !== undefined && { handle: asked.wished }),
    ...(wrong !== undefined && { infrastructure: wrong }),
    gates: waits.slice(0, mostGates).map(({ id, message }) => ({
      environment: cut(message || stages.at(-1)?.name || 'input', 200),
      approvers: [],
      id: cut(id, 120),
    })),
  };
}

const actionsOf = (build: Build | undefined) => (build?.actions ?? []).flatMap((action) => action ?? []);
const instant = (at: number | null | undefined): number | undefined =>
  typeof at === 'number' ? Math.floor(at) : undefined;

/** What was built instead has no result for this commit. */
function stateOf(asked: Asked): CiState {
  const { item, build, waits } = asked;
  if (!build) return item?.cancelled === true ? 'cancelled' : 'queued';
  if (build.building !== true && build.result)
    return wrongCommit(asked) === undefined ? resultState(build.result) : 'interrupted';
  return waits.length > 0 ? 'waiting' : 'running';
}

const endOf = ({ build, item }: Asked): number | undefined =>
  build ? instant((build.timestamp ?? 0) + (build.duration ?? 0)) : instant(item?.inQueueSince);

/** The commit that git's plugin has checked out. */
export const builtCommit = (build: Build | undefined): Sha | undefined =>
  actionsOf(build).flatMap(({ lastBuiltRevision }) => Sha.safeParse(lastBuiltRevision?.SHA1).data ?? [])[0];

/** Jenkins starts a branch's job for the branch, which may have moved by then. */
function wrongCommit({ build, wished }: Asked): string | undefined {
  const built = builtCommit(build);
  if (wished === undefined || built === undefined || built === wished) return undefined;
  return `Jenkins built ${built.slice(0, 12)} instead: the branch had moved`;
}

/** What it is for; undefined until that is known. What was started here is known from the start. */
function originOf({ spot, build, item, wished }: Asked): RunOrigin | undefined {
  const branch = BranchName.safeParse(spot.branch ?? parameterOf(spot, build) ?? checkedOut(build));
  const commit = wished ?? builtCommit(build);
  if (!branch.success || commit === undefined) return undefined;
  return {
    repository: spot.repository,
    branch: branch.data,
    commit,
    workflow: cut(spot.job.job, 200),
    queuedAt: instant(build?.timestamp ?? item?.inQueueSince) ?? 0,
  };
}

const checkedOut = (build: Build | undefined): string | undefined =>
  actionsOf(build).flatMap(({ lastBuiltRevision }) => branchOf(lastBuiltRevision?.branch?.[0]?.name) ?? [])[0];

function parameterOf(spot: Asked['spot'], build: Build | undefined): string | undefined {
  const parameters = actionsOf(build).flatMap((action) => action.parameters ?? []);
  const { branch } = takenBy(spot, parameters);
  const value = parameters.find(({ name }) => name === branch)?.value;
  return typeof value === 'string' ? branchOf(value) : undefined;
}

function countsOf(build: Build): TestCounts | undefined {
  const tests = actionsOf(build).find(({ totalCount }) => typeof totalCount === 'number');
  if (!tests || typeof tests.totalCount !== 'number' || tests.totalCount === 0) return undefined;
  const [failed, skipped] = [tests.failCount ?? 0, tests.skipCount ?? 0];
  return { passed: Math.max(0, tests.totalCount - failed - skipped), failed, skipped };
}

/** A build is one job, and its stages are the steps of it. */
function jobOf({ spot, stages }: Asked, build: Build, state: CiState, revision: number): Job {
  const startedAt = instant(build.timestamp);
  const endedAt = hasEnded(state) ? instant((build.timestamp ?? 0) + (build.duration ?? 0)) : undefined;
  return {
    id: String(build.number),
    name: cut(spot.job.job, 200),
    attempt: 1,
    revision,
    state,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    steps: stages.slice(0, mostSteps).map((stage, at) => stepOf(stage, at)),
  };
}

const stageStates: Readonly<Record<string, CiState>> = {
  SUCCESS: 'passed',
  UNSTABLE: 'failed',
  FAILED: 'failed',
  ABORTED: 'cancelled',
  NOT_EXECUTED: 'skipped',
  IN_PROGRESS: 'running',
  PAUSED_PENDING_INPUT: 'waiting',
};

function stepOf({ name, status, startTimeMillis, durationMillis }: Stage, at: number): Step {
  const state = stageStates[status] ?? 'running';
  const startedAt = instant(startTimeMillis);
  const lasted = instant(durationMillis);
  return {
    number: at + 1,
    name: cut(name, 200),
    state,
    ...(startedAt !== undefined && startedAt > 0 && { startedAt }),
    ...(hasEnded(state) && startedAt !== undefined && startedAt > 0 && { endedAt: startedAt + (lasted ?? 0) }),
  };
}
