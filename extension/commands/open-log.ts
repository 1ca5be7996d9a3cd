import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { cardOf, type Situation } from '../situation.ts';
import { failingFirst } from '../views/rows/failing-first.ts';
import type { LogName } from '../views/log/name.ts';
import { ciWord, rowText, timeWords } from '../views/words.ts';
import { findRun } from './find-run.ts';
import { obstacleOf } from './obstacle.ts';
import { pickRun } from './pick-run.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';
import { titleOf } from './title.ts';

/** Opens the log of a CI run of this branch, or of one of its jobs, and follows it while the run goes on. */
export async function openLog(services: Services, argument?: unknown): Promise<void> {
  const name = await choose(services, argument, vscode.l10n.t('Open CI Log'));
  if (name) await services.logs.open(name);
}

/** As `openLog`, in a terminal, with the colours that the log has. */
export async function openLogInTerminal(services: Services, argument?: unknown): Promise<void> {
  const name = await choose(services, argument, vscode.l10n.t('Open CI Log in Terminal'));
  if (name) services.terminals.open(name);
}

async function choose(services: Services, argument: unknown, title: string): Promise<LogName | undefined> {
  const { situation, time } = services;
  const obstacle = obstacleOf(situation(), ['trust', 'bridge']);
  if (obstacle) {
    refuse(obstacle);
    return undefined;
  }
  const target = targetOf(argument);
  if (target.run !== undefined && target.job !== undefined) return named(situation(), target.run, target.job);
  const runs = cardOf(situation())?.ci ?? [];
  if (target.run === undefined && runs.length === 0) {
    const button = titleOf('runCi');
    refuse({
      message: vscode.l10n.t('The bridge knows of no run of CI for this branch.'),
      button,
      command: commandId('runCi'),
    });
    return undefined;
  }
  const run = target.run ?? (await pickRun(runs, title, time));
  if (run === undefined) return undefined;
  const job = await pickJob(services, run, title);
  return job === undefined ? undefined : named(situation(), run, job || undefined);
}

function named(situation: Situation, run: LogName['run'], job: string | undefined): LogName {
  const found = findRun(situation, run)?.run;
  const title = found?.jobs?.find(({ id }) => id === job)?.name;
  const number = found?.number === undefined ? undefined : `#${found.number}`;
  return { run, job, title: [found?.workflow, number, title].filter(Boolean).join(' ') || undefined };
}

/** The job whose log is wanted, where a run has several: empty where it has not, undefined where the picking is given up. */
async function pickJob({ situation, time }: Services, run: LogName['run'], title: string): Promise<string | undefined> {
  const jobs = findRun(situation(), run)?.run.jobs ?? [];
  if (jobs.length < 2) return jobs[0]?.id ?? '';
  const items = failingFirst(jobs).map((job) => ({
    label: rowText(job.name),
    description: [ciWord(job.state), ...timeWords(job, time)].join(' · '),
    job: job.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Which job') });
  return picked?.job;
}
