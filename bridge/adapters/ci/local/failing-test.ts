import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { FailingTest } from '../../../../protocol/model/run.ts';
import type { ReportedTest } from './junit.ts';

/** A stack trace is looked through so far. */
const traceCharacters = 16 * 1024;

/** A message is its first lines. */
const messageLines = 10;

interface Place {
  readonly file: string;
  readonly line?: number;
}

/** A failing test as a person knows it: its name with what it stands in, where it is, and the first lines of what went wrong. */
export async function failingTest(worktree: string, test: ReportedTest): Promise<FailingTest> {
  const place = await placeOf(worktree, test);
  const message = messageOf(worktree, test);
  return {
    name: cut(await nameOf(worktree, test), 500),
    ...(place && { file: place.file }),
    ...(place?.line !== undefined && { line: place.line }),
    ...(message !== '' && { message: cut(message, 2000) }),
  };
}

const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();

/** The class before the name, unless the name says it, or it is the file; without a class of use, the suites that are no files. */
async function nameOf(worktree: string, { name, classname, suites }: ReportedTest): Promise<string> {
  const ofUse = classname !== undefined && classname !== 'test' && classname !== suites.join('.');
  const around = ofUse ? [classname] : suites;
  const said = await Promise.all(
    around.map(async (each) => !name.startsWith(each) && !(await fileIn(worktree, each)) && each !== ''),
  );
  return [...around.filter((_, index) => said[index]), name].filter((each) => each !== '').join(' › ') || '(no name)';
}

/** The file that the report names, in one way or another, with the line that the trace has in it; else the trace's first. */
async function placeOf(worktree: string, test: ReportedTest): Promise<Place | undefined> {
  const traced = await placesIn(worktree, test.trace);
  for (const text of [test.file, test.classname, ...test.suites.toReversed()]) {
    const file = text === undefined ? undefined : await fileIn(worktree, text);
    if (file === undefined) continue;
    const line =
      text === test.file && test.line !== undefined ? test.line : traced.find((at) => at.file === file)?.line;
    return { file, ...(line !== undefined && { line }) };
  }
  return traced[0];
}

/** The places in a stack trace that are in the worktree and not in a package, innermost first. */
async function placesIn(worktree: string, trace: string): Promise<readonly Place[]> {
  const places: Place[] = [];
  const known = new Map<string, string | undefined>();
  for (const [path, digits] of candidates(trace.slice(0, traceCharacters))) {
    if (!known.has(path) && known.size < 50) known.set(path, await fileIn(worktree, path));
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

/** The path from the worktree's top of a file that is there; undefined where it is not, or elsewhere. */
async function fileIn(worktree: string, text: string): Promise<string | undefined> {
  const path = text.replace(/^file:\/\//, '');
  if (path === '' || path.length > 400 || path.includes('\0')) return undefined;
  try {
    const real = await realpath(isAbsolute(path) ? path : resolve(worktree, path));
    if (!real.startsWith(`${worktree}${sep}`) || !(await stat(real)).isFile()) return undefined;
    return relative(worktree, real).split(sep).join('/');
  } catch {
    return undefined;
  }
}

function messageOf(worktree: string, { message, trace }: ReportedTest): string {
  const lines = (message || trace).trim().split('\n').slice(0, messageLines);
  return lines.join('\n').replaceAll(`${worktree}${sep}`, '').trim();
}
