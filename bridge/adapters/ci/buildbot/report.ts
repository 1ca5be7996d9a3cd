import { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiState, Job, Step } from '../../../../protocol/model/run.ts';
import type { CiReport, RunOrigin } from '../../../ports/ci-provider.ts';
import { cut } from '../../../../reports/bounded.ts';
import type { Request } from './read-request.ts';
import type { Build, StepRow } from './schema.ts';
import { exception, instant, resultState } from './state.ts';

const mostSteps = 40;

/** What a request says of a run. `url`: Buildbot's own. */
export function reportOf(asked: Request, url: string): CiReport {
  const { run, request, first, build, steps, attempt } = asked;
  const state = stateOf(asked);
  const startedAt = instant(build?.started_at);
  const endedAt = hasEnded(state) ? instant(build ? build.complete_at : request.complete_at) : undefined;
  const of = originOf(asked);
  const event = propertyOf(first, 'scheduler');
  const actor = propertyOf(first, 'owner');
  return {
    run,
    attempt,
    revision: revisionOf(build, steps),
    state,
    // The page of the request leads on to that of its build.
    url: `${url}/#/buildrequests/${request.buildrequestid}?redirect_to_build=true`,
    ...(first && { number: first.number }),
    ...(event !== undefined && { event: cut(event, 60) }),
    ...(actor !== undefined && { actor: cut(actor, 100) }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(of && { of }),
    ...(build && { jobs: [jobOf(asked, build, state, url)] }),
    ...(build?.results === exception && { infrastructure: cut(`Buildbot: ${build.state_string ?? 'exception'}`, 300) }),
  };
}

/** Until the first of its own steps the worker is made ready. */
function stateOf({ request, build, steps }: Request): CiState {
  if (!build) return request.complete ? resultState(request.results) : 'queued';
  if (build.complete) return resultState(build.results);
  return steps.some(({ name }) => name !== 'worker_preparation') ? 'running' : 'setting-up';
}

/** Grows with each step that begins or ends. */
const revisionOf = (build: Build | undefined, steps: readonly StepRow[]): number =>
  build === undefined
    ? 0
    : steps.reduce((sum, step) => sum + 1 + Number(instant(step.started_at) !== undefined) + Number(step.complete), 1);

/** What it is for; undefined until that is known, where a scheduler names only a branch. */
function originOf({ place, request, source, build, first }: Request): RunOrigin | undefined {
  const branch = BranchName.safeParse(source?.branch ?? propertyOf(build ?? first, 'branch'));
  const commit = Sha.safeParse(source?.revision || propertyOf(build ?? first, 'got_revision'));
  if (!branch.success || !commit.success) return undefined;
  return {
    repository: place.repository,
    branch: branch.data,
    commit: commit.data,
    workflow: cut(place.builder, 200),
    queuedAt: instant(request.submitted_at) ?? 0,
  };
}

const propertyOf = (build: Build | undefined, name: string): string | undefined => {
  const value = build?.properties?.[name]?.[0];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A build is one job. */
function jobOf({ place, steps, attempt }: Request, build: Build, state: CiState, url: string): Job {
  const startedAt = instant(build.started_at);
  const endedAt = hasEnded(state) ? instant(build.complete_at) : undefined;
  return {
    id: String(build.buildid),
    name: cut(place.builder, 200),
    attempt,
    revision: revisionOf(build, steps),
    state,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    url: `${url}/#/builders/${build.builderid}/builds/${build.number}`,
    steps: shownSteps(steps).map(stepOf),
  };
}

/** Whether it has failed, or come to no result. */
export const isRed = ({ complete, results }: StepRow): boolean =>
  complete && ['failed', 'interrupted'].includes(resultState(results));

/** The first of them, but all that failed before the others. */
function shownSteps(steps: readonly StepRow[]): readonly StepRow[] {
  const seen = steps.filter((step) => !step.hidden || isRed(step));
  const kept = new Set(seen.toSorted((a, b) => Number(isRed(b)) - Number(isRed(a))).slice(0, mostSteps));
  return seen.filter((step) => kept.has(step));
}

function stepOf(step: StepRow): Step {
  const startedAt = instant(step.started_at);
  const endedAt = step.complete ? instant(step.complete_at) : undefined;
  return {
    number: step.number + 1,
    name: cut(step.name, 200),
    state: stepState(step),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

export const stepState = ({ complete, results, started_at: started }: StepRow): CiState => {
  if (complete) return resultState(results);
  return instant(started) === undefined ? 'queued' : 'running';
};
