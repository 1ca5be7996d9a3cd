import type { RepositoryId, RunId, Sha } from '../../../../protocol/model/ids.ts';
import type { CiRun } from '../../../../protocol/model/run.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { errorLines, lastLines } from '../../../../reports/error-lines.ts';
import { failuresIn } from '../../../../reports/matchers.ts';
import { type Ended, runCommand } from './command.ts';
import type { LocalCiConfig } from './config.ts';
import { jobEnvironment } from './environment.ts';
import { written } from './handle.ts';
import { endOfLog, logFile } from './log-files.ts';
import { type LogWriter, openLog } from './log-writer.ts';
import { type Outcome, outcomeOf, said } from './outcome.ts';
import { planOf, type Step } from './plan.ts';
import { startOf } from './process-group.ts';
import { findReports, readReports } from './reports.ts';
import type { Stop } from './stop.ts';
import type { Worktrees } from './worktrees.ts';

/** What is told of a run: what it is about is known. */
export type Told = Pick<CiRun, 'state' | 'failures' | 'lines'> & Omit<CiReport, 'run' | 'attempt' | 'revision'>;

/** What is to be tested, and as what. */
export interface RunOrder {
  readonly run: RunId;
  readonly attempt: number;
  readonly repository: RepositoryId;
  readonly commit: Sha;
}

export interface Run {
  readonly order: RunOrder;
  readonly stop: Stop;
  /** Resolves once it is committed. */
  tell(told: Told): Promise<void>;
}

const untested: Outcome = { state: 'setup-failed', failures: [] };

const noTests = [
  'No test command is known for this commit: there is no `test` script in a package.json at its top.',
  'Write one in shiproom.yaml, for example:',
  'ci:',
  '  test: make test',
];

/** What a run works with from its begin to its end. */
interface Work {
  readonly config: LocalCiConfig;
  readonly run: Run;
  readonly log: LogWriter;
  readonly startedAt: number;
}

/** Does one run from its worktree to its end, and tells of it; its worktree is gone when it tells the end. */
export async function doRun(config: LocalCiConfig, worktrees: Worktrees, run: Run): Promise<void> {
  const { clock, settings, logs } = config;
  const file = logFile(logs, run.order.run);
  const startedAt = clock.now();
  await run.tell({ state: 'setting-up', startedAt, failures: [], lines: [] });
  const endLimit = clock.after(settings.timeLimitMs, () => run.stop.now('timed-out'));
  const log = await openLog(file, Object.values(settings.environment));
  const { outcome, worktree } = await inWorktree({ config, run, log, startedAt }, worktrees);
  run.stop.tooLate();
  endLimit();
  const reason = run.stop.reason();
  if (reason) await log.line(reason === 'timed-out' ? `timed out after ${settings.timeLimitMs / 1000} s` : reason);
  await log.close();
  const end = { ...outcome, ...(reason && { state: reason }), lines: [] };
  await run.tell({ ...(explained(end) ? end : await withLog(end, file, worktree)), startedAt, endedAt: clock.now() });
}

/** Whether nobody needs the log to know why it ended so. */
const explained = ({ state, counts, failures }: Outcome): boolean =>
  failures.length > 0 || state === 'cancelled' || (state === 'passed' && counts !== undefined);

/** With what the log tells: the lines that say why, and the tests that the runner's own words name. */
async function withLog(end: Told, file: string, worktree = ''): Promise<Told> {
  const log = (await endOfLog(file)).replaceAll(`${worktree}/`, '');
  return {
    ...end,
    lines: end.state === 'passed' ? lastLines(log) : errorLines(log),
    failures: end.state === 'failed' ? failuresIn(log) : [],
  };
}

async function inWorktree(work: Work, worktrees: Worktrees): Promise<{ outcome: Outcome; worktree?: string }> {
  const { repository, commit } = work.run.order;
  let worktree: string | undefined;
  try {
    worktree = await worktrees.add(repository, commit, work.run.stop.signal);
    return { outcome: await testedIn(worktree, work), worktree };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    work.config.log.warn('a run could not be made', { run: work.run.order.run, reason });
    await work.log.line(`This run could not be made: ${reason}`);
    return { outcome: untested };
  } finally {
    if (worktree !== undefined) await removed(worktree, work, worktrees);
  }
}

async function removed(worktree: string, { config, run }: Work, worktrees: Worktrees): Promise<void> {
  try {
    await worktrees.remove(run.order.repository, worktree);
  } catch (error) {
    // The next bridge finds it and tries again.
    config.log.warn('a worktree could not be removed', { worktree, reason: String(error) });
  }
}

async function testedIn(worktree: string, work: Work): Promise<Outcome> {
  const { settings } = work.config;
  const { stop } = work.run;
  const { setup, test } = await planOf(worktree, settings);
  if (!test) {
    for (const line of noTests) await work.log.line(line);
    return untested;
  }
  if (setup) {
    const how = await done({ state: 'setting-up', step: setup, name: 'setup' }, worktree, work);
    if (!('code' in how && how.code === 0)) return untested;
  }
  if (stop.signal.aborted) return untested;
  const before = await findReports(worktree, settings.reports);
  const how = await done({ state: 'running', step: test, ...(setup && { name: 'test' }) }, worktree, work);
  if (stop.signal.aborted) return untested;
  stop.tooLate();
  const secrets = Object.values(settings.environment);
  return outcomeOf(how, await readReports(worktree, settings.reports, before, secrets));
}

interface Doing {
  readonly state: CiReport['state'];
  readonly step: Step;
  /** What the log calls it, where there are two of them. */
  readonly name?: string;
}

/** Runs one step. It begins once it is committed how to find it again. */
async function done({ state, step, name }: Doing, worktree: string, work: Work): Promise<Ended> {
  const { config, run, log, startedAt } = work;
  const marked = name === undefined ? undefined : await log.step(name);
  await log.line(`$ ${step.shown}`);
  const how = await runCommand({
    words: step.words,
    folder: worktree,
    environment: jobEnvironment(config.environment, config.settings.environment),
    clock: config.clock,
    abort: run.stop.signal,
    started: async (pid) => {
      const begun = await startOf(pid);
      const handle = begun && written({ pid, startedAt: begun, worktree, repository: run.order.repository });
      await run.tell({ state, startedAt, failures: [], lines: [], ...(handle && { handle }) });
    },
    output: async (bytes) => log.output(bytes),
  });
  await log.line(said(how));
  await marked?.('code' in how && how.code === 0 ? 'passed' : 'failed');
  return how;
}
