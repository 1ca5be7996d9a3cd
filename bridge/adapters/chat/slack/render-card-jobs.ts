import type { Card } from '../../../../protocol/model/card.ts';
import { latestRuns } from '../../../../protocol/model/health.ts';
import type { CiRun, FailingTest, Job } from '../../../../protocol/model/run.ts';
import { clean, cut, oneLine, type RichElement } from './blocks.ts';
import { explained, marks, runName } from './render-card-ci.ts';
import { bold, code, type Line, said, section } from './render-rich.ts';

/** How much of a card is told: jobs of a workflow, tests, lines of a log. */
export interface Detail {
  readonly jobs: number;
  readonly tests: number;
  readonly lines: number;
}

/** The jobs of each workflow's newest run; below the first that failed, why it did. */
export function jobElements(card: Card, detail: Detail): RichElement[] {
  const why = explained(card);
  const runs = latestRuns(card.ci).slice(0, 4);
  const several = runs.filter(({ jobs }) => jobs?.length).length > 1;
  return runs.flatMap((run) => {
    const told = run === why;
    if (!run.jobs?.length) return told ? reasons(run, card, detail) : [];
    const heading: Line[] = several ? [[bold(runName(run))]] : [];
    const { bad, open, rest } = sorted(run.jobs, detail);
    const lines = bad.map((job, index) => badLine(job, told && index === 0 ? firstError(run, job, detail) : undefined));
    const others = [...open.map(openLine), ...rest];
    if (!told) return section([...heading, ...lines, ...others]);
    const below = reasons(run, card, detail);
    if (below.length === 0) return section([...heading, ...lines, ...others]);
    return [...section([...heading, ...lines]), ...below, ...section(others)];
  });
}

const done = ({ state }: Job): boolean => state === 'passed' || state === 'skipped';

/** What failed comes first, then what is not done; of what is done it is said how many they are. */
function sorted(jobs: readonly Job[], { jobs: most }: Detail): { bad: Job[]; open: Job[]; rest: Line[] } {
  const failed = jobs.filter(({ state }) => marks[state] === '✗');
  const others = jobs.filter((job) => !done(job) && !failed.includes(job));
  const bad = failed.slice(0, most);
  const open = others.slice(0, most - bad.length);
  const hidden = failed.length + others.length - bad.length - open.length;
  const passed = jobs.filter(({ state }) => state === 'passed').length;
  const skipped = jobs.filter(({ state }) => state === 'skipped').length;
  const counts = [
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    ...(passed > 0 ? [`✓ ${passed} ${passed === 1 ? 'job' : 'jobs'} passed`] : []),
    ...(skipped > 0 ? [`– ${skipped} skipped`] : []),
  ];
  return { bad, open, rest: counts.length > 0 ? [[said(counts.join(' · '))]] : [] };
}

function badLine({ name, state, steps, mayFail }: Job, error: string | undefined): Line {
  const step = steps.find((each) => marks[each.state] === '✗');
  return [
    said(`${marks[state]} `),
    bold(oneLine(name, 80) || '–'),
    said(`${step ? ` › ${oneLine(step.name, 80)}` : ''}${mayFail ? ' (may fail)' : ''}`),
    ...(error === undefined ? [] : [said('\n'), code(error)]),
  ];
}

function openLine({ name, state, steps }: Job): Line {
  const step = steps.find((each) => each.state === 'running');
  return [said(`${marks[state]} `), bold(oneLine(name, 80) || '–'), said(step ? ` › ${oneLine(step.name, 80)}` : '')];
}

/** The first line that tells why, where it stands in no list below. */
function firstError({ failures, lines }: CiRun, { name }: Job, detail: Detail): string | undefined {
  const told = failures.find(({ job, message }) => message !== undefined && (job === undefined || job === name));
  const line = told?.message ?? (failures.length > 0 || detail.lines <= 1 || lines.length === 1 ? lines[0] : undefined);
  const shown = oneLine(line?.trim().split('\n')[0] ?? '', 200);
  return shown === '' ? undefined : shown;
}

/** The failing tests by name; where no report names them, the first lines of the log. */
function reasons({ failures, lines, jobs }: CiRun, { forge }: Card, detail: Detail): RichElement[] {
  const tests = failures.slice(0, detail.tests).map((test) => testLine(test, forge?.base));
  const rest = failures.length - tests.length;
  if (failures.length > 0) {
    const items = [...tests, ...(rest > 0 ? [[said(`and ${rest} more ${rest === 1 ? 'test' : 'tests'}`)]] : [])];
    return [{ type: 'rich_text_list', style: 'bullet', elements: items.flatMap((item) => section([item])) }];
  }
  if (lines.length < 2 && jobs?.length) return [];
  const text = lines
    .slice(0, detail.lines)
    .map((line) => cut(clean(line), 200))
    .join('\n');
  return text.trim() === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }];
}

function testLine(test: FailingTest, base: string | undefined): Line {
  const { name, file, line } = test;
  const place = file === undefined ? '' : oneLine(`${file}${line === undefined ? '' : `:${line}`}`, 100);
  const history = triageWords(test, base);
  return [
    said(oneLine(name, 140) || '–'),
    ...(place === '' ? [] : [said(' '), code(place)]),
    ...(history === '' ? [] : [said(` · ${oneLine(history, 80)}`)]),
  ];
}

function triageWords({ triage, flaky }: FailingTest, base = 'the base branch'): string {
  switch (triage) {
    case undefined:
      return '';
    case 'new':
      return 'new on this branch';
    case 'known':
      return 'failed here before';
    case 'on-base':
      return `also fails on ${base}`;
    case 'flaky':
      return flaky ? `flaky, ${flaky.failed} of the last ${flaky.of} failed` : 'flaky';
  }
}
