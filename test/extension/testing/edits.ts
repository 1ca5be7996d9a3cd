import fc from 'fast-check';

/** What is done to a text, line by line: a line is kept, deleted, or has new ones put before it. */
type Edit = 'keep' | 'delete' | { readonly insert: number };

/** Scripts of edits of a text of up to forty lines. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('keep' as const) },
    { weight: 2, arbitrary: fc.constant('delete' as const) },
    { weight: 1, arbitrary: fc.record({ insert: fc.integer({ min: 1, max: 4 }) }) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** Words that have little in common, so that no new line looks like a changed old one. */
const spelled = (kind: string, index: number): string =>
  Array.from(`${kind}${index * 7_919 + 13}`, (letter, at) => letter.repeat(1 + ((at + index) % 4))).join(kind);

/** A text, the same after the edits, and for each old line its place in the new text, counted from 0. */
export function edited(script: readonly Edit[]) {
  const old: string[] = [];
  const now: string[] = [];
  const places: (number | undefined)[] = [];
  let fresh = 0;
  for (const edit of script) {
    if (typeof edit === 'object') {
      for (let count = 0; count < edit.insert; count += 1) now.push(spelled('§', (fresh += 1)));
      continue;
    }
    const line = spelled('o', old.length);
    places.push(edit === 'keep' ? now.length : undefined);
    if (edit === 'keep') now.push(line);
    old.push(line);
  }
  return { old, now, places };
}
