import { cut } from '../../messages/cut.ts';
import type { Card } from '../../../../protocol/model/card.ts';
import type { ForgeFact, PullRequest, Review } from '../../../../protocol/model/pull-request.ts';
import type { TestCounts } from '../../../../protocol/model/run.ts';
import { waitsFor } from '../../../../protocol/model/waits.ts';
import type { LocalTests, WorkFact } from '../../../../protocol/model/work.ts';
import { escape, inOneLine, linkTo } from './escape.ts';

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

/** Lines of data as Markdown: at most so many, and how many more there are. */
export function several(lines: readonly string[], most: number): string | undefined {
  if (lines.length === 0) return undefined;
  const shown = lines.slice(0, most).map((line) => escape(cut(inOneLine(line), 400)));
  return [...shown, ...(lines.length > most ? [`and ${lines.length - most} more`] : [])].join('\n');
}

/** What its developers and its forge said of a branch, as Markdown. */
export function branchFacts(card: Card): (readonly [string, string | undefined])[] {
  const tested = card.work.find((fact) => fact.tests);
  const pull = card.forge?.pullRequest;
  return [
    ['Pull request', pullRequest(card.forge)],
    ['Reviews', pull ? several(reviews(pull), reviewsShown) : undefined],
    ['Waits for', waits(card)],
    ['Merge', card.forge && several(merge(card.forge), 1)],
    ['Work', several(card.work.map(work), devicesShown)],
    ['Local tests', tested?.tests && several([localTests(tested, tested.tests)], 1)],
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
    tests.stale && tests.commit === fact.head && 'files changed since',
  ]);
}

/** How far it is from its base is not told: that changes with each merge, on every branch, and nobody does anything about it. */
function merge({ base, conflicts, merged }: ForgeFact): string[] {
  if (merged) return [`merged into ${base}`];
  return conflicts === 'some' ? [`conflicts with ${base}`] : [];
}

function pullRequest(forge: ForgeFact | undefined): string | undefined {
  if (!forge?.pullRequest) return undefined;
  const { number, title, url, state, author } = forge.pullRequest;
  const name = `#${number} ${cut(inOneLine(title), 300)}`;
  const rest = ` (${state})${author === undefined ? '' : ` by @${inOneLine(author)}`}`;
  const link = url.startsWith('https:') ? linkTo(url, name) : undefined;
  return `${link ?? escape(name)}${escape(rest)}`;
}

const verdicts: Readonly<Record<Review['state'], string>> = {
  approved: '✓',
  'changes-requested': '✗ changes:',
  commented: 'commented:',
  dismissed: 'dismissed:',
};

/** Each reviewer's last word, then who was asked and has not answered. */
function reviews({ reviews: said = [], requested = [] }: PullRequest): string[] {
  const asked = requested.filter((each) => !said.some(({ by }) => by === each)).map((each) => `○ asked: @${each}`);
  return [...said.map(({ by, state }) => `${verdicts[state]} @${by}`), ...asked];
}

function waits(card: Card): string | undefined {
  const pull = card.forge?.pullRequest;
  if (!pull || pull.state === 'merged' || pull.state === 'closed') return undefined;
  const all = waitsFor(card).map(({ words }) => words);
  return several(all, waitsShown) ?? 'Nothing: it may be merged';
}
