import type { Card, CardKey } from '../protocol/model/card.ts';
import type { ForgeFact } from '../protocol/model/pull-request.ts';
import type { Presence } from '../protocol/model/presence.ts';
import type { CiRun, CiState, FailingTest, TestCounts } from '../protocol/model/run.ts';
import type { Changes, WorkFact } from '../protocol/model/work.ts';
import type { Turn } from '../protocol/model/entry.ts';
import { ciWords, type Health, health, runName } from '../protocol/model/health.ts';
import type { RepositoryId, Sha } from '../protocol/model/ids.ts';
import { age, span } from './time.ts';
import { t } from './l10n.ts';

/** Every state in words: an icon never stands alone. */
export const healthWords: Record<Health, string> = {
  failing: 'Failing',
  running: 'Running',
  passing: 'Passing',
  unknown: 'Not tested',
};

export const turnWords: Record<Turn, string> = {
  red: 'Went red',
  fixed: 'Fixed',
  interrupted: 'Interrupted',
  'approval-asked': 'Approval needed',
  'review-asked': 'Review asked for',
  ended: 'Run ended',
};

/** `1 failing, 2 passing`: how many branches are how, the worst first. */
export function healthCounts(cards: readonly Card[]): string {
  const all = cards.map(health);
  const many = (wanted: Health): number => all.filter((each) => each === wanted).length;
  const said = some(
    [many('failing'), (each) => t('{0} failing', each)],
    [many('running'), (each) => t('{0} running', each)],
    [many('passing'), (each) => t('{0} passing', each)],
    [many('unknown'), (each) => t('{0} not tested', each)],
  );
  return said === '' ? t('none') : said;
}

/** `2 here, 1 idle`, as the view Team says it. */
export function hereCounts(people: readonly Presence[]): string {
  const idle = people.filter(({ idleSince }) => idleSince !== undefined).length;
  return some([people.length - idle, (each) => t('{0} here', each)], [idle, (each) => t('{0} idle', each)]);
}

/** What is none is left out. */
const some = (...counts: readonly (readonly [number, (many: number) => string])[]): string =>
  counts.flatMap(([many, said]) => (many > 0 ? said(many) : [])).join(', ');

/** A run's state as it is read. */
export const ciWord = (state: CiState): string => t(ciWords[state]);

/** A state at the beginning of a line. */
export const stateWords = (state: CiState): string => capital(ciWord(state));

/** With a capital, as at the beginning of a line. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function conflictWords(conflicts: ForgeFact['conflicts']): string {
  if (conflicts === 'unknown') return t('conflicts not known');
  return conflicts === 'some' ? t('conflicts') : t('no conflicts');
}

/** How many messages came that nobody has read yet. */
export const newMessages = (many: number): string => (many === 1 ? t('1 new message') : t('{0} new messages', many));

/** The first seven digits, as git shows them. */
export const short = (sha: Sha): string => sha.slice(0, 7);

/** A repository as people say it: without its host, and without a name where it has no remote. */
export function repositoryName(id: RepositoryId): string {
  if (id.startsWith('root:')) return t('local {0}', id.slice(5, 12));
  const parts = id.split('/');
  return parts.length > 2 ? parts.slice(1).join('/') : id;
}

/** `12 passed, 1 failed`; what is none is left out. */
export function countWords(counts: TestCounts): string {
  const said = some(
    [counts.failed, (many) => t('{0} failed', many)],
    [counts.passed, (many) => t('{0} passed', many)],
    [counts.skipped, (many) => t('{0} skipped', many)],
  );
  return said === '' ? t('no tests') : said;
}

/** `2 ahead, 1 behind main`; even is said as such. */
export function distanceWords(ahead: number, behind: number, of: string): string {
  if (ahead === 0 && behind === 0) return t('even with {0}', of);
  if (behind === 0) return t('{0} ahead of {1}', ahead, of);
  return ahead === 0 ? t('{0} behind {1}', behind, of) : t('{0} ahead, {1} behind {2}', ahead, behind, of);
}

/** A branch against its upstream; without one, that. */
export function upstreamWords(work: WorkFact): string {
  if (work.ahead === undefined || work.behind === undefined) return t('no upstream');
  return distanceWords(work.ahead, work.behind, t('upstream'));
}

/** How many files differ from the last commit, by git's kinds. */
export function changeWords(changes: Changes): string {
  const said = some(
    [changes.conflicted, (many) => t('{0} conflicted', many)],
    [changes.staged, (many) => t('{0} staged', many)],
    [changes.unstaged, (many) => t('{0} changed', many)],
    [changes.untracked, (many) => t('{0} untracked', many)],
  );
  return said === '' ? t('no uncommitted changes') : said;
}

/** A developer's own test run, and whether it still speaks for the branch. */
export function localTestWords(work: WorkFact, now: number): string {
  const { tests } = work;
  if (!tests) return t('No local test run shared');
  const said = [tests.outcome === 'passed' ? t('{0} passed', tests.task) : t('{0} failed', tests.task)];
  if (tests.counts) said.push(countWords(tests.counts));
  said.push(age(tests.endedAt, now));
  if (tests.commit !== work.head) said.push(t('at {0}, not the present head', short(tests.commit)));
  else if (tests.dirty) said.push(t('with uncommitted changes'));
  if (tests.stale && tests.commit === work.head) said.push(t('files changed since'));
  return said.join(' · ');
}

/** Where the branch stands against its base. */
export function baseWords(forge: ForgeFact): string {
  if (forge.merged) return t('merged into {0}', forge.base);
  return `${distanceWords(forge.ahead, forge.behind, forge.base)} · ${conflictWords(forge.conflicts)}`;
}

/** How long a run waits, has been running, or took and when. */
export function runTimeWords(run: CiRun, now: number): string {
  if (run.endedAt !== undefined) {
    const took = run.startedAt === undefined ? [] : [t('took {0}', span(run.endedAt - run.startedAt))];
    return [...took, age(run.endedAt, now)].join(' · ');
  }
  if (run.startedAt === undefined) return t('asked for {0}', age(run.queuedAt, now));
  return t('started {0}', age(run.startedAt, now));
}

/** A run as its buttons name it to whoever does not see beside what they stand. */
export const subjectOf = (run: CiRun, about: CardKey | undefined): string =>
  about ? t('{0} on {1}', runName(run), about.branch) : runName(run);

/** `src/cart.test.ts:12`, as far as the report said it. */
export function placeWords(test: FailingTest): string {
  if (test.file === undefined) return '';
  return test.line === undefined ? test.file : `${test.file}:${test.line}`;
}

/** Who works on a branch, the latest first, each once. */
export const workers = (card: Card): string[] => [...new Set(card.work.map((each) => each.by.name))];

/** A platform's id as its name is written: `slack` is `Slack`. */
export const platformName = (platform: string): string => capital(platform);

const segmenter = new Intl.Segmenter();
const letters = (word: string): string[] => Array.from(segmenter.segment(word), ({ segment }) => segment);

/** Two letters for an avatar; of one word, its first two. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter((each) => each !== '');
  const [first = letters(name), second] = words.map(letters);
  const two = second === undefined ? [first[0], first[1]] : [first[0], second[0]];
  return two.join('').toUpperCase();
}
