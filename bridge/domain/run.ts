import type { CiRun, CiState, GateDecision, Job } from '../../protocol/model/run.ts';
import { hasEnded } from '../../protocol/model/health.ts';

/** What a source says of a run: of the whole, of some of its jobs, or of what came to light of it. */
export type RunNews = Pick<CiRun, 'run' | 'attempt' | 'revision' | 'state'> & Partial<CiRun>;

/** A run of which nothing is known but what it is for. */
export const newRun = (
  of: Pick<CiRun, 'run' | 'provider' | 'workflow' | 'commit' | 'queuedAt'> & Pick<Partial<CiRun>, 'requestedBy'>,
): CiRun => ({
  run: of.run,
  provider: of.provider,
  workflow: of.workflow,
  commit: of.commit,
  queuedAt: of.queuedAt,
  ...(of.requestedBy ? { requestedBy: of.requestedBy } : {}),
  attempt: 1,
  revision: 0,
  state: 'queued',
  failures: [],
  lines: [],
});

/** The wire takes no more jobs of a run. */
const mostJobs = 60;

/**
 * A run after some news, or the same object where all of it is known. The whole is ordered by attempt, then by whether it has ended, then by
 * revision, then by state; each job is ordered by itself, and so is the evidence. So any order of arrival, with any repetition, ends in
 * the same run ([W4] in docs/protocol.md).
 */
export function mergeRun(known: CiRun, news: RunNews): CiRun {
  const jobs = mergeJobs(known.jobs, news.jobs);
  const rest = withRest(withState(withConstants(known, news), news), news);
  const merged = jobs === known.jobs ? rest : { ...rest, jobs: [...(jobs ?? [])] };
  return merged === known || same(merged, known) ? known : merged;
}

const same = (one: CiRun, other: CiRun): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
const sorted = (run: CiRun): unknown => Object.entries(run).toSorted(([a], [b]) => order(a, b));

/** What does not change from one attempt to the next: filled in when it is first told. */
function withConstants(known: CiRun, news: RunNews): CiRun {
  const { number, url, event, actor } = news;
  return {
    ...defined({ number, url, event, actor }),
    ...known,
    queuedAt: Math.min(known.queuedAt, news.queuedAt ?? known.queuedAt),
  };
}

function withState(known: CiRun, news: RunNews): CiRun {
  if (compare(news, known) <= 0) return known;
  const { attempt, revision, state, startedAt, endedAt } = news;
  const base = attempt > known.attempt ? attemptless(known) : known;
  const { startedAt: _began, endedAt: _ended, ...rest } = base;
  return { ...rest, attempt, revision, state, ...defined({ startedAt, endedAt }) };
}

/** A run as the next attempt finds it: what the one before has shown is gone, but for its jobs, which are replaced one by one. */
function attemptless(run: CiRun): CiRun {
  const { counts: _c, infrastructure: _i, gates: _g, decisions: _d, revisions: _r, ...rest } = run;
  return { ...rest, failures: [], lines: [] };
}

/** Gates, decisions and evidence, which count for one attempt. */
function withRest(run: CiRun, news: RunNews): CiRun {
  if (news.attempt !== run.attempt) return run;
  const next = withEvidence(withDecisions(withGates(run, news), news), news);
  if (!hasEnded(next.state) || next.gates === undefined) return next;
  const { gates: _gone, ...ended } = next;
  return ended;
}

/** The newest word counts; of two of one moment the longer: an answer to one gate does not say which others are left. */
function withGates(run: CiRun, { gates, revisions, revision }: RunNews): CiRun {
  if (!gates) return run;
  const at = revisions?.gates ?? revision;
  const known = run.revisions?.gates ?? -1;
  const shown = run.gates ?? [];
  const longer = gates.length - shown.length || order(JSON.stringify(gates), JSON.stringify(shown));
  if (at === known ? longer <= 0 : at < known) return run;
  return { ...run, gates, revisions: { ...run.revisions, gates: at } };
}

/** The wire takes no more decisions. */
const mostDecisions = 10;

/** All that was said counts: a source may tell of one decision alone, and not when it was. */
function withDecisions(run: CiRun, { decisions }: RunNews): CiRun {
  if (!decisions?.length) return run;
  const all = [...(run.decisions ?? []), ...decisions].map((each) => ({ each, key: decisionKey(each) }));
  const distinct = [...new Map(all.map(({ each, key }) => [key, each])).entries()];
  const inOrder = distinct.toSorted(([a, one], [b, other]) => (one.at ?? 0) - (other.at ?? 0) || order(a, b));
  return { ...run, decisions: inOrder.map(([, each]) => each).slice(-mostDecisions) };
}

const decisionKey = ({ environment, verdict, by, comment, at }: GateDecision): string =>
  JSON.stringify([environment, verdict, by, comment, at]);

/** Evidence belongs together: none of it stays when other is told. */
function withEvidence(run: CiRun, news: RunNews): CiRun {
  const at = news.revisions?.evidence ?? news.revision;
  if (!isEvidence(news) || !tells(news, at, run)) return run;
  const { counts: _c, infrastructure: _i, ...rest } = run;
  const { counts, failures = [], lines = [], infrastructure } = news;
  const revisions = { ...run.revisions, evidence: at };
  return { ...rest, ...defined({ counts, infrastructure }), failures, lines, revisions };
}

/** A run under way has none unless it shows some; an ended one has said all, even where that is nothing. */
function isEvidence({ state, counts, failures, lines, infrastructure }: RunNews): boolean {
  if (counts !== undefined || infrastructure !== undefined || failures?.length || lines?.length) return true;
  return hasEnded(state) && (failures ?? lines) !== undefined;
}

/** Whether evidence is newer than what is known, or as new and richer. Of two that are as rich it has to be always the same one. */
function tells(news: RunNews, at: number, run: CiRun): boolean {
  const known = run.revisions?.evidence ?? -1;
  if (at !== known) return at > known;
  const failures = (news.failures?.length ?? 0) - run.failures.length;
  const lines = (news.lines?.length ?? 0) - run.lines.length;
  return (failures || lines || order(evidenceKey(news), evidenceKey(run))) > 0;
}

/** Evidence as it was told: what history says of it came later. */
const evidenceKey = ({ counts, failures = [], lines = [], infrastructure }: RunNews): string => {
  const told = failures.map(({ name, file, line, message, job }) => [name, file, line, message, job]);
  return JSON.stringify([counts?.passed, counts?.failed, counts?.skipped, told, lines, infrastructure]);
};

/** A job is replaced by newer news of itself, and by a later attempt under the same name. */
function mergeJobs(known: readonly Job[] | undefined, news: readonly Job[] | undefined): readonly Job[] | undefined {
  if (!news) return known;
  let jobs = known ?? [];
  for (const job of news) jobs = mergeJob(jobs, job);
  if (jobs === known) return known;
  return jobs
    .toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0) || natural(a.name, b.name) || natural(a.id, b.id))
    .slice(0, mostJobs);
}

function mergeJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const itself = jobs.find((each) => each.id === job.id);
  if (itself && compare(job, itself) <= 0) return jobs;
  if (jobs.some((each) => each.name === job.name && each.attempt > job.attempt)) return jobs;
  return [...jobs.filter((each) => each !== itself && (each.name !== job.name || each.attempt >= job.attempt)), job];
}

type Ordered = Pick<CiRun, 'attempt' | 'revision' | 'state'>;

/** Which of two facts of one thing is the newer: positive where it is the first. */
function compare(one: Ordered, other: Ordered): number {
  return (
    one.attempt - other.attempt ||
    Number(hasEnded(one.state)) - Number(hasEnded(other.state)) ||
    one.revision - other.revision ||
    states.indexOf(one.state) - states.indexOf(other.state)
  );
}

const states: readonly CiState[] = [
  'queued',
  'waiting',
  'setting-up',
  'running',
  'skipped',
  'passed',
  'cancelled',
  'interrupted',
  'timed-out',
  'setup-failed',
  'failed',
];

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As people sort: `test 2` before `test 10`. */
function natural(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.replaceAll(/\d+/g, (digits) => digits.padStart(12, '0')));
  return order(one ?? a, other ?? b) || order(a, b);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same without fields that are undefined. */
function defined<T extends object>(fields: T): Defined<T>;
function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
