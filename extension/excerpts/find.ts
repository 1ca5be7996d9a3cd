import { align } from './align.ts';

/** Lines that somebody showed, as they were, and what stood around them. Lines start at 1. */
export interface Wanted {
  readonly block: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly line: number;
}

/** Where they are now: the first and the last line, how many of them have changed, and by how many it is longer. */
export interface Found {
  readonly line: number;
  readonly endLine: number;
  readonly changed: number;
  readonly added: number;
  /** Whether nothing but the blanks at their edges differs. */
  readonly blanks: boolean;
}

/** Characters that say something: a block with fewer is found by what stands around it alone. */
const telling = 8;
const mostPlaces = 24;
/** Comparing takes time and room by the square of this; a longer block is found as it was, or not. */
const mostCompared = 300;
/** So many pairs of lines are compared in all: of a long block fewer places are looked at. */
const mostPairs = 400_000;
/** A line that stands in the block more often than this points everywhere, and so nowhere. */
const mostAlike = 8;
/** So much of what was wanted has to be there. */
const enough = 0.6;
/** And so much of it as it was, where not two lines around it are. */
const enoughSame = 0.4;
/** A line that only resembles counts for less. */
const ofAlike = 0.7;

/** Finds lines in a text by what they say: as they were, else with other blanks, else with some of them changed. */
export function findLines(lines: readonly string[], wanted: Wanted): Found | undefined {
  if (wanted.block.length === 0 || wanted.block.length > lines.length + wanted.block.length / 2) return undefined;
  return (
    findSame(lines, wanted, false) ?? findSame(trimmed(lines), trimmedAll(wanted), true) ?? findEdited(lines, wanted)
  );
}

const trimmed = (lines: readonly string[]): readonly string[] => lines.map((line) => line.trim());

const trimmedAll = ({ block, before, after, line }: Wanted): Wanted => ({
  block: trimmed(block),
  before: trimmed(before),
  after: trimmed(after),
  line,
});

/** All of the block in its order. Of several places, the one with most of the context, then the nearest. */
function findSame(lines: readonly string[], wanted: Wanted, blanks: boolean): Found | undefined {
  const { block, line } = wanted;
  const least = block.join('').replaceAll(/\W/g, '').length < telling ? 1 : 0;
  let best: { readonly at: number; readonly context: number } | undefined;
  for (const at of placesOf(lines, block)) {
    const context = contextAt(lines, wanted, at, at + block.length);
    if (context < least) continue;
    const nearer = best && context === best.context && distance(at, line) < distance(best.at, line);
    if (!best || context > best.context || nearer) best = { at, context };
  }
  return best && { line: best.at + 1, endLine: best.at + block.length, changed: 0, added: 0, blanks };
}

/** Where the whole block stands in a text, in time by the length of both: text and block may be one line over and over. */
function* placesOf(lines: readonly string[], block: readonly string[]): Generator<number> {
  const borders = new Int32Array(block.length);
  const further = (held: number, text: string | undefined): number => {
    let length = held;
    while (length > 0 && block[length] !== text) length = borders[length - 1] ?? 0;
    return block[length] === text ? length + 1 : length;
  };
  for (let at = 1; at < block.length; at += 1) borders[at] = further(borders[at - 1] ?? 0, block[at]);
  let held = 0;
  for (const [at, text] of lines.entries()) {
    held = further(held, text);
    if (held < block.length) continue;
    yield at + 1 - held;
    held = borders[held - 1] ?? 0;
  }
}

const distance = (at: number, line: number): number => Math.abs(at + 1 - line);

/** How many of the lines around it stand there still, from the block outwards. */
function contextAt(lines: readonly string[], { before, after }: Wanted, from: number, to: number): number {
  let count = 0;
  for (let step = 1; step <= before.length && same(lines[from - step], before.at(-step)); step += 1) count += 1;
  for (let step = 0; step < after.length && same(lines[to + step], after[step]); step += 1) count += 1;
  return count;
}

const same = (text: string | undefined, other: string | undefined): boolean =>
  text !== undefined && other !== undefined && text.trim() === other.trim();

/** Where most of the block is, in its order; a line counts as changed where it resembles what it was. */
function findEdited(lines: readonly string[], wanted: Wanted): Found | undefined {
  const { block } = wanted;
  if (block.length > mostCompared) return undefined;
  const surroundings = surroundingsOf(wanted);
  let best: { readonly found: Found; readonly score: number } | undefined;
  const places = Math.max(1, Math.floor(mostPairs / (block.length * (block.length * 2 + 4))));
  for (const at of likelyPlaces(lines, wanted).slice(0, places)) {
    const from = Math.max(0, at - 2);
    const aligned = align(block, without(surroundings, lines.slice(from, at + block.length * 2 + 2)));
    const [first, last] = [aligned.pairs[0], aligned.pairs.at(-1)];
    if (!first || !last) continue;
    const span = last.there - first.there + 1;
    const context = contextAt(lines, wanted, from + first.there, from + last.there + 1);
    const share = (aligned.same + (aligned.pairs.length - aligned.same) * ofAlike) / block.length;
    if (share < enough || (aligned.same < block.length * enoughSame && context < 2)) continue;
    const score = share + context / 10 - span / 1_000;
    if (best && score <= best.score) continue;
    const found = {
      line: from + first.there + 1,
      endLine: from + last.there + 1,
      changed: block.length - aligned.same,
      added: Math.max(0, span - block.length),
      blanks: false,
    };
    best = { found, score };
  }
  return best?.found;
}

/** Lines around the block that are not in it too: they cannot be what became of its own. */
function surroundingsOf({ block, before, after }: Wanted): ReadonlySet<string> {
  const own = new Set(trimmed(block));
  return new Set(trimmed([...before, ...after]).filter((text) => !own.has(text)));
}

const without = (surroundings: ReadonlySet<string>, lines: readonly string[]): readonly string[] =>
  lines.map((text) => (surroundings.has(text.trim()) ? '' : text));

/** Places at which the block may begin: those to which most lines of it, and around it, point. */
function likelyPlaces(lines: readonly string[], { block, before, after, line }: Wanted): readonly number[] {
  const offsets = new Map<string, number[]>();
  for (const [index, text] of [...before, ...block, ...after].entries()) {
    const key = text.trim();
    if (key.replaceAll(/\W/g, '').length > 2) offsets.set(key, [...(offsets.get(key) ?? []), index - before.length]);
  }
  const votes = new Map<number, number>();
  for (const [at, text] of lines.entries()) {
    const found = offsets.get(text.trim()) ?? [];
    if (found.length > mostAlike) continue;
    for (const offset of found) votes.set(at - offset, (votes.get(at - offset) ?? 0) + 1);
  }
  // Where it was is always worth a look: each of its lines may have been changed a little.
  votes.set(line - 1, (votes.get(line - 1) ?? 0) + 1);
  return [...votes]
    .toSorted((a, b) => b[1] - a[1] || distance(a[0], line) - distance(b[0], line))
    .slice(0, mostPlaces)
    .map(([at]) => Math.max(0, at));
}
