import type { CiReport, RunOrder } from '../../../ports/ci-provider.ts';
import { type Ended, runCommand } from './command.ts';
import type { LocalCiConfig } from './config.ts';
import { jobEnvironment } from './environment.ts';
import { written } from './handle.ts';
import { lastLines, logFile } from './log-files.ts';
import { type LogWriter, openLog } from './log-writer.ts';
import { type Outcome, outcomeOf, said } from './outcome.ts';
import { planOf, type Step } from './plan.ts';
import { startOf } from './process-group.ts';
import { findReports, readReports } from './reports.ts';
import type { Stop } from './stop.ts';
import type { Worktrees } from './worktrees.ts';

/** What is told of a run: what it is about is known. */
export type Told = Omit<CiReport, 'run' | 'attempt' | 'revision'>;

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
  const end = reason ? { ...outcome, state: reason } : outcome;
  const lines = explained(end) ? [] : (await lastLines(file)).map((line) => line.replaceAll(`${worktree}/`, ''));
  await run.tell({ ...end, startedAt, endedAt: clock.now(), lines });
}

/** Whether nobody needs the log's last lines to know why it ended so. */
const explained = ({ state, counts, failures }: Outcome): boolean =>
  failures.length > 0 || state === 'cancelled' || (state === 'passed' && counts !== undefined);

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
    const how = await done('setting-up', setup, worktree, work);
    if (!('code' in how && how.code === 0)) return untested;
  }
  if (stop.signal.aborted) return untested;
  const before = await findReports(worktree, settings.reports);
  const how = await done('running', test, worktree, work);
  if (stop.signal.aborted) return untested;
  stop.tooLate();
  return outcomeOf(how, await readReports(worktree, settings.reports, before));
}

/** Runs one step. It begins once it is committed how to find it again. */
async function done(state: CiReport['state'], step: Step, worktree: string, work: Work): Promise<Ended> {
  const { config, run, log, startedAt } = work;
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
  return how;
}
