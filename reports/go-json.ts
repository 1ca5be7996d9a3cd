import * as z from 'zod/mini';
import { plain } from './clean-log.ts';
import { lenient } from './lenient.ts';
import { eachLine } from './report-lines.ts';
import { assertRoom, type ReportedTest, type Slices } from './reported-test.ts';

const text = lenient(z.string());
/** One event of `go test -json`: https://pkg.go.dev/cmd/test2json */
const Event = z.object({
  Action: z.string(),
  Package: text,
  Test: text,
  Output: text,
  ImportPath: text,
  FailedBuild: text,
});

/** So much of what a test prints is kept. */
const mostOutput = 16 * 1024;

interface Package {
  readonly tests: Map<string, Told>;
  /** What it said by itself, beside its tests. */
  readonly own: Told;
}

interface Told {
  output: string;
  outcome?: ReportedTest['outcome'] | undefined;
}

const outcomes: Readonly<Record<string, ReportedTest['outcome']>> = { pass: 'passed', fail: 'failed', skip: 'skipped' };

/** The tests of `go test -json`, by packages; a package that failed without one of its tests counts as a test. None where it is no such report. */
export function* goSlices(ndjson: string): Slices {
  const packages = new Map<string, Package>();
  const builds = new Map<string, Told>();
  yield* eachLine(ndjson, (line) => {
    const event = line.startsWith('{') ? parsed(line) : undefined;
    if (!event) return;
    const { Action, Package: name, Test, Output = '', ImportPath } = event;
    if (name === undefined) return void (ImportPath !== undefined && say(toldOf(builds, ImportPath), Output));
    const found = packages.get(name) ?? { tests: new Map<string, Told>(), own: { output: '' } };
    assertRoom(packages.size);
    packages.set(name, found);
    const told = Test === undefined ? found.own : toldOf(found.tests, Test);
    say(told, Output);
    // The package says which build of it failed, and what that printed is why.
    if (Action === 'fail' && Test === undefined) say(told, builds.get(event.FailedBuild ?? '')?.output ?? '');
    told.outcome = outcomes[Action] ?? told.outcome;
  });
  const whole = [...packages.values()].every(({ own }) => own.outcome !== undefined);
  return { tests: [...packages].flatMap(([name, found]) => testsOf(name, found)), whole: whole && packages.size > 0 };
}

function parsed(line: string): z.infer<typeof Event> | undefined {
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function toldOf(all: Map<string, Told>, name: string): Told {
  const told = all.get(name) ?? { output: '' };
  assertRoom(all.size);
  all.set(name, told);
  return told;
}

const say = (told: Told, output: string): void => {
  told.output += output.slice(0, mostOutput - told.output.length);
};

/** A test with tests in it is what they are, unless it failed by itself. */
function testsOf(name: string, { tests, own }: Package): readonly ReportedTest[] {
  // What had begun when its package's program died has not ended.
  const ended = [...tests].flatMap(([test, { output, outcome = own.outcome === 'failed' ? 'failed' : undefined }]) =>
    outcome === undefined ? [] : [{ test, output, outcome }],
  );
  const around = new Map<string, boolean>();
  for (const { test, outcome } of ended) {
    const parent = test.slice(0, Math.max(0, test.lastIndexOf('/')));
    around.set(parent, (around.get(parent) ?? false) || outcome === 'failed');
  }
  const shown = ended.filter(({ test, outcome }) => !around.has(test) || (outcome === 'failed' && !around.get(test)));
  const failed = shown.some(({ outcome }) => outcome === 'failed');
  const found = shown.map(({ test, output, outcome }) => reported(name, test, output, outcome));
  return own.outcome === 'failed' && !failed ? [...found, reported(name, '', own.output, 'failed')] : found;
}

function reported(path: string, test: string, output: string, outcome: ReportedTest['outcome']): ReportedTest {
  const suites = [plain(path)];
  const name = plain(test) || 'package';
  if (outcome !== 'failed') return { name, suites, outcome, message: '', trace: '' };
  const lines = plain(output).split('\n');
  const message = lines
    .filter((line) => !/^\s*(?:=== [A-Z]+\b|--- [A-Z]+: |FAIL(?:\t|$)|exit status \d)/.test(line))
    .map((line) => line.trim());
  return {
    name,
    suites,
    outcome,
    message: message.join('\n').trim(),
    trace: [...places(path, lines), ...lines].join('\n'),
  };
}

/** Where output names a file by its own name alone: below each folder that the package may be in, the likeliest first. */
function places(path: string, lines: readonly string[]): readonly string[] {
  const found = lines.flatMap((line) => /^\s*([\w.-]{1,200}\.go):(\d{1,9}):/.exec(line) ?? []);
  const [, file, line] = found;
  if (file === undefined) return [];
  const names = path.replace(/ \[.*/, '').split('/').slice(0, 12);
  // The name of a module begins with a host, an owner and its own, or is one word.
  const likely = names[0]?.includes('.') ? Math.min(3, names.length) : 1;
  const folders = [names.slice(likely), ...names.map((_, at) => names.slice(at)), []];
  return [...new Set(folders.map((folder) => [...folder, file].join('/')))].map((each) => `${each}:${line}`);
}
