import * as vscode from 'vscode';
import { hasEnded, runName } from '../../protocol/model/health.ts';
import type { CiRun, Job } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import type { Deed } from '../deed.ts';
import type { Services } from '../services.ts';
import { boundTo, cardOf } from '../situation.ts';
import { failingFirst } from '../views/rows/failing-first.ts';
import { ciWord, plain, rowText } from '../views/words.ts';
import { doErrand } from './do-errand.ts';
import { chooseRun, type Found } from './find-run.ts';
import { obstacleOf } from './obstacle.ts';
import { targetOf } from './row-target.ts';
import { refuse } from './say.ts';

type What = (Deed & { type: 'rerun' })['what'];

const hasFailed = ({ state }: Pick<CiRun, 'state'>): boolean =>
  hasEnded(state) && state !== 'passed' && state !== 'skipped';

/** Runs all of a CI run again. */
export const rerunCi = (services: Services, argument?: unknown): Promise<void> =>
  choose(
    services,
    argument,
    vscode.l10n.t('Rerun CI'),
    ({ state }, can) => can.rerun && hasEnded(state),
    async () => 'all',
  );

/** Runs again what failed in a CI run. */
export const rerunFailed = (services: Services, argument?: unknown): Promise<void> =>
  choose(
    services,
    argument,
    vscode.l10n.t('Rerun Failed Jobs'),
    (run, can) => can.rerunFailed && hasFailed(run),
    async () => 'failed',
  );

/** Runs one job of a CI run again. */
export const rerunJob = (services: Services, argument?: unknown): Promise<void> =>
  choose(
    services,
    argument,
    vscode.l10n.t('Rerun Job'),
    ({ state, jobs = [] }, can) => can.rerunJob && hasEnded(state) && jobs.length > 0,
    async ({ run }) => {
      const { job: id } = targetOf(argument);
      const job = run.jobs?.find((each) => each.id === id) ?? (await pickJob(run));
      return job && { job };
    },
  );

/** Runs a CI run again, or a part of it, so that its log tells more. */
export const rerunDebug = (services: Services, argument?: unknown): Promise<void> =>
  choose(
    services,
    argument,
    vscode.l10n.t('Rerun with Debug Logging'),
    ({ state }, can) => can.debug && can.rerun && hasEnded(state),
    pickWhat,
    true,
  );

async function choose(
  services: Services,
  argument: unknown,
  title: string,
  fits: (run: CiRun, can: CiCan) => boolean,
  what: (found: Found) => Promise<What | undefined>,
  debug = false,
): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const found = await chooseRun(services, argument, { title, fits, none: `${title}: ${whyNone(services, argument)}` });
  const chosen = found && (await what(found));
  if (!chosen) return;
  const { run, card } = found;
  await doErrand(services, {
    deed: { type: 'rerun', run, what: chosen, debug },
    about: card.key,
    at: boundTo(services.situation(), card, run),
  });
}

/** Somebody else may have been quicker. */
function whyNone({ situation }: Services, argument: unknown): string {
  const { run: id } = targetOf(argument);
  const runs = cardOf(situation())?.ci ?? [];
  const open = runs.find(({ run, state }) => !hasEnded(state) && (id === undefined || run === id));
  if (!open) return vscode.l10n.t('no CI run of this branch is there for it, or its engine cannot do that.');
  return vscode.l10n.t('{0} is still under way.', plain(runName(open)));
}

async function pickJob({ jobs = [] }: CiRun): Promise<Job | undefined> {
  const items = failingFirst(jobs).map((job) => ({ label: rowText(job.name), description: ciWord(job.state), job }));
  return (
    await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Rerun Job'),
      placeHolder: vscode.l10n.t('Which job'),
    })
  )?.job;
}

async function pickWhat({ run, can }: Found): Promise<What | undefined> {
  const some: { label: string; what: What }[] = [{ label: vscode.l10n.t('All Jobs'), what: 'all' }];
  if (can.rerunFailed && hasFailed(run)) some.unshift({ label: vscode.l10n.t('Failed Jobs'), what: 'failed' });
  if (can.rerunJob)
    some.push(
      ...failingFirst(run.jobs ?? []).map((job) => ({
        label: vscode.l10n.t('Job {0}', rowText(job.name)),
        what: { job },
      })),
    );
  if (some.length === 1) return 'all';
  const options = {
    title: vscode.l10n.t('Rerun with Debug Logging'),
    placeHolder: vscode.l10n.t('What to run again'),
  };
  return (await vscode.window.showQuickPick(some, options))?.what;
}
