import type { FailingTest } from '../protocol/model/run.ts';
import { cut } from './bounded.ts';
import type { FindFile } from './find-file.ts';
import { masked } from '../secrecy/mask.ts';
import type { ReportedTest } from './reported-test.ts';

/** A stack trace is looked through so far. */
const traceCharacters = 16 * 1024;

/** A message is its first lines. */
const messageLines = 10;
const shownCharacters = 2000;
const longestSecret = 8 * 1024;
const shownName = 500;
/** What stands in more suites than these was written to keep a disk busy: each may be a file. */
const mostSuites = 32;

interface Place {
  readonly file: string;
  readonly line?: number;
}

/** A failing test as a person knows it: its name with what it stands in, where it is, and the first lines of what went wrong. */
export async function failingTest(
  test: ReportedTest,
  find: FindFile,
  secrets: readonly string[] = [],
): Promise<FailingTest> {
  const place = await placeOf(find, test);
  const said = (test.message || test.trace).trim().split('\n').slice(0, messageLines).join('\n').trim();
  // What is cut in the middle of a secret would not be known for one.
  const message = masked(said.slice(0, shownCharacters + longestSecret), secrets);
  return {
    name: cut(masked((await nameOf(find, test)).slice(0, shownName + longestSecret), secrets), shownName),
    ...(place && { file: cut(place.file, 500) }),
    ...(place?.line !== undefined && { line: place.line }),
    ...(message !== '' && { message: cut(message, shownCharacters) }),
  };
}

/** The class before the name, unless the name says it, or it is the file; without a class of use, the suites that are no files. */
async function nameOf(find: FindFile, { name, classname, suites }: ReportedTest): Promise<string> {
  const ofUse = classname !== undefined && classname !== 'test' && classname !== suites.join('.');
  const around = ofUse ? [classname] : suites.slice(0, mostSuites);
  const said = await Promise.all(
    around.map(async (each) => !name.startsWith(each) && !(await find(each)) && each !== ''),
  );
  return [...around.filter((_, index) => said[index]), name].filter((each) => each !== '').join(' › ') || '(no name)';
}

/** The file that the report names, in one way or another, with the line that the trace has in it; else the trace's first. */
async function placeOf(find: FindFile, test: ReportedTest): Promise<Place | undefined> {
  const traced = await placesIn(find, test.trace);
  for (const text of [test.file, test.classname, ...test.suites.slice(0, mostSuites).toReversed()]) {
    const file = text === undefined ? undefined : await find(text);
    if (file === undefined) continue;
    const line =
      text === test.file && test.line !== undefined ? test.line : traced.find((at) => at.file === file)?.line;
    return { file, ...(line !== undefined && { line }) };
  }
  return traced[0];
}

/** The places in a stack trace that are in the repository and not in a package, innermost first. */
async function placesIn(find: FindFile, trace: string): Promise<readonly Place[]> {
  const places: Place[] = [];
  const known = new Map<string, string | undefined>();
  for (const [path, digits] of candidates(trace.slice(0, traceCharacters))) {
    if (!known.has(path) && known.size < 50) known.set(path, await find(path));
    const file = known.get(path);
    const line = Number(digits);
    if (file !== undefined && line > 0 && line < 1e9 && !file.includes('node_modules/')) places.push({ file, line });
  }
  return places;
}

/** `path:line`, between blanks, brackets and quotes; and as Python has it. */
function candidates(trace: string): readonly (readonly [path: string, line: string])[] {
  const python = [...trace.matchAll(/File "([^"\n]{1,400})", line (\d{1,9})/g)];
  const words = trace.split(/[\s()[\]"'<>]+/).flatMap((word) => {
    const found = /^(?:file:\/\/)?([^:]{1,400}):(\d{1,9})(?::|$)/.exec(word);
    return found ? [found] : [];
  });
  return [...python, ...words].map(([, path = '', line = '']) => [path, line] as const);
}
