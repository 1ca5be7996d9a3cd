import * as vscode from 'vscode';
import type { Card } from '../../../protocol/model/card.ts';
import type { PersonId } from '../../../protocol/model/ids.ts';
import { health, latestRuns } from '../../../protocol/model/health.ts';
import { readLogMark } from '../../../protocol/model/log-mark.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import type { Source } from '../../../protocol/model/source.ts';
import { canOf, leftOf, runContext } from './can.ts';
import { ciIcon } from './ci-icons.ts';
import { gateRows } from './gate-rows.ts';
import { failureRows, jobRows, type RunView } from './job-rows.ts';
import { markWords } from '../log/lines.ts';
import type { Row } from './row.ts';
import { isPage, plain, runWords, shortSha, timeWords, type Time } from '../words.ts';

export interface CiView {
  readonly sources: readonly Source[] | undefined;
  readonly me: PersonId | undefined;
  /** Whether a red build can be claimed. */
  readonly claims: boolean;
  readonly time: Time;
}

/** CI of a branch: who is on it, the newest run of each workflow, then the earlier ones. */
export function ciRow(card: Card | undefined, view: CiView): Row {
  const runs = card?.ci ?? [];
  const latest = latestRuns(runs);
  const newest = runs[0];
  const claimable = view.claims && card !== undefined && !card.claim && health(card) === 'failing';
  const rowOf = (run: CiRun, open: boolean): Row => {
    const can = leftOf(canOf(view.sources, run.provider), run, card?.deeds);
    return runRow({ run, can, deeds: card?.deeds, base: card?.forge?.base, time: view.time }, open);
  };
  return {
    id: 'ci',
    label: vscode.l10n.t('CI'),
    description: newest ? runWords(newest) : vscode.l10n.t('no run yet'),
    icon: 'rocket',
    tooltip: newest
      ? vscode.l10n.t('The newest run: {0}', runWords(newest))
      : vscode.l10n.t('The bridge knows of no run of CI for this branch.'),
    context: claimable ? 'ci claimable' : 'ci',
    children: [
      ...claimRow(card, view),
      ...latest.map((run, index) => rowOf(run, index === 0 || health({ ci: [run], work: [] }) === 'failing')),
      ...earlierRow(
        runs.filter((run) => !latest.includes(run)),
        rowOf,
      ),
    ],
    open: true,
  };
}

function claimRow(card: Card | undefined, { me, time }: CiView): readonly Row[] {
  if (!card?.claim) return [];
  const { by, at, until } = card.claim;
  const mine = by.id === me;
  const who = plain(by.name);
  const since = vscode.l10n.t('since {0}', time(at));
  const words = mine ? vscode.l10n.t('You are on it') : vscode.l10n.t('{0} is on it', who);
  return [
    {
      id: 'claim',
      label: words,
      description: since,
      icon: 'person',
      tooltip: [
        `${words}, ${since}`,
        vscode.l10n.t('It ends when CI is green again.'),
        ...(until === undefined ? [] : [vscode.l10n.t('It ends by itself at {0}.', time(until))]),
      ].join('\n'),
      context: ['claim', ...(mine ? ['mine'] : []), ...(health(card) === 'failing' ? ['red'] : [])].join(' '),
    },
  ];
}

/** Closed at first, since what they say has been said again since. */
function earlierRow(runs: readonly CiRun[], rowOf: (run: CiRun, open: boolean) => Row): readonly Row[] {
  if (runs.length === 0) return [];
  const said = runs.length === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', runs.length);
  return [
    {
      id: 'ci earlier',
      label: vscode.l10n.t('Earlier'),
      description: said,
      icon: 'history',
      tooltip: vscode.l10n.t('{0} before the newest of each workflow', said),
      context: 'earlier',
      children: runs.map((run) => rowOf(run, false)),
      open: false,
    },
  ];
}

function runRow(view: RunView, open: boolean): Row {
  const { run, can, time } = view;
  const jobs = new Set((run.jobs ?? []).map(({ name }) => name));
  const inJob = run.failures.filter(({ job }) => job !== undefined && jobs.has(job));
  const label = `${plain(run.workflow)}${run.number === undefined ? '' : ` #${run.number}`}`;
  const words = [
    runWords(run),
    ...(run.attempt > 1 ? [vscode.l10n.t('attempt {0}', run.attempt)] : []),
    shortSha(run.commit),
    ...timeWords(run, time),
  ];
  return {
    id: `run ${run.run}`,
    label,
    description: words.join(' · '),
    ...ciIcon(run.state),
    tooltip: tooltipOf(run, label, time),
    context: runContext(run, can),
    run: run.run,
    ...(run.url !== undefined && isPage(run.url) && { href: run.url }),
    children: [
      ...gateRows(view),
      ...infrastructureRow(run),
      ...failureRows(
        view,
        run.failures.filter((test) => !inJob.includes(test)),
        `run ${run.run}`,
      ),
      ...jobRows(view, inJob),
      ...lineRows(run),
    ],
    open,
  };
}

function tooltipOf(run: CiRun, label: string, time: Time): string {
  const by = run.requestedBy?.name ?? run.actor;
  const queued = time(run.queuedAt);
  return [
    `${label}: ${runWords(run)}`,
    vscode.l10n.t('Commit {0}', run.commit),
    by === undefined
      ? vscode.l10n.t('Queued {0}', queued)
      : vscode.l10n.t('Queued {0}, asked for by {1}', queued, plain(by)),
    ...(run.event === undefined ? [] : [vscode.l10n.t('Because of {0}', plain(run.event))]),
  ].join('\n');
}

/** Where the engine itself failed, no test is to blame. */
function infrastructureRow({ run, infrastructure }: CiRun): readonly Row[] {
  if (infrastructure === undefined) return [];
  return [
    {
      id: `run ${run} infrastructure`,
      label: vscode.l10n.t('Not the tests’ fault'),
      description: plain(infrastructure),
      icon: 'server-environment',
      tint: 'warned',
      tooltip: plain(infrastructure),
      context: 'infrastructure',
    },
  ];
}

/** The lines of the log that tell why, where no report has named the tests. */
const lineRows = ({ run, lines, failures }: CiRun): readonly Row[] =>
  (failures.length > 0 ? [] : lines).map((line, index) => {
    const mark = readLogMark(line);
    const words = plain(mark ? markWords(mark) : line);
    return { id: `run ${run} line ${index}`, label: words, icon: 'blank', tooltip: words, context: 'line' };
  });
