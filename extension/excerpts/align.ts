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
  const [mine, theirs] = [here.map(readLine), there.map(readLine)];
  const best = new Float64Array((here.length + 1) * width);
  const weights = new Float64Array(here.length * width);
  for (let row = here.length - 1; row >= 0; row -= 1) {
    for (let column = there.length - 1; column >= 0; column -= 1) {
      const weight = weightOf(likeness(mine[row], theirs[column]));
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

/** A line without the blanks at its edges, and its pairs of neighbouring characters, in order. */
interface Line {
  readonly text: string;
  readonly pairs: Uint32Array;
}

/** No line of an excerpt is longer, and what is so much longer is like none. */
const mostRead = 32_768;

function readLine(line: string): Line {
  const text = line.trim();
  const pairs = new Uint32Array(Math.max(0, Math.min(text.length, mostRead) - 1));
  for (let index = 0; index < pairs.length; index += 1)
    pairs[index] = text.charCodeAt(index) * 0x1_0000 + text.charCodeAt(index + 1);
  return { text, pairs: pairs.toSorted() };
}

/** From 0 to 1: the pairs of characters that two lines share, of all that they have. */
function likeness(one: Line | undefined, other: Line | undefined): number {
  if (!one || !other) return 0;
  const [a, b] = [one.text.length, other.text.length];
  if (one.text === other.text) return 1;
  // So different in length, they cannot be alike.
  if (a < 2 || b < 2 || Math.min(a, b) / Math.max(a, b) < alike / 2) return 0;
  return Math.min(0.99, (2 * shared(one.pairs, other.pairs)) / (a + b - 2));
}

function shared(one: Uint32Array, other: Uint32Array): number {
  let count = 0;
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const [mine = 0, theirs = 0] = [one[a], other[b]];
    if (mine === theirs) count += 1;
    if (mine <= theirs) a += 1;
    if (theirs <= mine) b += 1;
  }
  return count;
}
