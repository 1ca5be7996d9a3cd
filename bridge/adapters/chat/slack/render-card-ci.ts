import { ciWords, hasEnded } from '../../../../protocol/model/health.ts';
import type { CiRun, Gate, GateDecision } from '../../../../protocol/model/run.ts';
import { oneLine } from './blocks.ts';
import { counted, listed } from './render-card-facts.ts';
import { bold, type Line, said } from './render-rich.ts';

const gatesShown = 3;

/** A run in one line, and below it what it waits for, what was said to that, and what is to blame other than a test. */
export const runLines = (run: CiRun): Line[] => [
  [bold(runName(run)), said(` ${runWords(run)}`)],
  ...(run.infrastructure === undefined ? [] : [[said(`No test is to blame: ${oneLine(run.infrastructure, 200)}`)]]),
  ...(run.gates ?? []).slice(0, gatesShown).map(gateLine),
  ...(run.decisions ?? []).slice(0, gatesShown).map(decisionLine),
];

/** What people call it beside others of its branch. */
const runName = ({ workflow, number }: CiRun): string =>
  number === undefined ? oneLine(workflow, 80) || '–' : `${oneLine(workflow, 80)} #${number}`;

const runWords = (run: CiRun): string =>
  listed(
    [
      ciWords[run.state],
      run.counts && counted(run.counts, 'tests '),
      jobCount(run),
      run.attempt > 1 && `attempt ${run.attempt}`,
      run.requestedBy && `for ${oneLine(run.requestedBy.name, 80)}`,
      lasted(run),
    ],
    ' · ',
  );

function jobCount({ jobs = [], state }: CiRun): string | undefined {
  if (jobs.length < 2) return undefined;
  if (state === 'passed') return `${jobs.length} jobs`;
  const done = jobs.filter((job) => hasEnded(job.state)).length;
  return hasEnded(state) ? undefined : `${done} of ${jobs.length} jobs done`;
}

function lasted({ startedAt, endedAt }: CiRun): string | undefined {
  if (startedAt === undefined || endedAt === undefined || endedAt < startedAt) return undefined;
  const seconds = Math.round((endedAt - startedAt) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const place = (environment: string) => bold(oneLine(environment, 100) || '–');

function gateLine({ environment, approvers, until }: Gate): Line {
  if (until !== undefined) return [said('◷ '), place(environment), said(' waits for its time')];
  const whom = approvers.slice(0, 5).map((each) => `@${oneLine(each, 60)}`);
  const more = approvers.length > whom.length ? ' or others' : '';
  const by = whom.length > 0 ? ` by ${whom.join(' or ')}${more}` : '';
  return [said('◷ '), place(environment), said(` waits for approval${by}`)];
}

const decisionLine = ({ environment, verdict, by, comment }: GateDecision): Line => [
  said(verdict === 'approved' ? '✓ ' : '✗ '),
  place(environment),
  said(` ${verdict} by @${oneLine(by, 60)}${comment ? `: ${oneLine(comment, 120)}` : ''}`),
];
