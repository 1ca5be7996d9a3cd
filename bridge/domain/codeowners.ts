import { type Effort, fitsGlob, type Glob, pathGlob } from './glob.ts';

/** One line of a CODEOWNERS file: who owns what fits. */
interface Claimed {
  readonly glob: readonly Glob[];
  readonly owners: readonly string[];
}

/** A CODEOWNERS file. Each section decides by itself; where there are none, it is one. */
export type CodeOwners = readonly (readonly Claimed[])[];

/** Lines beyond this are not read. */
const mostLines = 5_000;

/** Reads a CODEOWNERS file. Lines that make no sense are left out, as the forges leave them out. */
export function readCodeOwners(text: string): CodeOwners {
  const sections: Claimed[][] = [[]];
  let usual: readonly string[] = [];
  for (const line of text.split(/\r?\n/, mostLines)) {
    const words = wordsOf(line);
    const [pattern, ...owners] = words;
    if (pattern === undefined || pattern.startsWith('!')) continue;
    if (pattern.startsWith('[') || pattern.startsWith('^[')) {
      const end = words.findIndex((word) => word.endsWith(']'));
      usual = words.slice(end < 0 ? words.length : end + 1).filter(isOwner);
      sections.push([]);
      continue;
    }
    const said = owners.filter(isOwner);
    sections.at(-1)?.push({ glob: globsOf(pattern), owners: said.length > 0 ? said : usual });
  }
  return sections;
}

/**
 * Those who own a file: in each section by the last line that fits; nobody, where that line names nobody. Undefined where it takes more effort than
 * is left.
 */
export function ownersOf(file: CodeOwners, path: string, effort?: Effort): string[] | undefined {
  const found = file.flatMap(
    (section) => section.findLast(({ glob }) => glob.some((each) => fitsGlob(each, path, effort)))?.owners ?? [],
  );
  if (effort && effort.left < 0) return undefined;
  return [...new Set(found.map((owner) => owner.toLowerCase()))];
}

/** `@user`, `@organisation/team`, or an address of mail. */
const isOwner = (word: string): boolean => word.includes('@');

/** The words of a line, up to a comment. A backslash keeps the space, or the `#`, that follows it in the word. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = '';
  const characters = Array.from(line);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '#' && word === '') break;
    if (character === '\\') {
      word += character + (characters[at + 1] ?? '');
      at += 1;
    } else if (/\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  return word === '' ? words : [...words, word];
}

/**
 * A pattern with a slash before its end begins at the root, any other may begin in any folder. What it names may be a file, or a folder with all
 * that is in it; only a `*` at the end stays in its folder.
 */
function globsOf(pattern: string): Glob[] {
  const inner = pattern.replace(/^\/+/, '').replace(/\/+$/, '');
  const rooted = pattern.startsWith('/') || inner.includes('/');
  const from = rooted ? inner : `**/${inner}`;
  if (inner === '' || inner === '**') return [pathGlob('**')];
  if (pattern.endsWith('/')) return [pathGlob(`${from}/**`)];
  if (inner === '*' || inner.endsWith('/*')) return [pathGlob(inner === '*' && !rooted ? '**' : from)];
  return [pathGlob(from), pathGlob(`${from}/**`)];
}
