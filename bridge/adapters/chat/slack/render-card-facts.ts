import type { Card } from '../../../../protocol/model/card.ts';
import type { ForgeFact, PullRequest, Review } from '../../../../protocol/model/pull-request.ts';
import type { TestCounts } from '../../../../protocol/model/run.ts';
import type { LocalTests, WorkFact } from '../../../../protocol/model/work.ts';
import { waitsFor } from '../../../../protocol/model/waits.ts';
import { cut, type SlackBlock } from './blocks.ts';

const devicesShown = 3;
const reviewsShown = 8;
const waitsShown = 6;

/** The first seven digits, as git shows them. */
export const short = (sha: string): string => sha.slice(0, 7);
/** What is there, in one line. */
export const listed = (parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(', ');
/** `2 failed, 338 passed`. */
export const counted = ({ passed, failed, skipped }: TestCounts): string =>
  listed([failed > 0 && `${failed} failed`, `${passed} passed`, skipped > 0 && `${skipped} skipped`]);

/** What its developers and its forge said of a branch; never more than six facts. */
export function branchFacts(card: Card): (readonly [string, string | undefined])[] {
  const tested = card.work.find((fact) => fact.tests);
  const pull = card.forge?.pullRequest;
  return [
    ['Work', card.work.length > 0 ? card.work.slice(0, devicesShown).map(work).join('\n') : undefined],
    ['Local tests', tested?.tests && localTests(tested, tested.tests)],
    ['Merge', card.forge && merge(card.forge)],
    ['Pull request', pullRequest(card.forge)],
    ['Reviews', pull ? reviews(pull) : undefined],
    ['Waits for', waits(card)],
  ];
}

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
  const { number, title, state, author } = forge.pullRequest;
  return `#${number} ${cut(title, 300)} (${state})${author === undefined ? '' : ` by @${author}`}`;
}

const verdicts: Readonly<Record<Review['state'], string>> = {
  approved: '✓',
  'changes-requested': '✗ changes:',
  commented: 'commented:',
  dismissed: 'dismissed:',
};

/** Each reviewer's last word, then who was asked and has not answered. */
function reviews({ reviews: said = [], requested = [] }: PullRequest): string | undefined {
  const asked = requested.filter((each) => !said.some(({ by }) => by === each)).map((each) => `○ asked: @${each}`);
  return several([...said.map(({ by, state }) => `${verdicts[state]} @${by}`), ...asked], reviewsShown);
}

function waits(card: Card): string | undefined {
  const pull = card.forge?.pullRequest;
  if (!pull || pull.state === 'merged' || pull.state === 'closed') return undefined;
  const all = waitsFor(card).map(({ words }) => cut(words, 200));
  return several(all, waitsShown) ?? 'Nothing: it may be merged';
}

/** At most so many lines, and how many more there are. */
export function several(lines: readonly string[], most: number): string | undefined {
  if (lines.length === 0) return undefined;
  const rest = lines.length - most;
  return [...lines.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}

/** A link to the pull request, where its address is one that may be shown. */
export function pullRequestLink(forge: ForgeFact | undefined): SlackBlock[] {
  const url = forge?.pullRequest?.url;
  if (url === undefined || !URL.canParse(url) || new URL(url).protocol !== 'https:') return [];
  const link = { type: 'link', url, text: `Open pull request #${forge?.pullRequest?.number}` } as const;
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] }];
}
