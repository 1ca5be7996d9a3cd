/** For each line of an old text the line of a new one that it is, both counted from 0; -1 where it is none. */
export type LineMatch = Int32Array;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where no line is alone of its kind, spans of more pairs than this are taken for rewritten. */
const mostPairs = 1_000_000;
const deepest = 64;

/**
 * Which lines survive from one text to another, in their order. Lines that are alone of their kind in both hold the rest, so that blank
 * lines and brackets never pair strangers where something better is near.
 */
export function matchLines(old: readonly string[], now: readonly string[]): LineMatch {
  const match = new Int32Array(old.length).fill(-1);
  const join = (a: Span, b: Span, depth: number): void => {
    let [{ from, to }, start, end] = [a, b.from, b.to];
    for (; from < to && start < end && old[from] === now[start]; from += 1, start += 1) match[from] = start;
    for (; from < to && start < end && old[to - 1] === now[end - 1]; to -= 1, end -= 1) match[to - 1] = end - 1;
    if (from === to || start === end) return;
    const [mine, theirs] = [
      { from, to },
      { from: start, to: end },
    ];
    const anchors = depth < deepest ? rising(alone(old, mine, now, theirs)) : [];
    if (anchors.length === 0) return common(old, mine, now, theirs, match);
    for (const [at, there] of [...anchors, [to, end] as const]) {
      join({ from, to: at }, { from: start, to: there }, depth + 1);
      if (at < to) match[at] = there;
      [from, start] = [at + 1, there + 1];
    }
  };
  join({ from: 0, to: old.length }, { from: 0, to: now.length }, 0);
  return match;
}

type Pair = readonly [at: number, there: number];

/** The lines that are alone of their kind in both spans, in the old order. */
function alone(old: readonly string[], a: Span, now: readonly string[], b: Span): readonly Pair[] {
  const [here, there] = [singles(old, a), singles(now, b)];
  return [...here].flatMap(([line, at]): Pair[] => {
    const other = there.get(line);
    return at < 0 || other === undefined || other < 0 ? [] : [[at, other]];
  });
}

/** Each line of a span with its place, or -1 where there are several. */
function singles(lines: readonly string[], { from, to }: Span): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? '';
    places.set(line, places.has(line) ? -1 : at);
  }
  return places;
}

/** The longest run of pairs whose second numbers rise too, found by patience sorting. */
function rising(pairs: readonly Pair[]): readonly Pair[] {
  const tops: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  const there = (index: number | undefined): number => pairs[index ?? -1]?.[1] ?? -1;
  for (const [index, pair] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (there(tops[middle]) < pair[1]) low = middle + 1;
      else high = middle;
    }
    before[index] = tops[low - 1] ?? -1;
    tops[low] = index;
  }
  const chain: Pair[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) chain.push(pairs[index] ?? [0, 0]);
  return chain.toReversed();
}

/** Matches a longest common run of lines of two spans. */
function common(old: readonly string[], a: Span, now: readonly string[], b: Span, match: LineMatch): void {
  const [height, width] = [a.to - a.from, b.to - b.from];
  if (height * width > mostPairs) return;
  const row = width + 1;
  const most = new Uint32Array((height + 1) * row);
  const at = (i: number, j: number): number => most[i * row + j] ?? 0;
  const same = (i: number, j: number): boolean => old[a.from + i] === now[b.from + j];
  for (let i = height - 1; i >= 0; i -= 1)
    for (let j = width - 1; j >= 0; j -= 1)
      most[i * row + j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  for (let i = 0, j = 0; i < height && j < width; ) {
    if (same(i, j)) {
      match[a.from + i] = b.from + j;
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
}
