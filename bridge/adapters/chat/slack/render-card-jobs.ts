import { cut } from '../../messages/cut.ts';
import { ciMarks } from '../../messages/ci-marks.ts';
import type { Card } from '../../../../protocol/model/card.ts';
import { hasEnded, latestRuns, verdict } from '../../../../protocol/model/health.ts';
import type { CiRun, FailingTest, Job } from '../../../../protocol/model/run.ts';
import { clean, oneLine, type RichElement, type RichText } from './blocks.ts';
import { runLines } from './render-card-ci.ts';
import { bold, code, type Line, said, section, wordsOf } from './render-rich.ts';

/** How much of a card is told: workflows, jobs of each, tests, lines of a log. */
export interface Detail {
  readonly runs: number;
  readonly jobs: number;
  readonly tests: number;
  readonly lines: number;
}

/** The newest run of each workflow with its jobs; those that failed first, and below the first of all why it did. */
export function ciBlocks(card: Card, detail: Detail): RichText[] {
  const runs = sortedRuns(card);
  const shown = runs.slice(0, detail.runs).map((run, index) => runElements(run, index === 0, card.forge?.base, detail));
  const rest = runs.length - detail.runs;
  const more = rest > 0 ? section([[said(`and ${rest} more ${rest === 1 ? 'workflow' : 'workflows'}`)]]) : [];
  return [...shown, more].filter((each) => each.length > 0).map((elements) => ({ type: 'rich_text', elements }));
}

/** The same in a few words. */
export const ciWordsOf = (card: Card): string[] =>
  sortedRuns(card)
    .slice(0, 4)
    .map((run) => {
      const { bad } = sorted(run, 3);
      const failed = bad.map((job, index) =>
        wordsOf(badLine(job, index === 0 ? firstError(run, job) : undefined)).replaceAll('\n', ': '),
      );
      return [...runLines(run).map(wordsOf), ...failed].join('; ');
    });

function sortedRuns({ ci }: Card): CiRun[] {
  const latest = latestRuns(ci);
  const failed = latest.filter((run) => verdict(run) === 'failing');
  return [...failed, ...latest.filter((run) => !failed.includes(run))];
}

function runElements(run: CiRun, first: boolean, base: string | undefined, detail: Detail): RichElement[] {
  const { bad, open, rest } = sorted(run, detail.jobs);
  const below = first ? reasons(run, base, detail) : [];
  const error = first ? (job: Job) => firstError(run, job) : () => undefined;
  const [worst, ...others] = bad;
  const top = [
    ...runLines(run),
    ...(worst ? [badLine(worst, below.length > 0 && listsLog(run) ? undefined : error(worst))] : []),
  ];
  const more = [...others.map((job) => badLine(job, undefined)), ...open.map(openLine), ...rest];
  return below.length > 0 ? [...section(top), ...below, ...section(more)] : section([...top, ...more]);
}

const jobCount = (count: number): string => `${count} ${count === 1 ? 'job' : 'jobs'}`;
const done = ({ state }: Job): boolean => state === 'passed' || state === 'skipped';

/** What failed, then what is not done; of the rest it is said how many they are, unless the run's own line says it. */
function sorted({ jobs = [], state, gates = [] }: CiRun, most: number): { bad: Job[]; open: Job[]; rest: Line[] } {
  const failed = jobs.filter((job) => ciMarks[job.state] === '✗');
  // What waits for people is told as a gate.
  const others = jobs.filter(
    (job) => !done(job) && !failed.includes(job) && !(job.state === 'waiting' && gates.length > 0),
  );
  const bad = failed.slice(0, most);
  const open = others.slice(0, most - bad.length);
  const hidden = failed.length + others.length - bad.length - open.length;
  const passed = state === 'passed' || !hasEnded(state) ? 0 : jobs.filter((job) => job.state === 'passed').length;
  const skipped = jobs.filter((job) => job.state === 'skipped').length;
  const counts = [
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    ...(passed > 0 ? [`✓ ${jobCount(passed)} passed`] : []),
    ...(skipped > 0 ? [`– ${passed > 0 ? skipped : jobCount(skipped)} skipped`] : []),
  ];
  return { bad, open, rest: counts.length > 0 ? [[said(counts.join(' · '))]] : [] };
}

function badLine({ name, state, steps, mayFail }: Job, error: string | undefined): Line {
  const step = steps.find((each) => ciMarks[each.state] === '✗');
  return [
    said(`${ciMarks[state]} `),
    bold(oneLine(name, 80) || '–'),
    said(`${step ? ` › ${oneLine(step.name, 80)}` : ''}${mayFail ? ' (may fail)' : ''}`),
    ...(error === undefined ? [] : [said('\n'), code(error)]),
  ];
}

function openLine({ name, state, steps }: Job): Line {
  const step = steps.find((each) => each.state === 'running');
  return [said(`${ciMarks[state]} `), bold(oneLine(name, 80) || '–'), said(step ? ` › ${oneLine(step.name, 80)}` : '')];
}

/** Whether the log's lines are shown whole. */
const listsLog = ({ failures, lines }: CiRun): boolean => failures.length === 0 && lines.length > 1;

/** The first line that tells why a job failed. */
function firstError({ failures, lines }: CiRun, { name }: Job): string | undefined {
  const told = failures.find(({ job, message }) => message !== undefined && (job === undefined || job === name));
  const first = (told?.message ?? lines[0] ?? '').trim().split('\n')[0] ?? '';
  const shown = oneLine(first, 200);
  return shown === '' ? undefined : shown;
}

/** The failing tests by name; where no report names them, the first lines of the log. */
function reasons(run: CiRun, base: string | undefined, detail: Detail): RichElement[] {
  const { failures, lines, jobs = [] } = run;
  const tests = failures.slice(0, detail.tests).map((test) => testLine(test, base));
  const rest = failures.length - tests.length;
  if (failures.length > 0) {
    const items = [...tests, ...(rest > 0 ? [[said(`and ${rest} more`)]] : [])];
    return [{ type: 'rich_text_list', style: 'bullet', elements: items.flatMap((item) => section([item])) }];
  }
  // One line stands beside its step, where there is one.
  if (!listsLog(run) && jobs.some((job) => ciMarks[job.state] === '✗')) return [];
  const shown = lines.slice(0, detail.lines).map((line) => cut(clean(line), 200));
  const text = shown.join('\n');
  return text.trim() === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }];
}

function testLine(test: FailingTest, base: string | undefined): Line {
  const { name, file, line } = test;
  const place = file === undefined ? '' : oneLine(`${file}${line === undefined ? '' : `:${line}`}`, 100);
  const history = triageWords(test, base);
  return [
    said(oneLine(name, 140) || '–'),
    said(place === '' ? '' : ` · ${place}`),
    said(history === '' ? '' : ` · ${oneLine(history, 80)}`),
  ];
}

function triageWords({ triage, flaky }: FailingTest, base = 'the base branch'): string {
  switch (triage) {
    case undefined:
      return '';
    case 'new':
      return 'new';
    case 'known':
      return 'failed before';
    case 'on-base':
      return `also fails on ${base}`;
    case 'flaky':
      return flaky ? `flaky, ${flaky.failed} of ${flaky.of} failed` : 'flaky';
  }
}
