import type { CiRun, TestCounts } from '../../protocol/model/run.ts';
import { ciWords, type Health } from '../../protocol/model/health.ts';

/** Words an instant of the bridge's clock for the reader's own place. */
export type Time = (at: number) => string;

/**
 * Text from outside as one line of plain text: what would break the line, or turn the direction of what stands beside it, becomes a
 * space or is left out.
 */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');

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
export const runWords = ({ state, counts }: CiRun): string =>
  counts ? `${ciWords[state]}: ${countWords(counts)}` : ciWords[state];
