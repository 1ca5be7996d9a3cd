import type { FailingTest } from '../../../protocol/model/run.ts';
import { cut } from './bounded.ts';
import { sourcePath } from './find-file.ts';
import type { Finding, Matcher } from './matcher.ts';
import { eslint, gcc, tsc } from './matchers-compiler.ts';

const all: readonly Matcher[] = [tsc, gcc, eslint];

/** A card shows so many failing tests. */
const most = 50;

/** Of a longer log the end is read, and of a longer line its beginning: what failed is said last, and first. */
const mostCharacters = 4 * 1024 * 1024;
const mostInLine = 1000;

/**
 * The failing tests, and the places that compilers and linters complain of, that a clean plain log names in the words of a common runner:
 * in the log's order, each once, at most 50. Paths below one of `roots` become relative to it.
 */
export function failuresIn(log: string, roots: readonly string[] = []): FailingTest[] {
  const lines = log
    .slice(-mostCharacters)
    .split('\n')
    .map((line) => line.slice(0, mostInLine).trimEnd());
  const found = new Map<string, FailingTest>();
  for (let at = 0; at < lines.length && found.size < most; at += 1) {
    for (const finding of findingsAt(lines, at)) {
      const failure = bounded(finding, roots);
      const key = JSON.stringify([failure.name, failure.file, failure.line]);
      if (!found.has(key)) found.set(key, failure);
    }
  }
  return [...found.values()];
}

function findingsAt(lines: readonly string[], at: number): readonly Finding[] {
  const line = lines[at] ?? '';
  if (line === '') return [];
  for (const { begins, read } of all) {
    const match = begins.exec(line);
    const finding = match && read(lines, at, match);
    if (finding) return [finding];
  }
  return [];
}

function bounded({ name, file, line, message }: Finding, roots: readonly string[]): FailingTest {
  const path = file === undefined ? undefined : sourcePath(file, roots);
  const said = cut((message ?? '').trim(), 2000);
  return {
    name: cut(name.trim(), 500) || '(no name)',
    ...(path !== undefined && { file: path }),
    ...(path !== undefined && line !== undefined && { line }),
    ...(said !== '' && { message: said }),
  };
}
