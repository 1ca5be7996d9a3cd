import * as vscode from 'vscode';
import { hasEnded } from '../../../protocol/model/health.ts';
import type { Card } from '../../../protocol/model/card.ts';
import type { CiRun, FailingTest, Job, Step } from '../../../protocol/model/run.ts';
import type { CiCan } from '../../../protocol/model/source.ts';
import { staysInside } from '../../../protocol/model/places.ts';
import { ciIcon } from './ci-icons.ts';
import { numbered, type Row } from './row.ts';
import { ciWord, plain, timeWords, triageWords, type Time } from '../words.ts';

/** What the rows of a run are made of. */
export interface RunView {
  readonly run: CiRun;
  readonly can: CiCan;
  /** What was done already to its branch. */
  readonly deeds: Card['deeds'];
  /** The base branch, which a failure may be older than. */
  readonly base: string | undefined;
  readonly time: Time;
}

const failedStates: ReadonlySet<string> = new Set(['failed', 'setup-failed', 'timed-out']);

/**
 * The jobs of a run, in the engine's order, each with the tests that failed in it and its steps. An engine gives a job another id with
 * each attempt, so its row is known by its name.
 */
export function jobRows(view: RunView, tests: readonly FailingTest[]): readonly Row[] {
  const unique = numbered();
  return (view.run.jobs ?? []).map((job) => {
    const id = `run ${view.run.run} job ${unique(job.name)}`;
    return jobRow(
      view,
      job,
      id,
      failureRows(
        view,
        tests.filter((test) => test.job === job.name),
        id,
      ),
    );
  });
}

function jobRow({ run, can, time }: RunView, job: Job, id: string, failures: readonly Row[]): Row {
  const said = ciWord(job.state);
  const failed = failedStates.has(job.state);
  const words = [
    job.mayFail === true && failed ? vscode.l10n.t('{0}, which is allowed', said) : said,
    // The run's own row says which attempt it is.
    ...(job.attempt !== run.attempt ? [vscode.l10n.t('attempt {0}', job.attempt)] : []),
    ...timeWords(job, time).slice(job.endedAt === undefined ? 0 : 1),
  ];
  const context = ['job', ...(can.rerunJob && hasEnded(run.state) ? ['rerunJob'] : []), ...(job.url ? ['page'] : [])];
  return {
    id,
    label: plain(job.name),
    description: words.join(' · '),
    ...ciIcon(job.state, job.mayFail),
    tooltip: [vscode.l10n.t('Job {0}', plain(job.name)), said, ...timeWords(job, time)].join('\n'),
    context: context.join(' '),
    run: run.run,
    job: job.id,
    ...(job.url !== undefined && { href: job.url }),
    children: [...failures, ...job.steps.map((step) => stepRow(step, id, time))],
    open: failed && job.mayFail !== true,
  };
}

function stepRow(step: Step, job: string, time: Time): Row {
  const took = timeWords(step, time).slice(step.endedAt === undefined ? 0 : 1);
  return {
    id: `${job} step ${step.number}`,
    label: plain(step.name),
    description: [ciWord(step.state), ...took].join(' · '),
    ...ciIcon(step.state),
    tooltip: [
      vscode.l10n.t('Step {0}: {1}', step.number, plain(step.name)),
      ciWord(step.state),
      ...timeWords(step, time),
    ].join('\n'),
    context: 'step',
  };
}

/** Tests that failed in a run, each with its place and with what history says of it. */
export const failureRows = ({ run, base }: RunView, tests: readonly FailingTest[], parent: string): readonly Row[] =>
  testRows(tests, { parent, base, of: run });

export interface TestsView {
  /** The id of the row that they stand below. */
  readonly parent: string;
  readonly base?: string | undefined;
  /** The run of CI that they failed in; absent for those that failed on this machine. */
  readonly of?: Pick<CiRun, 'run' | 'commit'>;
}

/** Whether a test runner may know the file: which one does, is looked up when it is asked for, since that reads the repository. */
const runs = (file: string | undefined): boolean =>
  file !== undefined && /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|groovy|scala|cs|fs|vb)$/i.test(file);

/** Tests that failed. A click opens each at its line. */
export function testRows(tests: readonly FailingTest[], { parent, base, of }: TestsView): readonly Row[] {
  const unique = numbered();
  return tests.map((test) => {
    const { name, file, line, message } = test;
    const place = file && `${plain(file)}${line ? `:${line}` : ''}`;
    const triage = triageWords(test, base);
    const description = [place, triage].filter(Boolean).join(' · ');
    const told = message && message.split('\n').map(plain).join('\n');
    const warned = test.triage === 'flaky' || test.triage === 'on-base';
    return {
      id: unique(`${parent} test ${file ?? ''} ${name}`),
      label: plain(name),
      ...(description && { description }),
      icon: warned ? 'warning' : 'error',
      tint: warned ? 'warned' : 'failed',
      says: vscode.l10n.t('failed'),
      tooltip: [plain(name), place, triage, told].filter(Boolean).join('\n'),
      context: runs(file) ? 'failure runnable' : 'failure',
      test: name,
      ...(file !== undefined && { file }),
      ...(of && { run: of.run }),
      ...(file && staysInside(file) && { opens: { file, ...(line && { line }), ...(of && { commit: of.commit }) } }),
    };
  });
}
