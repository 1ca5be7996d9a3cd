import * as z from 'zod/mini';
import { Instant, RunId, Sha } from './ids.ts';
import { Person } from './person.ts';

const count = z.int().check(z.nonnegative());
const name = z.string().check(z.maxLength(200));
/** Somebody as a forge or an engine of CI names them: a login, or a team's slug. It says nothing of who they are here. */
const login = z.string().check(z.maxLength(100));
const url = z.string().check(z.maxLength(2000), z.regex(/^https?:\/\/\S+$/));

export const TestCounts = z.object({ passed: count, failed: count, skipped: count });
export type TestCounts = z.infer<typeof TestCounts>;

/**
 * What history says of a failure: `new` on this branch; `known`: this branch had it before; `on-base`: the base branch fails so too;
 * `flaky`: it came and went without a change. Absent: nobody has looked yet.
 */
export const Triage = z.enum(['new', 'known', 'on-base', 'flaky']);
export type Triage = z.infer<typeof Triage>;

/** A test that failed, as its report named it, or a place that the run pointed at. Paths are relative to the repository's root, lines start at 1. */
export const FailingTest = z.object({
  name: z.string().check(z.maxLength(500)),
  file: z.optional(z.string().check(z.maxLength(500))),
  line: z.optional(z.int().check(z.positive())),
  message: z.optional(z.string().check(z.maxLength(2000))),
  /** The job that it failed in. */
  job: z.optional(name),
  triage: z.optional(Triage),
  /** Of the last `of` runs of it, `failed` failed: told where it is flaky. */
  flaky: z.optional(z.object({ failed: count, of: count })),
});
export type FailingTest = z.infer<typeof FailingTest>;

/**
 * `waiting`: for a human, or for a timer, before it may go on. `setup-failed`: the tests never ran. `interrupted`: it ended without a
 * result, with the bridge or with its engine. `skipped`: by its own condition.
 */
export const CiState = z.enum([
  'queued',
  'waiting',
  'setting-up',
  'running',
  'passed',
  'failed',
  'setup-failed',
  'cancelled',
  'timed-out',
  'interrupted',
  'skipped',
]);
export type CiState = z.infer<typeof CiState>;

/** One step of a job. Numbers start at 1. */
export const Step = z.object({
  number: z.int().check(z.positive()),
  name,
  state: CiState,
  startedAt: z.optional(Instant),
  endedAt: z.optional(Instant),
});
export type Step = z.infer<typeof Step>;

/** One job of a run. `id` is the engine's own and names it in a command; `revision` orders the facts of one attempt in one state. */
export const Job = z.object({
  id: z.string().check(z.regex(/^[A-Za-z0-9_:./-]{1,120}$/)),
  name,
  attempt: z.int().check(z.positive()),
  revision: count,
  state: CiState,
  /** Where it stands among the others, where the engine has an order: stages. */
  place: z.optional(count),
  /** A failure of it does not fail the run. */
  mayFail: z.optional(z.boolean()),
  startedAt: z.optional(Instant),
  endedAt: z.optional(Instant),
  url: z.optional(url),
  /** At most 40, in order. */
  steps: z.array(Step).check(z.maxLength(40)),
});
export type Job = z.infer<typeof Job>;

/** Somebody has to say yes before the run may go on to an environment. */
export const Gate = z.object({
  environment: name,
  /** Logins and teams of those who may say it; empty where the engine does not tell. */
  approvers: z.array(login).check(z.maxLength(20)),
  /** It goes on by itself then, where it only waits for a timer. */
  until: z.optional(Instant),
  /** What it waits for is named by the engine so: a job to play, an input step. */
  id: z.optional(z.string().check(z.maxLength(120))),
});
export type Gate = z.infer<typeof Gate>;

/** What somebody said to a gate. */
export const GateDecision = z.object({
  environment: name,
  verdict: z.enum(['approved', 'rejected']),
  by: login,
  comment: z.optional(z.string().check(z.maxLength(500))),
  at: z.optional(Instant),
});
export type GateDecision = z.infer<typeof GateDecision>;

/** One run of CI for one commit. Facts of a run are ordered by `attempt`, then by how far `state` is, then by `revision`. */
export const CiRun = z.object({
  run: RunId,
  provider: z.string().check(z.maxLength(40)),
  workflow: name,
  commit: Sha,
  attempt: z.int().check(z.positive()),
  revision: count,
  state: CiState,
  requestedBy: z.optional(Person),
  /** When the run's first attempt was asked for: constant over its attempts. */
  queuedAt: Instant,
  startedAt: z.optional(Instant),
  endedAt: z.optional(Instant),
  counts: z.optional(TestCounts),
  /** At most 50, in the report's order. */
  failures: z.array(FailingTest).check(z.maxLength(50)),
  /** The first lines of the log that tell why, at most 20, where no report names the tests. */
  lines: z.array(z.string().check(z.maxLength(500))).check(z.maxLength(20)),
  /** What people call it: 42 for #42. */
  number: z.optional(count),
  /** Its page at the engine. */
  url: z.optional(url),
  /** Why it ran, in the engine's word: push, pull_request, workflow_dispatch. */
  event: z.optional(z.string().check(z.maxLength(60))),
  /** Who caused it, as the engine names them. */
  actor: z.optional(login),
  /** Absent where the provider has no jobs, or has not told them. At most 60, in the engine's order. */
  jobs: z.optional(z.array(Job).check(z.maxLength(60))),
  /** What it waits for, if it waits for people. */
  gates: z.optional(z.array(Gate).check(z.maxLength(10))),
  decisions: z.optional(z.array(GateDecision).check(z.maxLength(10))),
  /** Why no test is to blame, where the engine itself failed: a lost runner, a full disk. */
  infrastructure: z.optional(z.string().check(z.maxLength(300))),
  /** The revision at which the gates, and the evidence (`counts`, `failures`, `lines`, `infrastructure`), were last told. */
  revisions: z.optional(z.object({ gates: z.optional(count), evidence: z.optional(count) })),
});
export type CiRun = z.infer<typeof CiRun>;
