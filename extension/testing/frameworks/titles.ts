import { escaped } from './ground.ts';

/** A pattern for the whole title of a test whose file names it so; undefined where it does not, in so many words. */
export function titlePattern(name: string, text: string): string | undefined {
  const test = longestEnd(name, titlesOf(text, 'it|test|specify'));
  if (test === undefined) return undefined;
  const suites = titlesOf(text, 'describe|suite|context');
  let pattern = `${escaped(test)}$`;
  for (let rest = cutEnd(name, test); rest !== ''; ) {
    const suite = longestEnd(rest, suites);
    if (suite === undefined) break;
    pattern = `${escaped(suite)}(?: | > | › )${pattern}`;
    rest = cutEnd(rest, suite);
  }
  return pattern;
}

/** Whether a file has tests at all. */
export const hasTests = (text: string): boolean => /\b(?:it|test|specify)(?:\.\w+)*\s*[(`]/.test(text);

/** The titles that are written out in a file. What has values put into it, or is escaped, is not. */
function titlesOf(text: string, callers: string): readonly string[] {
  const calls = new RegExp(
    String.raw`\b(?:${callers})(?:\.\w+)*\s*\(\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|\`([^\`\\$]*)\`)`,
    'g',
  );
  return [...text.matchAll(calls)].map(([, one, two, three]) => one ?? two ?? three ?? '').filter(Boolean);
}

const dividers = [' › ', ' > ', ' '];

/** The longest of these titles with which a name ends. */
const longestEnd = (name: string, titles: readonly string[]): string | undefined =>
  titles
    .filter((title) => name === title || dividers.some((divider) => name.endsWith(divider + title)))
    .toSorted((a, b) => b.length - a.length)[0];

/** What stands before an end of a name, and before what divides them. */
function cutEnd(name: string, end: string): string {
  const rest = name.slice(0, name.length - end.length);
  const divider = dividers.find((each) => rest.endsWith(each)) ?? '';
  return rest.slice(0, rest.length - divider.length);
}
