import type { Card } from '../../../../protocol/model/card.ts';
import type { Deployment, ForgeFact, PullRequest, Review } from '../../../../protocol/model/pull-request.ts';
import type { TestCounts } from '../../../../protocol/model/run.ts';
import { waitsFor } from '../../../../protocol/model/waits.ts';
import type { LocalTests, WorkFact } from '../../../../protocol/model/work.ts';
import { isWeb, oneLine, type RichInline } from './blocks.ts';
import { type Line, said } from './render-rich.ts';

const devicesShown = 2;
const reviewsShown = 6;
const waitsShown = 4;
const deploymentsShown = 3;

/** What is known of one side of a branch: its name, and lines to read below it. */
export interface Fact {
  readonly label: string;
  readonly lines: readonly Line[];
}

/** The first seven digits, as git shows them. */
export const short = (sha: string): string => sha.slice(0, 7);
/** What is there, in one line. */
export const listed = (parts: readonly (string | false | undefined)[], between = ', '): string =>
  parts.filter(Boolean).join(between);
/** `2 failed, 338 passed`. */
export const counted = ({ passed, failed, skipped }: TestCounts): string =>
  listed([failed > 0 && `${failed} failed`, `${passed} passed`, skipped > 0 && `${skipped} skipped`]);
/** At most so many, and how many more there are. */
export function several(lines: readonly string[], most: number): string[] {
  const rest = lines.length - most;
  return [...lines.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])];
}
const fact = (label: string, lines: readonly Line[]): Fact[] => (lines.length > 0 ? [{ label, lines }] : []);
const words = (text: string): Line => [said(text)];

/** What its forge and its developers said of a branch, the most wanted first. */
export const branchFacts = (card: Card): Fact[] => [...pullFact(card), ...localFact(card), ...workFact(card)];

/** Where commits of the branch were put, and who is on what is broken. */
export const deedFacts = ({ forge, claim }: Card): Fact[] => [
  ...fact('Deployed', several((forge?.deployments ?? []).map(deployment), deploymentsShown).map(words)),
  ...fact('On it', claim ? [words(oneLine(claim.by.name, 80))] : []),
];

function pullFact(card: Card): Fact[] {
  const { forge } = card;
  if (!forge) return [];
  const pull = forge.pullRequest;
  if (pull === undefined) return fact('Merge', [words(merge(forge))]);
  if (pull === null) return fact('Pull request', [words(`None yet · ${merge(forge)}`)]);
  const title = `#${pull.number} ${oneLine(pull.title, 200)}`;
  const link: RichInline = isPage(pull.url) ? { type: 'link', url: pull.url, text: title } : said(title);
  const state = pull.state === 'draft' || pull.state === 'closed' ? [said(` · ${pull.state}`)] : [];
  const more = [reviews(pull), waits(card, pull)].filter((line) => line !== '');
  return fact('Pull request', [[link, ...state], ...more.map(words)]);
}

/** A forge's page is reached by TLS alone. */
const isPage = (url: string): boolean => isWeb(url) && url.startsWith('https:');

function merge({ base, ahead, behind, conflicts, merged }: ForgeFact): string {
  const into = oneLine(base, 100);
  if (merged) return `merged into ${into}`;
  const word = { none: '', some: 'conflicts', unknown: 'conflicts not known' }[conflicts];
  return listed([`${ahead} ahead of ${into}`, behind > 0 && `${behind} behind`, word]);
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

/** Each reviewer's last word, then who was asked and has not answered. */
function reviews({ reviews: told = [], requested = [] }: PullRequest): string {
  const asked = requested.filter((each) => !told.some(({ by }) => by === each)).map((each) => `○ @${each}`);
  const given = told.map(({ by, state }) => `${verdicts[state]}@${by}${endings[state]}`);
  return several(
    [...given, ...asked].map((each) => oneLine(each, 110)),
    reviewsShown,
  ).join(' · ');
}

/** What somebody has to do, or what is under way; of what nobody told us a card says nothing. */
function waits(card: Card, pull: PullRequest): string {
  if (pull.state === 'merged' || pull.state === 'closed') return '';
  const all = waitsFor(card);
  if (all.length === 0) return 'Ready to merge';
  const known = all.filter((wait) => wait.for !== 'unknown').map((wait) => oneLine(wait.words, 160));
  return several(known, waitsShown).join(' · ');
}

function localFact({ work }: Card): Fact[] {
  const tested = work.find((each) => each.tests);
  return tested?.tests ? fact('Local tests', [words(localTests(tested, tested.tests))]) : [];
}

function localTests({ by, head }: WorkFact, { outcome, counts, commit, dirty }: LocalTests): string {
  return listed(
    [
      `${outcome === 'passed' ? '✓' : '✗'} ${counts ? counted(counts) : outcome}`,
      oneLine(by.name, 80),
      commit !== head && `at ${short(commit)}, not the present head`,
      dirty && 'with uncommitted changes',
    ],
    ' · ',
  );
}

const workFact = ({ work }: Card): Fact[] => fact('Work', several(work.map(device), devicesShown).map(words));

function device({ by, ahead, behind, changes }: WorkFact): string {
  const changed = changes.staged + changes.unstaged + changes.untracked;
  return listed(
    [
      oneLine(by.name, 80),
      changes.conflicted > 0 && `${changes.conflicted} in conflict`,
      changed > 0 && (changed === 1 ? '1 file not committed' : `${changed} files not committed`),
      ahead === undefined && 'not pushed',
      ahead !== undefined && ahead > 0 && `${ahead} to push`,
      behind !== undefined && behind > 0 && `${behind} to pull`,
      ahead === 0 && !behind && changed + changes.conflicted === 0 && 'all pushed',
    ],
    ' · ',
  );
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
  `${deployed[state]} ${oneLine(environment, 100)} · ${short(commit)}`;
