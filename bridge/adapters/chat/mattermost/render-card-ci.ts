import { cut } from '../../messages/cut.ts';
import { ciMarks } from '../../messages/ci-marks.ts';
import type { Card } from '../../../../protocol/model/card.ts';
import { ciWords, latestRuns, verdict } from '../../../../protocol/model/health.ts';
import type { CiRun, FailingTest, Gate, Job } from '../../../../protocol/model/run.ts';
import { codeBlock, inOneLine } from './escape.ts';
import { counted, listed, several, short } from './render-card-facts.ts';

const workflowsShown = 6;
const jobsShown = 12;
const testsShown = 10;
const linesShown = 8;

/** The newest run of each workflow, and what it waits for. */
export const ciFact = ({ ci }: Card): string | undefined => several(latestRuns(ci).flatMap(told), workflowsShown);

const told = (run: CiRun): string[] => [
  runWords(run),
  ...(run.infrastructure === undefined ? [] : [`No test is to blame: ${run.infrastructure}`]),
  ...(run.gates ?? []).slice(0, 3).map(gateWords),
];

function runWords(run: CiRun): string {
  const { workflow, number, state, attempt, counts, commit, requestedBy, startedAt, endedAt } = run;
  const seconds = startedAt !== undefined && endedAt !== undefined && Math.round((endedAt - startedAt) / 1000);
  return listed([
    `${workflow}${number === undefined ? '' : ` #${number}`}: ${ciWords[state]}`,
    counts && counted(counts),
    `at ${short(commit)}`,
    attempt > 1 && `attempt ${attempt}`,
    requestedBy && `asked for by ${requestedBy.name}`,
    seconds !== false && `${seconds} s`,
  ]);
}

function gateWords({ environment, approvers, until }: Gate): string {
  if (until !== undefined) return `◷ ${environment} waits for its time`;
  const whom = approvers.map((each) => `@${each}`).join(', ');
  return `◷ ${environment} waits for approval${whom === '' ? '' : ` by ${whom}`}`;
}

/** The jobs of each workflow's newest run: what is not done is named, of the rest it is said how many they are. */
export function jobs({ ci }: Card): string {
  const lines = latestRuns(ci).flatMap((run) => ((run.jobs ?? []).length > 0 ? [jobLine(run)] : []));
  return several(lines, workflowsShown) ?? '';
}

function jobLine({ workflow, jobs: all = [] }: CiRun): string {
  const done = all.filter(({ state }) => state === 'passed' || state === 'skipped');
  const open = all.filter((job) => !done.includes(job));
  const passed = done.filter(({ state }) => state === 'passed').length;
  const words = [
    ...open.slice(0, jobsShown).map(jobWords),
    ...(open.length > jobsShown ? [`and ${open.length - jobsShown} more`] : []),
    ...(passed > 0 ? [`✓ ${passed} passed`] : []),
    ...(done.length > passed ? [`– ${done.length - passed} skipped`] : []),
  ];
  return `${cut(inOneLine(workflow), 80)}: ${words.join(' · ')}`;
}

function jobWords({ name, state, steps }: Job): string {
  const bad = steps.find((step) => ciMarks[step.state] === '✗');
  return `${ciMarks[state]} ${cut(inOneLine(name), 40)}${bad ? ` (${cut(inOneLine(bad.name), 40)})` : ''}`;
}

/** Why the first that failed did: the failing tests by name; where no report names them, the first lines of the log that tell why. */
export function why(card: Card): string {
  const latest = latestRuns(card.ci);
  const run = latest.find((each) => verdict(each) === 'failing') ?? latest[0];
  if (!run) return '';
  const named = run.failures.map((test) => failingTest(test, card.forge?.base));
  const tests = several(named, testsShown);
  if (tests !== undefined) return `**Failing tests**\n${tests}`;
  return codeBlock(
    run.lines
      .slice(0, linesShown)
      .map((line) => cut(inOneLine(line), 300))
      .join('\n'),
  );
}

function failingTest(test: FailingTest, base: string | undefined): string {
  const { name, file, line } = test;
  const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
  const history = triageWords(test, base);
  return `• ${cut(name, 140)}${cut(place, 100)}${history === '' ? '' : ` – ${cut(history, 80)}`}`;
}

function triageWords({ triage, flaky }: FailingTest, base = 'the base branch'): string {
  switch (triage) {
    case undefined:
      return '';
    case 'new':
    case 'known':
      return triage;
    case 'on-base':
      return `also red on ${base}`;
    case 'flaky':
      return flaky ? `flaky: ${flaky.failed} of the last ${flaky.of} failed` : 'flaky';
  }
}
