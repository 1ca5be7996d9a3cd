import type { FailingTest } from '../protocol/model/run.ts';
import { cut } from './bounded.ts';
import { sourcePath } from './find-file.ts';
import type { Finding, Matcher } from './matcher.ts';
import { cargoTest, dotnet, goBuild, goTest, gradle, mavenCompiler, rustc, surefire } from './matchers-compiled.ts';
import { eslint, gcc, tsc, unixLint } from './matchers-compiler.ts';
import { jest, nodeSpec, numbered, tap, vitest } from './matchers-javascript.ts';
import { framed, phpunit, pytest, pytestSummary, unittest } from './matchers-script.ts';

const all: readonly Matcher[] = [
  vitest,
  jest,
  numbered,
  nodeSpec,
  tap,
  pytest,
  pytestSummary,
  unittest,
  phpunit,
  framed,
  goTest,
  goBuild,
  cargoTest,
  rustc,
  surefire,
  mavenCompiler,
  gradle,
  dotnet,
  tsc,
  gcc,
  unixLint,
  eslint,
];

/** What one of them is to be found in: most lines of a log are none of it. */
const promising = /FAIL|ERROR|[Ee]rror|Failed|not ok|^ {2}[●x×]|\.go:|_{3}|^-{4} |^ {0,2}\d{1,5}\)|^test at /;

/** A card shows so many failing tests. */
const most = 50;

/** So often it is read on from a promising line, and no more. */
const mostReads = 20_000;

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
  const found: FailingTest[] = [];
  let reads = 0;
  for (let at = 0; at < lines.length && found.length < most && reads < mostReads; at += 1) {
    const line = lines[at] ?? '';
    if (!promising.test(line)) continue;
    for (const { begins, read } of all) {
      const match = begins.exec(line);
      if (!match) continue;
      reads += 1;
      const finding = read(lines, at, match);
      if (!finding) continue;
      const failure = bounded(finding, roots);
      if (!found.some((other) => isSame(failure, other))) found.push(failure);
      break;
    }
  }
  return found;
}

/** Runners tell of a failure twice, the second time without where it is. */
const isSame = (one: FailingTest, other: FailingTest): boolean =>
  one.name === other.name && (one.file ?? other.file) === other.file && (one.line ?? other.line) === other.line;

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
