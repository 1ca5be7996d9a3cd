import type { Card } from '../../../../protocol/model/card.ts';
import type { CiRun, CiState, FailingTest, Gate, Job } from '../../../../protocol/model/run.ts';
import { ciWords, latestRuns, verdict } from '../../../../protocol/model/health.ts';
import { clean, cut, plain, type SlackBlock } from './blocks.ts';
import { counted, listed, several, short } from './render-card-facts.ts';

const workflowsShown = 6;
const jobsShown = 12;
const testsShown = 10;
const linesShown = 8;

/** A state in one character, beside which its word or its name stands. */
const marks: Readonly<Record<CiState, string>> = {
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

/** The newest run of each workflow, and what it waits for. */
export const ciFact = ({ ci }: Card): string | undefined => several(latestRuns(ci).flatMap(told), workflowsShown);

const told = (run: CiRun): string[] => [
  cut(runWords(run), 400),
  ...(run.infrastructure === undefined ? [] : [cut(`No test is to blame: ${run.infrastructure}`, 200)]),
  ...(run.gates ?? []).slice(0, 3).map((gate) => cut(gateWords(gate), 300)),
];

function runWords({
  workflow,
  number,
  state,
  attempt,
  counts,
  commit,
  requestedBy,
  startedAt,
  endedAt,
}: CiRun): string {
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

/** The jobs of each workflow's newest run, and why the first that failed did. */
export function ciDetails(card: Card): SlackBlock[] {
  const latest = latestRuns(card.ci);
  const failed = latest.find((run) => verdict(run) === 'failing') ?? latest[0];
  const jobs = latest.slice(0, workflowsShown).flatMap(jobLines).join('\n');
  return [
    ...(jobs === '' ? [] : [{ type: 'section' as const, text: plain(jobs, 3000) }]),
    ...(failed ? why(failed, card.forge?.base) : []),
  ];
}

/** What is not done is named; of the rest it is said how many they are. */
function jobLines({ workflow, jobs = [] }: CiRun): string[] {
  if (jobs.length === 0) return [];
  const done = jobs.filter(({ state }) => state === 'passed' || state === 'skipped');
  const open = jobs.filter((job) => !done.includes(job));
  const named = open.slice(0, jobsShown).map(jobWords);
  const passed = done.filter(({ state }) => state === 'passed').length;
  const skipped = done.length - passed;
  const rest = [
    ...(open.length > jobsShown ? [`and ${open.length - jobsShown} more`] : []),
    ...(passed > 0 ? [`✓ ${passed} passed`] : []),
    ...(skipped > 0 ? [`– ${skipped} skipped`] : []),
  ];
  return [`${cut(workflow, 80)}: ${[...named, ...rest].join(' · ')}`];
}

function jobWords({ name, state, steps }: Job): string {
  const bad = steps.find((step) => marks[step.state] === '✗');
  return `${marks[state]} ${cut(name, 80)}${bad ? ` (${cut(bad.name, 60)})` : ''}`;
}

/** The failing tests by name; where no report names them, the first lines of the log that tell why. */
function why(run: CiRun, base: string | undefined): SlackBlock[] {
  const { failures, lines } = run;
  if (failures.length > 0) {
    const named = failures.map((test) => failingTest(test, base));
    return [{ type: 'section', text: plain(`Failing tests\n${several(named, testsShown) ?? ''}`, 3000) }];
  }
  const first = lines.slice(0, linesShown).map((line) => cut(clean(line), 300));
  const text = first.join('\n');
  if (text.trim() === '') return [];
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }];
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
