import type { Card } from '../../../../protocol/model/card.ts';
import { ciWords, hasEnded, latestRuns, verdict } from '../../../../protocol/model/health.ts';
import type { CiRun, CiState, Gate, GateDecision } from '../../../../protocol/model/run.ts';
import { oneLine } from './blocks.ts';
import { counted, type Fact, listed } from './render-card-facts.ts';
import { bold, type Line, said } from './render-rich.ts';

const workflowsShown = 5;
const gatesShown = 3;

/** A state in one character, beside which its word or its name stands. */
export const marks: Readonly<Record<CiState, string>> = {
  queued: '○',
  waiting: '◷',
  'setting-up': '◔',
  running: '◔',
  passed: '✓',
  failed: '✗',
  'setup-failed': '✗',
  cancelled: '⊘',
  'timed-out': '✗',
  interrupted: '!',
  skipped: '–',
};

/** What a run is called beside others of its branch. */
export const runName = ({ workflow, number }: CiRun): string =>
  number === undefined ? oneLine(workflow, 80) : `${oneLine(workflow, 80)} #${number}`;

/** The newest run of each workflow, and what it waits for. */
export function ciFact({ ci }: Card): Fact {
  const latest = latestRuns(ci);
  const lines = latest.slice(0, workflowsShown).flatMap(runLines);
  const rest = latest.length - workflowsShown;
  if (lines.length === 0) return { label: 'CI', lines: [[said('No run yet')]] };
  return { label: 'CI', lines: rest > 0 ? [...lines, [said(`and ${rest} more`)]] : lines };
}

const runLines = (run: CiRun): Line[] => [
  [said(runWords(run))],
  ...(run.infrastructure === undefined ? [] : [[said(`No test is to blame: ${oneLine(run.infrastructure, 200)}`)]]),
  ...(run.gates ?? []).slice(0, gatesShown).map(gateWords),
  ...(run.decisions ?? []).slice(0, gatesShown).map(decisionWords),
];

function runWords(run: CiRun): string {
  const { state, attempt, counts, requestedBy } = run;
  return listed(
    [
      `${marks[state]} ${runName(run)} ${ciWords[state]}`,
      counts && counted(counts),
      !hasEnded(state) && progress(run),
      attempt > 1 && `attempt ${attempt}`,
      requestedBy && `for ${oneLine(requestedBy.name, 80)}`,
      lasted(run),
    ],
    ' · ',
  );
}

function progress({ jobs = [] }: CiRun): string | undefined {
  const done = jobs.filter(({ state }) => hasEnded(state)).length;
  return jobs.length > 1 ? `${done} of ${jobs.length} jobs done` : undefined;
}

function lasted({ startedAt, endedAt }: CiRun): string | undefined {
  if (startedAt === undefined || endedAt === undefined || endedAt < startedAt) return undefined;
  const seconds = Math.round((endedAt - startedAt) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function gateWords({ environment, approvers, until }: Gate): Line {
  const where = bold(oneLine(environment, 100) || '–');
  if (until !== undefined) return [said('◷ '), where, said(' waits for its time')];
  const whom = approvers.slice(0, 5).map((each) => `@${oneLine(each, 60)}`);
  return [said('◷ '), where, said(` waits for approval${whom.length > 0 ? ` by ${whom.join(' or ')}` : ''}`)];
}

const decisionWords = ({ environment, verdict: said_, by, comment }: GateDecision): Line => [
  said(said_ === 'approved' ? '✓ ' : '✗ '),
  bold(oneLine(environment, 100) || '–'),
  said(` ${said_} by @${oneLine(by, 60)}${comment ? `: ${oneLine(comment, 120)}` : ''}`),
];

/** The run that a card explains: the newest that failed, or else the newest. */
export function explained({ ci }: Card): CiRun | undefined {
  const latest = latestRuns(ci);
  return latest.find((run) => verdict(run) === 'failing') ?? latest[0];
}
