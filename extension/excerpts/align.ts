/** Lines that belong together, by their numbers in both texts, and how well all of them do. */
export interface Aligned {
  readonly pairs: readonly { readonly here: number; readonly there: number }[];
  /** How many are the same. */
  readonly same: number;
}

/** A line that resembles less is another. */
const alike = 0.65;
/** Three lines that only resemble are worth less than one that is the same: code is full of lines that look alike. */
const ofAlike = 0.3;

/** Puts the lines of two texts beside each other in their order, so that as much as can be is the same. Blanks at their edges do not count. */
export function align(here: readonly string[], there: readonly string[]): Aligned {
  const width = there.length + 1;
  const best = new Float64Array((here.length + 1) * width);
  const weights = new Float64Array(here.length * width);
  for (let row = here.length - 1; row >= 0; row -= 1) {
    for (let column = there.length - 1; column >= 0; column -= 1) {
      const weight = weightOf(likeness(here[row] ?? '', there[column] ?? ''));
      weights[row * width + column] = weight;
      const together = weight > 0 ? weight + at(best, (row + 1) * width + column + 1) : 0;
      best[row * width + column] = Math.max(
        together,
        at(best, (row + 1) * width + column),
        at(best, row * width + column + 1),
      );
    }
  }
  return walk(here.length, there.length, best, weights);
}

function walk(rows: number, columns: number, best: Float64Array, weights: Float64Array): Aligned {
  const width = columns + 1;
  const pairs: { here: number; there: number }[] = [];
  let same = 0;
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    const now = at(best, row * width + column);
    const weight = at(weights, row * width + column);
    if (weight > 0 && now === weight + at(best, (row + 1) * width + column + 1)) {
      pairs.push({ here: row, there: column });
      if (weight === 1) same += 1;
      row += 1;
      column += 1;
    } else if (now === at(best, (row + 1) * width + column)) row += 1;
    else column += 1;
  }
  return { pairs, same };
}

const weightOf = (like: number): number => (like === 1 ? 1 : like >= alike ? like * ofAlike : 0);

const at = (numbers: Float64Array, index: number): number => numbers[index] ?? 0;

/** From 0 to 1: the pairs of characters that two lines share, of all that they have. */
function likeness(one: string, other: string): number {
  const [a, b] = [one.trim(), other.trim()];
  if (a === b) return 1;
  // So different in length, they cannot be alike.
  if (a.length < 2 || b.length < 2 || Math.min(a.length, b.length) / Math.max(a.length, b.length) < alike / 2) return 0;
  const counts = new Map<string, number>();
  for (let index = 0; index + 1 < a.length; index += 1) {
    const pair = a.slice(index, index + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let index = 0; index + 1 < b.length; index += 1) {
    const pair = b.slice(index, index + 2);
    const left = counts.get(pair) ?? 0;
    if (left === 0) continue;
    counts.set(pair, left - 1);
    shared += 1;
  }
  return Math.min(0.99, (2 * shared) / (a.length + b.length - 2));
}
