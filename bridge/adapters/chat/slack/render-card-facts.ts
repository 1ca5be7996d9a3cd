import type { Card } from '../../../../protocol/model/card.ts';
import type { Deployment, ForgeFact, PullRequest, Review } from '../../../../protocol/model/pull-request.ts';
import type { TestCounts } from '../../../../protocol/model/run.ts';
import { type Wait, waitsFor } from '../../../../protocol/model/waits.ts';
import type { LocalTests, WorkFact } from '../../../../protocol/model/work.ts';
import { isWeb, oneLine, type RichInline } from './blocks.ts';
import { type Line, said } from './render-rich.ts';

const devicesShown = 2;
const reviewsShown = 6;
const waitsShown = 4;
const deploymentsShown = 3;

/** What is known of one side of a branch, and the name of that side. */
export interface Fact {
  readonly label: string;
  readonly line: Line;
}

/** The first seven digits, as git shows them. */
const short = (sha: string): string => sha.slice(0, 7);
/** What is there, in one line. */
export const listed = (parts: readonly (string | false | undefined)[], between = ', '): string =>
  parts.filter(Boolean).join(between);
/** `2 failed, 338 passed`. */
export const counted = ({ passed, failed, skipped }: TestCounts, what = ''): string =>
  listed([
    failed > 0 && `${failed} ${what}failed`,
    `${passed} ${failed > 0 ? '' : what}passed`,
    skipped > 0 && `${skipped} skipped`,
  ]);
/** At most so many, and how many more there are. */
function several(lines: readonly string[], most: number): string[] {
  const rest = lines.length - most;
  return [...lines.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])];
}
const fact = (label: string, words: string): Fact[] => (words === '' ? [] : [{ label, line: [said(words)] }]);

/** What its forge and its developers said of a branch, the most wanted first: each in one line. */
export const branchFacts = (card: Card): Fact[] => [
  ...fact('CI', card.ci.length === 0 ? 'No run yet' : ''),
  ...pullFacts(card),
  ...fact('Deployed', several((card.forge?.deployments ?? []).map(deployment), deploymentsShown).join(', ')),
  ...localFact(card),
  ...workFact(card),
  ...fact('On it', card.claim ? oneLine(card.claim.by.name, 80) : ''),
];

function pullFacts(card: Card): Fact[] {
  const { forge, key } = card;
  if (!forge || (forge.base === key.branch && !forge.pullRequest)) return [];
  const pull = forge.pullRequest;
  if (!pull) return fact('Merge', merge(forge));
  const title = `#${pull.number} ${oneLine(pull.title, 200)}`;
  const link: RichInline = isPage(pull.url) ? { type: 'link', url: pull.url, text: title } : said(title);
  const waits = pull.state === 'merged' || pull.state === 'closed' ? undefined : waitsFor(card);
  const more = listed(
    [pull.state === 'draft' && 'draft', reviews(pull, waits ?? []), waits?.length === 0 && 'ready to merge'],
    ' · ',
  );
  return [
    { label: 'Pull request', line: [link, said(more === '' ? '' : ` · ${more}`)] },
    ...fact('Waits for', waitWords(waits ?? [])),
  ];
}

/** A forge's page is reached by TLS alone. */
const isPage = (url: string): boolean => isWeb(url) && url.startsWith('https:');

/** How far it is from its base is not told: that changes with each merge, on every branch, and nobody does anything about it. */
function merge({ base, conflicts, merged }: ForgeFact): string {
  if (merged) return `merged into ${oneLine(base, 100)}`;
  return conflicts === 'some' ? `conflicts with ${oneLine(base, 100)}` : '';
}

const verdicts: Readonly<Record<Review['state'], string>> = {
  approved: '✓ ',
  'changes-requested': '✗ ',
  commented: '',
  dismissed: '',
};
const endings: Readonly<Record<Review['state'], string>> = {
  approved: '',
  'changes-requested': '',
  commented: ' commented',
  dismissed: ' was dismissed',
};

/** Each reviewer's last word, and who was asked and has not answered: unless it is what the pull request waits for. */
function reviews({ reviews: told = [], requested = [] }: PullRequest, waits: readonly Wait[]): string {
  const awaited = (kind: Wait['kind']) => waits.some((wait) => wait.kind === kind && wait.for === 'person');
  const given = told.filter(({ state }) => state !== 'changes-requested' || !awaited('changes'));
  const asked = awaited('review') ? [] : requested.filter((each) => !told.some(({ by }) => by === each));
  const all = [
    ...given.map(({ by, state }) => `${verdicts[state]}@${by}${endings[state]}`),
    ...asked.map((each) => `○ @${each}`),
  ];
  const shown = all.map((each) => oneLine(each, 110));
  return several(shown, reviewsShown).join(' · ');
}

/** What somebody has to do, or what is under way; of what nobody told us a card says nothing. */
function waitWords(waits: readonly Wait[]): string {
  const known = waits.filter((wait) => wait.for !== 'unknown' && wait.kind !== 'draft');
  const shown = known.map(({ words }, index) => oneLine(index === 0 ? words : uncapitalised(words), 160));
  return several(shown, waitsShown).join(' · ');
}

const uncapitalised = (words: string): string => words.replace(/^(It|A)(?= )/, (word) => word.toLowerCase());

function localFact({ work }: Card): Fact[] {
  const tested = work.find((each) => each.tests);
  return tested?.tests ? fact('Local tests', localTests(tested, tested.tests)) : [];
}

function localTests({ by, head }: WorkFact, { outcome, counts, commit, dirty, stale }: LocalTests): string {
  return listed(
    [
      `${outcome === 'passed' ? '✓' : '✗'} ${counts ? counted(counts) : outcome}`,
      oneLine(by.name, 80),
      commit !== head && `at ${short(commit)}, not the present head`,
      dirty && 'with uncommitted changes',
      stale && commit === head && 'files changed since',
    ],
    ' · ',
  );
}

/** What only their own machines know: told where there is any, or where nothing else is known. */
function workFact({ work, forge, ci }: Card): Fact[] {
  const known = forge !== undefined || ci.length > 0;
  const told = work.map(device).filter((words) => !known || !words.endsWith(inStep));
  return fact('Work', several(told, devicesShown).join('; '));
}

const inStep = 'all pushed';

function device({ by, ahead, behind, changes }: WorkFact): string {
  const changed = changes.staged + changes.unstaged + changes.untracked;
  const open = listed(
    [
      changes.conflicted > 0 && `${changes.conflicted} in conflict`,
      changed > 0 && `${changed} ${changed === 1 ? 'file' : 'files'} not committed`,
      ahead === undefined && 'not pushed',
      ahead !== undefined && ahead > 0 && `${ahead} to push`,
      behind !== undefined && behind > 0 && `${behind} to pull`,
    ],
    ' · ',
  );
  return `${oneLine(by.name, 80)} · ${open || inStep}`;
}

const deployed: Readonly<Record<Deployment['state'], string>> = {
  waiting: '◷ waiting for',
  queued: '○ queued for',
  running: '◔ on its way to',
  succeeded: '✓ on',
  failed: '✗ failed on',
  inactive: '– no more on',
};

const deployment = ({ environment, state, commit }: Deployment): string =>
  `${deployed[state]} ${oneLine(environment, 100)} (${short(commit)})`;
