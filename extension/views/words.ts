import type { CiRun, CiState, FailingTest, TestCounts } from '../../protocol/model/run.ts';
import { ciWords, hasEnded, type Health } from '../../protocol/model/health.ts';

/** Words an instant of the bridge's clock for the reader's own place. */
export type Time = (at: number) => string;

/**
 * Text from outside as one line of plain text: what would break the line, or turn the direction of what stands beside it, becomes a
 * space or is left out.
 */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');

/** Text for a notification, in which VS Code would make `[words](command:…)` of anybody's a link that runs a command ([T2]). */
export const notice = (text: string): string => plain(text).replaceAll('](', '] (');

/** Only what a browser may be sent to. */
export const isPage = (url: string): boolean => /^https?:\/\/\S+$/.test(url);

export const shortSha = (commit: string): string => commit.slice(0, 7);

export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const healthWords: Readonly<Record<Health, string>> = {
  failing: 'failing',
  running: 'running',
  passing: 'passing',
  unknown: 'no result yet',
};

/** `2 failed, 12 passed`: what is nought is left out. */
export function countWords({ passed, failed, skipped }: TestCounts): string {
  const kinds: [number, string][] = [
    [failed, 'failed'],
    [passed, 'passed'],
    [skipped, 'skipped'],
  ];
  const said = kinds.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length > 0 ? said.join(', ') : 'no tests';
}

/** A run in a few words: `failed: 2 failed, 12 passed`. */
export const runWords = ({ state, counts }: Pick<CiRun, 'state' | 'counts'>): string =>
  counts ? `${ciWords[state]}: ${countWords(counts)}` : ciWords[state];

/** How long something took, in its two largest units. */
export function spanWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

interface Timed {
  readonly state: CiState;
  readonly queuedAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

/** When it ended, or began, or was queued, and how long it took: instants, since an age would be old a minute later. */
export function timeWords({ state, queuedAt, startedAt, endedAt }: Timed, time: Time): string[] {
  if (state === 'skipped') return [];
  if (endedAt !== undefined)
    return [time(endedAt), ...(startedAt === undefined ? [] : [spanWords(endedAt - startedAt)])];
  if (startedAt !== undefined && !hasEnded(state)) return [`since ${time(startedAt)}`];
  return queuedAt === undefined ? [] : [time(queuedAt)];
}

/** What history says of a failing test; undefined where nobody has looked. */
export function triageWords({ triage, flaky }: FailingTest, base: string | undefined): string | undefined {
  switch (triage) {
    case undefined:
      return undefined;
    case 'new':
      return 'new';
    case 'known':
      return 'failed here before';
    case 'on-base':
      return `also red on ${base === undefined ? 'the base' : plain(base)}`;
    case 'flaky':
      return flaky ? `flaky: ${flaky.failed} of ${flaky.of}` : 'flaky';
  }
}

/** `@ana`, `@ana and @ben`, `@ana, @ben and @eve`. */
export function logins(names: readonly string[]): string {
  const shown = names.map((name) => `@${plain(name)}`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
