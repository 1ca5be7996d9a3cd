/** A place in a file, as logs and people name it: `src/a.ts:12:3`. */
export interface FilePlace {
  /** Of the words in the line. */
  readonly start: number;
  readonly length: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const longestPlace = 500;

/** The places that a line names. In one pass: a log may be anything. */
export function placesIn(line: string): readonly FilePlace[] {
  const places: FilePlace[] = [];
  for (const match of line.matchAll(/[^\s"'`()[\]<>,;]+/g)) {
    const [word] = match;
    const found = word.length <= longestPlace && /^([^:]+):(\d{1,7})(?::(\d{1,6}))?(?!\d)/.exec(word);
    if (!found) continue;
    const [all, file = '', row = '1', column = '1'] = found;
    if (!/\.[A-Za-z]\w*$/.test(file)) continue;
    places.push({ start: match.index, length: all.length, file, line: Number(row) || 1, column: Number(column) || 1 });
  }
  return places;
}

/** The files below the root that may be meant: the engine's own folders stand before a path there. Longest first, at most 20. */
export function candidatesOf(file: string): readonly string[] {
  const parts = file.split('/').filter((part) => part !== '' && part !== '.');
  return parts
    .map((_, index) => parts.slice(index).join('/'))
    .filter(staysInside)
    .slice(0, 20);
}

/** Whether a path that came over the wire is below the repository's root on every system: no root, drive, share or `..` in it. */
export const staysInside = (file: string): boolean =>
  !/[\\:\p{Cc}]/u.test(file) && !file.startsWith('/') && !file.split('/').includes('..');
