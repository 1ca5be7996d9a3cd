import { hasEnded } from '../../../protocol/model/health.ts';
import { BranchName, type RunId, Sha } from '../../../protocol/model/ids.ts';
import type { CiState, TestCounts } from '../../../protocol/model/run.ts';
import type { CiReport, RunOrigin } from '../../ports/ci-provider.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Heard, Hook, RawDelivery } from '../../ports/hook.ts';
import { jsonOf } from '../http/caller.ts';
import { bringsToken } from '../http/token.ts';
import { askInTime, type Truth } from '../ci/ask-in-time.ts';
import { branchOf, resultState } from './build-state.ts';
import { Notification } from './event.ts';
import { type JenkinsJobs, runOf, type Spot, spotOf } from './job-path.ts';

export interface JenkinsHookSettings {
  readonly id: string;
  /** The id of the provider of CI whose news come here. */
  readonly ci: string;
  /** Of these a delivery has to bring one, as its password. There may be two, so that one can be replaced. */
  readonly tokens: readonly string[];
  readonly jobs: JenkinsJobs;
  readonly clock: Clock;
  /** Asks Jenkins how a run stands. Where that is given, nothing else is believed. */
  readonly truth?: Truth;
}

/** Where Jenkins' plugin Notification tells of builds. */
export function createJenkinsHook(settings: JenkinsHookSettings): Hook {
  return {
    id: settings.id,
    sources: [settings.ci],
    async hear(delivery) {
      if (!bringsToken(delivery, settings.tokens)) return { type: 'unsigned' };
      const told = Notification.safeParse(jsonOf(delivery.body));
      if (told.success) return heard(settings, delivery, told.data);
      const at = told.error.issues[0]?.path.map(String).join('.') ?? '';
      return { type: 'malformed', why: `it has no ${at || 'build'} of the shape that we know`.slice(0, 200) };
    },
  };
}

const phases: Readonly<Record<string, 'queued' | 'running' | 'ended'>> = {
  QUEUED: 'queued',
  STARTED: 'running',
  COMPLETED: 'ended',
  FINALIZED: 'ended',
};

async function heard(settings: JenkinsHookSettings, delivery: RawDelivery, told: Notification): Promise<Heard> {
  const { build, name } = told;
  const event = word(`build.${build.phase.toLowerCase()}`);
  const path = pathIn(build.url ?? told.url ?? '') ?? [name];
  const spot = spotOf(settings.jobs, path);
  if (!spot) return { type: 'ignored', event, why: `${word(name) || 'it'} is no job of ours` };
  if (phases[build.phase] === undefined) return { type: 'ignored', event, why: 'it is no phase of a build' };
  const queueId = build.queue_id ?? 0;
  const run = queueId > 0 ? runOf(spot.path, queueId) : undefined;
  if (run === undefined)
    return { type: 'ignored', event, why: 'it has no place in the queue, which newer plugins tell' };
  const { truth, clock, ci } = settings;
  const report = truth ? await askInTime(truth, run, clock) : reportOf(run, spot, told, delivery.at);
  return { type: 'heard', event, id: word(build.full_url ?? build.url ?? ''), provider: ci, ...(report && { report }) };
}

/** What a delivery tells by itself. */
function reportOf(run: RunId, spot: Spot, { build }: Notification, at: number): CiReport {
  const state = stateOf(build);
  const told = typeof build.timestamp === 'number' && build.timestamp > 0 ? Math.floor(build.timestamp) : undefined;
  const counts = countsOf(build.test_summary);
  const of = originOf(spot, build, told ?? at);
  return {
    run,
    attempt: 1,
    revision: told ?? Object.keys(phases).indexOf(build.phase),
    state,
    ...(build.number && { number: build.number }),
    ...(told !== undefined && state === 'running' && { startedAt: told }),
    ...(told !== undefined && hasEnded(state) && { endedAt: told }),
    ...(counts && hasEnded(state) && { counts }),
    ...(of && { of }),
  };
}

function stateOf({ phase, status }: Notification['build']): CiState {
  const known = phases[phase];
  return known === 'queued' || known === 'running' ? known : resultState(status ?? '');
}

function originOf(spot: Spot, { scm }: Notification['build'], queuedAt: number): RunOrigin | undefined {
  const branch = BranchName.safeParse(spot.branch ?? branchOf(scm?.branch));
  const commit = Sha.safeParse(scm?.commit);
  if (!branch.success || !commit.success) return undefined;
  const { repository, job } = spot;
  return { repository, branch: branch.data, commit: commit.data, workflow: job.job.slice(0, 200), queuedAt };
}

const countsOf = (tests: Notification['build']['test_summary']): TestCounts | undefined =>
  tests ? { passed: tests.passed ?? 0, failed: tests.failed ?? 0, skipped: tests.skipped ?? 0 } : undefined;

/** The names in an address below Jenkins': `job/team/job/web/18/`. */
function pathIn(address: string): readonly string[] | undefined {
  const found = /^\/?((?:job\/[^/]+\/?)+)/.exec(address)?.[1];
  if (found === undefined) return undefined;
  try {
    return [...found.matchAll(/job\/([^/]+)/g)].map(([, name = '']) => decodeURIComponent(name));
  } catch {
    return undefined;
  }
}

/** What a sender calls something, for people to read. */
const word = (text: string): string => text.replaceAll(/[^\w./: -]/g, '').slice(0, 100);
