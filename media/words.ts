import type { Card } from '../protocol/model/card.ts';
import type { ForgeFact } from '../protocol/model/pull-request.ts';
import type { CiRun, CiState, FailingTest, TestCounts } from '../protocol/model/run.ts';
import type { Changes, WorkFact } from '../protocol/model/work.ts';
import type { Turn } from '../protocol/model/entry.ts';
import { ciWords, type Health, health } from '../protocol/model/health.ts';
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
  const said = (['failing', 'running', 'passing', 'unknown'] as const).flatMap((each) => {
    const many = all.filter((one) => one === each).length;
    return many === 0 ? [] : [`${many} ${t(healthWords[each]).toLowerCase()}`];
  });
  return said.length > 0 ? said.join(', ') : t('none');
}

/** A state at the beginning of a line. */
export const stateWords = (state: CiState): string => capital(ciWords[state]);

/** With a capital, as at the beginning of a line. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const conflictWords: Record<ForgeFact['conflicts'], string> = {
  none: 'no conflicts',
  some: 'conflicts',
  unknown: 'conflicts not known',
};

/** `1 test`, `3 tests`. */
export const count = (many: number, one: string, more = `${one}s`): string => `${many} ${many === 1 ? one : more}`;

/** The first seven digits, as git shows them. */
export const short = (sha: Sha): string => sha.slice(0, 7);

/** A repository as people say it: without its host, and without a name where it has no remote. */
export function repositoryName(id: RepositoryId): string {
  if (id.startsWith('root:')) return `local ${id.slice(5, 12)}`;
  const parts = id.split('/');
  return parts.length > 2 ? parts.slice(1).join('/') : id;
}

/** `12 passed, 1 failed`; what is none is left out. */
export function countWords(counts: TestCounts): string {
  const said = [
    counts.failed > 0 ? `${counts.failed} failed` : '',
    counts.passed > 0 ? `${counts.passed} passed` : '',
    counts.skipped > 0 ? `${counts.skipped} skipped` : '',
  ].filter((each) => each !== '');
  return said.length > 0 ? said.join(', ') : 'no tests';
}

/** `2 ahead, 1 behind main`; level is said as such. */
export function distanceWords(ahead: number, behind: number, of: string): string {
  if (ahead === 0 && behind === 0) return `level with ${of}`;
  const said = [ahead > 0 ? `${ahead} ahead` : '', behind > 0 ? `${behind} behind` : ''].filter((each) => each !== '');
  return `${said.join(', ')} ${ahead > 0 && behind === 0 ? 'of ' : ''}${of}`;
}

/** A branch against its upstream; without one, that. */
export function upstreamWords(work: WorkFact): string {
  if (work.ahead === undefined || work.behind === undefined) return 'no upstream';
  return distanceWords(work.ahead, work.behind, 'upstream');
}

/** How many files differ from the last commit, by git's kinds. */
export function changeWords(changes: Changes): string {
  const said = [
    changes.conflicted > 0 ? `${changes.conflicted} conflicted` : '',
    changes.staged > 0 ? `${changes.staged} staged` : '',
    changes.unstaged > 0 ? `${changes.unstaged} changed` : '',
    changes.untracked > 0 ? `${changes.untracked} untracked` : '',
  ].filter((each) => each !== '');
  return said.length > 0 ? said.join(', ') : 'no uncommitted changes';
}

/** A developer's own test run, and whether it still speaks for the branch. */
export function localTestWords(work: WorkFact, now: number): string {
  const { tests } = work;
  if (!tests) return 'No local test run shared';
  const said = [`${tests.task} ${tests.outcome}`];
  if (tests.counts) said.push(countWords(tests.counts));
  said.push(age(tests.endedAt, now));
  if (tests.commit !== work.head) said.push(`at ${short(tests.commit)}, not the present head`);
  else if (tests.dirty) said.push('with uncommitted changes');
  if (tests.stale && tests.commit === work.head) said.push('files changed since');
  return said.join(' · ');
}

/** Where the branch stands against its base. */
export function baseWords(forge: ForgeFact): string {
  if (forge.merged) return `merged into ${forge.base}`;
  return `${distanceWords(forge.ahead, forge.behind, forge.base)} · ${conflictWords[forge.conflicts]}`;
}

/** How long a run waits, has been running, or took and when. */
export function runTimeWords(run: CiRun, now: number): string {
  if (run.endedAt !== undefined) {
    const took = run.startedAt === undefined ? '' : `took ${span(run.endedAt - run.startedAt)} · `;
    return `${took}${age(run.endedAt, now)}`;
  }
  if (run.startedAt === undefined) return `asked for ${age(run.queuedAt, now)}`;
  return `started ${age(run.startedAt, now)}`;
}

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
