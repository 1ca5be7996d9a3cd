import { type LineMatch, matchLines } from './line-match.ts';

/** What has become of a line, counted from 1. A line that is gone has the place where it would stand. */
export interface Carried {
  readonly state: 'kept' | 'changed' | 'gone';
  readonly line: number;
}

/** Two texts side by side, to ask what has become of lines of the old one. */
export interface Carry {
  /** Undefined where the old text has no such line. */
  of(line: number): Carried | undefined;
}

/** The lines of a text, whatever ends them; a last line that is empty is none. */
export function linesOf(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Compares two texts once. A line with another indentation is still the same line. */
export function carry(old: string, now: string): Carry {
  const [before, after] = [linesOf(old), linesOf(now)];
  const match = matchLines(before, after);
  return {
    of(line) {
      const words = before[line - 1];
      if (words === undefined) return undefined;
      const kept = match[line - 1] ?? -1;
      if (kept >= 0) return { state: 'kept', line: kept + 1 };
      return likest(words, after, placeOf(match, line - 1, after.length));
    },
  };
}

interface Place {
  /** The lines that stand where the lost ones stood. */
  readonly from: number;
  readonly to: number;
  /** Which of them it would be, if they had been replaced one by one. */
  readonly wanted: number;
}

/** The lines of the new text between the survivors around a line that has not survived. */
function placeOf(match: LineMatch, lost: number, length: number): Place {
  let [first, last] = [lost, lost];
  while (first > 0 && match[first - 1] === -1) first -= 1;
  while (last + 1 < match.length && match[last + 1] === -1) last += 1;
  const from = first === 0 ? 0 : (match[first - 1] ?? -1) + 1;
  const to = last + 1 === match.length ? length : (match[last + 1] ?? length);
  return { from, to, wanted: from + lost - first };
}

/** Below this two lines are strangers. */
const leastAlike = 0.5;
/** So many lines are looked at on both sides of the wanted one. */
const reach = 200;

/** The line there that is most like the lost one, the nearest first; or none, and then it is gone. */
function likest(words: string, after: readonly string[], { from, to, wanted }: Place): Carried {
  let best = { at: -1, alike: 0 };
  const [low, high] = [Math.max(from, wanted - reach), Math.min(to, wanted + reach)];
  const near = Array.from({ length: Math.max(0, high - low) }, (_, index) => low + index);
  for (const at of near.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))) {
    const alike = likeness(words, after[at] ?? '');
    if (alike > best.alike) best = { at, alike };
  }
  if (best.alike === 1) return { state: 'kept', line: best.at + 1 };
  if (best.alike >= leastAlike) return { state: 'changed', line: best.at + 1 };
  return { state: 'gone', line: Math.max(1, Math.min(from + 1, after.length)) };
}

const longest = 300;

/** How much two lines have in common, from 0 to 1, by their pairs of neighbouring characters (Dice). 1 only where they say the same. */
function likeness(one: string, other: string): number {
  const [a, b] = [one.trim(), other.trim()];
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const [ofA, ofB] = [pairsOf(a.slice(0, longest)), pairsOf(b.slice(0, longest))];
  const total = a.slice(0, longest).length + b.slice(0, longest).length - 2;
  if (total <= 0) return 0;
  let shared = 0;
  for (const [pair, count] of ofA) shared += Math.min(count, ofB.get(pair) ?? 0);
  return Math.min(0.99, (2 * shared) / total);
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
