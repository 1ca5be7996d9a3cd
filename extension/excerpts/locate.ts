import type { Excerpt } from '../../protocol/model/excerpt.ts';
import { findLines, type Found, type Wanted } from './find.ts';

/** The files of a checkout, as they are now. */
export interface Files {
  /** Undefined where there is no such text file. */
  read(path: string): Promise<string | undefined>;
  /** What the file of that commit is called now, if it was renamed since. */
  renamed(of: Excerpt): Promise<string | undefined>;
  /** Other files in which the lines may be; the likely ones first. */
  others(path: string): Promise<readonly string[]>;
}

/** Where the lines of an excerpt are now, and whether that is the file that they are from, by this name or another. */
export interface Located {
  readonly path: string;
  readonly found: Found;
  readonly file: 'same' | 'renamed' | 'another';
}

const mostFiles = 2_000;
const atOnce = 16;

/** Looks for lines where they were, then where their file has gone, as they were before with changes, and last in other files, as they were. */
export async function locate(of: Excerpt, text: string, files: Files): Promise<Located | undefined> {
  const wanted: Wanted = { block: text.split(/\r?\n/), before: of.before, after: of.after, line: of.line };
  const here = findIn(await files.read(of.path), wanted);
  if (here && isSame(here)) return { path: of.path, found: here, file: 'same' };
  const renamed = await files.renamed(of);
  const there = renamed === undefined ? undefined : findIn(await files.read(renamed), wanted);
  if (renamed !== undefined && there && (isSame(there) || !here))
    return { path: renamed, found: there, file: 'renamed' };
  if (here) return { path: of.path, found: here, file: 'same' };
  return findElsewhere(of, wanted, files);
}

const isSame = ({ changed, added }: Found): boolean => changed + added === 0;

const findIn = (text: string | undefined, wanted: Wanted): Found | undefined =>
  text === undefined ? undefined : findLines(text.split(/\r?\n/), wanted);

/** In other files nothing but the same lines will do: what only resembles is found everywhere. */
async function findElsewhere(of: Excerpt, wanted: Wanted, files: Files): Promise<Located | undefined> {
  const [longest = ''] = wanted.block.map((line) => line.trim()).toSorted((a, b) => b.length - a.length);
  if (wanted.block.join('').replaceAll(/\W/g, '').length < 20) return undefined;
  const paths = (await files.others(of.path)).filter((path) => path !== of.path).slice(0, mostFiles);
  for (let at = 0; at < paths.length; at += atOnce) {
    const read = paths.slice(at, at + atOnce).map(async (path) => ({ path, text: await files.read(path) }));
    for (const { path, text } of await Promise.all(read)) {
      const found = text?.includes(longest) ? findIn(text, wanted) : undefined;
      if (found && isSame(found)) return { path, found, file: 'another' };
    }
  }
  return undefined;
}
