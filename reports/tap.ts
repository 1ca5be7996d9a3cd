import { plain } from './clean-log.ts';
import { eachLine } from './report-lines.ts';
import { assertRoom, type ReportedTest, type Slices } from './reported-test.ts';
import { createDiagnostics, type Diagnostics } from './tap-diagnostics.ts';

/** A stream within a stream is indented by so much more, so often. */
const indent = 4;
const deepest = 32;

/** Whether a text is the Test Anything Protocol: it begins with its version, a plan or a test. Comments may come before. */
export function isTap(text: string): boolean {
  const first = text
    .slice(0, 16 * 1024)
    .split('\n')
    .find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return first !== undefined && /^(?:TAP version \d+\s*$|1\.\.\d+\s*(?:#|$)|(?:not )?ok(?:\s|$))/.test(first);
}

interface Point {
  readonly name: string;
  readonly suites: string[];
  readonly outcome: ReportedTest['outcome'];
  diagnostics?: Diagnostics;
}

/** The tests of a stream of TAP, versions 12 to 14, without those that only hold others. */
export function* tapSlices(text: string): Slices {
  const stream = new Stream();
  yield* eachLine(text, (line) => stream.line(line));
  return { tests: stream.tests(), whole: stream.whole };
}

/** What of a stream has been read. */
class Stream {
  /** The tests of each depth that nothing around them has been told of yet. */
  readonly #levels: Point[][] = [];
  #last: Point | undefined;
  #diagnostics: Diagnostics | undefined;
  /** The tests of the outermost stream, and how many it plans. */
  #points = 0;
  #planned: number | undefined;

  line(line: string): void {
    if (this.#diagnostics) {
      if (this.#diagnostics.take(line)) return;
      this.#diagnostics = undefined;
    }
    const short = line.trimStart();
    const spaces = line.length - short.length;
    if (short.trimEnd() === '---' && this.#last) {
      this.#diagnostics = createDiagnostics(spaces);
      this.#last.diagnostics ??= this.#diagnostics;
    } else if (spaces % indent === 0 && spaces / indent < deepest) this.#read(short, spaces / indent);
  }

  /** Whether there are as many tests as were planned. */
  get whole(): boolean {
    return this.#planned !== undefined && this.#points >= this.#planned;
  }

  tests(): readonly ReportedTest[] {
    // What stands deeper has lost what stood around it: the stream was cut off.
    return this.#levels.flat().map(reported);
  }

  #read(line: string, depth: number): void {
    const bail = /^Bail out!(.*)/i.exec(line);
    if (bail) this.#keep({ name: `Bail out!${bail[1] ?? ''}`, suites: [], outcome: 'failed' }, depth);
    const [, plan] = (depth === 0 && /^1\.\.(\d{1,9})\s*(?:#|$)/.exec(line)) || [];
    if (plan !== undefined) this.#planned = (this.#planned ?? 0) + Number(plan);
    const [, not, number, rest] = /^(not )?ok(?:[ \t]+(\d{1,9}))?(?=\s|$)(?:[ \t]+-(?=\s))?(.*)$/.exec(line) ?? [];
    if (rest === undefined) return;
    if (depth === 0) this.#points += 1;
    const directive = /(?:^|\s)#\s*(?:skip|todo)/i.exec(rest);
    const description = (directive ? rest.slice(0, directive.index) : rest).replaceAll(/\\([\\#])/g, '$1').trim();
    const outcome = directive ? 'skipped' : not === undefined ? 'passed' : 'failed';
    this.#point({ name: plain(description) || `test ${number ?? ''}`.trim(), suites: [], outcome }, depth);
  }

  /** A test comes after the tests in it, and then is what they are, unless it failed by itself. */
  #point(point: Point, depth: number): void {
    const inner = this.#levels.splice(depth + 1).flat();
    for (const each of inner) {
      each.suites.unshift(point.name);
      this.#keep(each, depth);
    }
    this.#last = point;
    const own = point.outcome === 'failed' && !inner.some(({ outcome }) => outcome === 'failed');
    if (inner.length === 0 || own) this.#keep(point, depth);
  }

  #keep(point: Point, depth: number): void {
    for (let at = this.#levels.length; at <= depth; at += 1) this.#levels.push([]);
    const level = this.#levels[depth];
    assertRoom(level?.length ?? 0);
    level?.push(point);
  }
}

function reported({ name, suites, outcome, diagnostics }: Point): ReportedTest {
  if (outcome !== 'failed') return { name, suites, outcome, message: '', trace: '' };
  return { name, suites, outcome, ...(diagnostics?.told() ?? { message: '', trace: '' }) };
}
