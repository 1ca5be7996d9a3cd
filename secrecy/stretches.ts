/** A stretch of a text: from its first character to before its end. */
export type Stretch = readonly [from: number, end: number];

/** Each place at which one of these stands, overlapping ones too. */
export function occurrences(text: string, wanted: readonly string[]): Stretch[] {
  const found: Stretch[] = [];
  for (const each of wanted) {
    for (let at = text.indexOf(each); at >= 0; at = text.indexOf(each, at + 1)) found.push([at, at + each.length]);
  }
  return found;
}

/** The same characters in stretches that are in order and apart. */
export function united(stretches: readonly Stretch[]): readonly Stretch[] {
  const apart: [number, number][] = [];
  for (const [from, end] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > from) apart.push([from, end]);
  }
  return apart;
}
