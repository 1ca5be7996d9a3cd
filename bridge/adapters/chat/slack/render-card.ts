import type { Button } from '../../../../protocol/model/button.ts';
import type { Card, Deed } from '../../../../protocol/model/card.ts';
import { presentDeeds } from '../../../../protocol/model/done.ts';
import { type Health, health, latestRuns } from '../../../../protocol/model/health.ts';
import { date, longestBlocks, oneLine, plain, type Rendered, type SlackBlock, spoken } from './blocks.ts';
import { actions } from './render-buttons.ts';
import { branchFacts, type Fact } from './render-card-facts.ts';
import { ciBlocks, ciWordsOf, type Detail } from './render-card-jobs.ts';
import { bold, said, section, wordsOf } from './render-rich.ts';

const deedsShown = 3;

/** How much is told, the most first. */
const details: readonly Detail[] = [
  { runs: 5, jobs: 10, tests: 5, lines: 6 },
  { runs: 3, jobs: 5, tests: 3, lines: 3 },
  { runs: 1, jobs: 1, tests: 1, lines: 1 },
];

/** A card as one message: header, runs with their jobs and why the first failed, facts, what may be done, and who did what. Always within Slack's limits. */
export function renderCard(card: Card, buttons: readonly Button[] = []): Rendered {
  const facts = branchFacts(card);
  const below = [...actions(buttons), ...deedBlocks(card)];
  const ways = [
    ...details.map((detail) => [...ciBlocks(card, detail), ...factBlock(facts), ...below]),
    [...factBlock(facts), ...below],
    factBlock(facts),
  ].map((rest) => [...head(card), ...rest]);
  const fitting = ways.find((blocks) => JSON.stringify(blocks).length <= longestBlocks);
  return { text: cardText(card, facts), blocks: fitting ?? head(card) };
}

const words: Readonly<Record<Health, readonly [mark: string, word: string]>> = {
  failing: ['🔴', 'Failing'],
  running: ['🟡', 'Running'],
  passing: ['🟢', 'Passing'],
  unknown: ['⚪', 'Not known'],
};

/** A branch in a mark and a word. What has ended for good, and what waits for people, says more than how CI stands. */
function stateOf(card: Card): readonly [mark: string, word: string] {
  const pull = card.forge?.pullRequest;
  if (card.forge?.merged || pull?.state === 'merged') return ['🟣', 'Merged'];
  if (pull?.state === 'closed') return ['⚫', 'Closed'];
  const state = health(card);
  const [newest, ...others] = latestRuns(card.ci);
  const asked = [newest, ...others].some((run) => run?.gates?.some(({ until }) => until === undefined));
  if (state === 'running' && asked) return ['🟡', 'Approval asked'];
  if (state === 'running' && card.forge?.deployments?.some((each) => each.state === 'running'))
    return ['🟡', 'Deploying'];
  if (state === 'unknown' && newest?.state === 'interrupted') return ['⚪', 'Interrupted'];
  if (state === 'unknown' && newest?.state === 'cancelled') return ['⚪', 'Cancelled'];
  return words[state];
}

/** `acme/api` of `github.com/acme/api`: the host is the same on all cards of most teams. */
const nameOf = (repository: string): string => {
  const parts = repository.split('/');
  return parts.length > 2 ? parts.slice(1).join('/') : repository;
};

function authorOf({ forge, work }: Card): string | undefined {
  const author = forge?.pullRequest?.author;
  return author === undefined || author.trim() === '' ? work[0]?.by.name : `@${author}`;
}

function head(card: Card): SlackBlock[] {
  const [mark, word] = stateOf(card);
  const author = authorOf(card);
  const origin = [oneLine(nameOf(card.key.repository), 150), ...(author === undefined ? [] : [oneLine(author, 100)])];
  return [
    { type: 'header', text: plain(`${mark} ${word} · ${card.key.branch}`, 150) },
    { type: 'context', elements: [plain(`${origin.join(' · ')} ·`, 300), date(card.updatedAt, 'updated ')] },
  ];
}

function factBlock(facts: readonly Fact[]): SlackBlock[] {
  const elements = section(facts.map(({ label, line }) => [bold(label), said('  '), ...line]));
  return elements.length > 0 ? [{ type: 'rich_text', elements }] : [];
}

/** Who did what, the newest first; whoever is on it is a fact already. What was refused is said so: the button is still there. */
const deedsOf = (card: Card): Deed[] =>
  presentDeeds(card)
    .filter(({ key, ok }) => !(card.claim && ok && key === 'claim'))
    .slice(0, deedsShown);

const deedBlocks = (card: Card): SlackBlock[] =>
  deedsOf(card).map((deed) => ({ type: 'context', elements: [plain(`${deedWords(deed)} ·`, 500), date(deed.at)] }));

/** The same in plain words, the most wanted first: of a notification few are shown. */
function cardText(card: Card, facts: readonly Fact[]): string {
  const { repository, branch } = card.key;
  const [, word] = stateOf(card);
  const known = facts.map(({ label, line }) => `${label}: ${wordsOf(line)}`);
  const did = deedsOf(card).map(deedWords);
  const all = [`${word}: ${branch} in ${nameOf(repository)}`, ...ciWordsOf(card), ...known, ...did];
  return spoken(all.join('. ').replaceAll('\n', ' '));
}

const deedWords = ({ by, did, ok }: Deed): string =>
  `${oneLine(by.name, 80)} ${oneLine(did, 300)}${ok ? '' : ' – refused'}`;
