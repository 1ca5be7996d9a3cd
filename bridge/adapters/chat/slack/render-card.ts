import type { Card } from '../../../../protocol/model/card.ts';
import type { ForgeFact } from '../../../../protocol/model/pull-request.ts';
import type { CiRun, TestCounts } from '../../../../protocol/model/run.ts';
import type { LocalTests, WorkFact } from '../../../../protocol/model/work.ts';
import { ciWords, type Health, health } from '../../../../protocol/model/health.ts';
import { clean, cut, plain, type Rendered, type SlackBlock, spoken } from './blocks.ts';

const marks: Readonly<Record<Health, string>> = {
  failing: '✗ Failing',
  running: '◔ Running',
  passing: '✓ Passing',
  unknown: '○ Not known',
};

const testsShown = 10;
const linesShown = 8;
const devicesShown = 3;

/** A card as one message: header, facts, failing tests or last lines, and when it was true. */
export function renderCard(card: Card): Rendered {
  const { repository, branch } = card.key;
  const state = marks[health(card)];
  const facts = factsOf(card);
  const said = facts.map(([label, value]) => `${label}: ${value}`).join('. ');
  const shown: readonly (readonly [string, string])[] = [['Branch', branch], ['Repository', repository], ...facts];
  return {
    text: spoken(`${state}: ${branch} in ${repository}. ${said}`),
    blocks: [
      { type: 'header', text: plain(`${state} · ${branch}`, 150) },
      { type: 'section', fields: shown.map(([label, value]) => plain(`${label}\n${value}`, 2000)) },
      ...pullRequestLink(card.forge),
      ...details(card.ci[0]),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `Updated ${date(card.updatedAt)}` }] },
    ],
  };
}

/** At most six, so that with branch and repository there are never more than Slack's ten fields. */
function factsOf(card: Card): (readonly [string, string])[] {
  const [run] = card.ci;
  const tested = card.work.find((fact) => fact.tests);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Work', card.work.length > 0 ? card.work.slice(0, devicesShown).map(work).join('\n') : undefined],
    ['Local tests', tested?.tests && localTests(tested, tested.tests)],
    ['Merge', card.forge && merge(card.forge)],
    ['Pull request', pullRequest(card.forge)],
    ['CI', run && ci(run)],
    ['Claimed by', card.claim?.by.name],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

const short = (sha: string): string => sha.slice(0, 7);
const listed = (parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(', ');

function work({ by, head, ahead, behind, changes }: WorkFact): string {
  const { staged, unstaged, untracked, conflicted } = changes;
  const dirty = listed([
    conflicted > 0 && `${conflicted} conflicted`,
    staged > 0 && `${staged} staged`,
    unstaged > 0 && `${unstaged} unstaged`,
    untracked > 0 && `${untracked} untracked`,
  ]);
  const upstream = listed([
    ahead !== undefined && ahead > 0 && `${ahead} ahead`,
    behind !== undefined && behind > 0 && `${behind} behind`,
    ahead === undefined && 'no upstream',
  ]);
  return listed([`${by.name} at ${short(head)}`, upstream || 'in step with upstream', dirty || 'clean']);
}

const counted = ({ passed, failed, skipped }: TestCounts): string =>
  listed([failed > 0 && `${failed} failed`, `${passed} passed`, skipped > 0 && `${skipped} skipped`]);

function localTests(fact: WorkFact, tests: LocalTests): string {
  return listed([
    tests.outcome,
    tests.counts && counted(tests.counts),
    tests.task,
    `at ${short(tests.commit)}${tests.commit === fact.head ? '' : ', not the present head'}`,
    tests.dirty && 'with uncommitted changes',
  ]);
}

function merge({ base, ahead, behind, conflicts, merged }: ForgeFact): string {
  if (merged) return `merged into ${base}`;
  const word = { none: 'no conflicts', some: 'conflicts', unknown: 'conflicts not known' }[conflicts];
  return listed([`into ${base}: ${ahead} ahead`, `${behind} behind`, word]);
}

function pullRequest(forge: ForgeFact | undefined): string {
  if (forge?.pullRequest === undefined) return 'No forge connected';
  if (forge.pullRequest === null) return 'None';
  const { number, title, state } = forge.pullRequest;
  return `#${number} ${title} (${state})`;
}

function pullRequestLink(forge: ForgeFact | undefined): SlackBlock[] {
  const url = forge?.pullRequest?.url;
  if (url === undefined || !URL.canParse(url) || new URL(url).protocol !== 'https:') return [];
  const link = { type: 'link', url, text: `Open pull request #${forge?.pullRequest?.number}` } as const;
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] }];
}

function ci({ workflow, state, counts, commit, requestedBy, startedAt, endedAt }: CiRun): string {
  const seconds = startedAt !== undefined && endedAt !== undefined && Math.round((endedAt - startedAt) / 1000);
  return listed([
    `${workflow}: ${ciWords[state]}`,
    counts && counted(counts),
    `at ${short(commit)}`,
    requestedBy && `asked for by ${requestedBy.name}`,
    seconds !== false && `${seconds} s`,
  ]);
}

/** The failing tests by name; where no report names them, the last lines of the log. */
function details(run: CiRun | undefined): SlackBlock[] {
  if (!run) return [];
  const { failures, lines } = run;
  if (failures.length > 0) {
    const named = failures.slice(0, testsShown).map(({ name, file, line }) => {
      const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
      return `• ${cut(name, 160)}${cut(place, 120)}`;
    });
    const rest = failures.length > testsShown ? [`and ${failures.length - testsShown} more`] : [];
    return [{ type: 'section', text: plain(['Failing tests', ...named, ...rest].join('\n'), 3000) }];
  }
  const last = lines.slice(-linesShown).map((line) => cut(clean(line), 300));
  const text = last.join('\n');
  if (text.trim() === '') return [];
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }];
}

/** Each reader sees their own time zone. https://docs.slack.dev/messaging/formatting-message-text/#date-formatting */
function date(at: number): string {
  const fallback = new Date(Math.min(at, 8.64e15)).toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${fallback} UTC>`;
}
