import { plain } from './clean-log.ts';
import { lineOf } from './lenient.ts';
import { assertRoom, type ReportedTest, sliceCharacters, type Slices } from './reported-test.ts';
import { attributesOf, xmlEvents } from './xml-events.ts';
import { decoded, unescaped } from './xml-text.ts';

const deepest = 64;
const mostText = 64 * 1024;

/** A result whose element is open, or was. */
interface Result {
  readonly id: string;
  readonly name: string;
  readonly outcome: ReportedTest['outcome'];
  /** Results in it: of its rows, or of the tests that it lists. */
  inner?: 'passed' | 'failed';
  message: string;
  trace: string;
}

const outcomes: Readonly<Record<string, ReportedTest['outcome']>> = {
  Passed: 'passed',
  PassedButRunAborted: 'passed',
  Warning: 'passed',
  Completed: 'passed',
  Failed: 'failed',
  Error: 'failed',
  Timeout: 'failed',
  Aborted: 'failed',
};

/** The tests of a Visual Studio test results file, in its order; none where it is no such report. Fails where it is too deep. */
export function* trxSlices(xml: string): Slices {
  const report = new Report();
  let slice = 0;
  for (const event of xmlEvents(xml)) {
    if (event.type === 'open') report.open(event.name, event.attributes);
    else if (event.type === 'close') report.close(event.name);
    else report.text(event.quoted ? event.text : unescaped(event.text.slice(0, mostText)));
    if (event.at - slice < sliceCharacters) continue;
    slice = event.at;
    yield undefined;
  }
  return { tests: report.tests(), whole: report.whole };
}

/** What of a report has been read. */
class Report {
  readonly #stack: string[] = [];
  readonly #results: Result[] = [];
  readonly #open: Result[] = [];
  /** The class of each test that is defined, which is told after the results. */
  readonly #classes = new Map<string, string>();
  #unit = '';

  /** Whether all that was opened is closed. */
  get whole(): boolean {
    return this.#stack.length === 0;
  }

  open(name: string, written: string): void {
    if (this.#stack.push(name) > deepest) throw new Error('too deep');
    if (name.endsWith('TestResult') || name === 'TestResultAggregation') this.#begin(attributesOf(written));
    if (name === 'UnitTest') this.#unit = decoded(attributesOf(written).get('id'));
    if (name === 'TestMethod') {
      const [named = ''] = decoded(attributesOf(written).get('className')).split(',');
      this.#classes.set(this.#unit, named);
    }
  }

  close(name: string): void {
    const depth = this.#stack.lastIndexOf(name);
    const closed = depth < 0 ? [] : this.#stack.splice(depth);
    for (const each of closed) if (each.endsWith('TestResult') || each === 'TestResultAggregation') this.#open.pop();
  }

  text(text: string): void {
    const [at, parent] = [this.#stack.at(-1), this.#stack.at(-2)];
    const result = this.#open.at(-1);
    if (!result || parent !== 'ErrorInfo') return;
    if (at === 'Message') result.message += text.slice(0, mostText - result.message.length);
    if (at === 'StackTrace') result.trace += text.slice(0, mostText - result.trace.length);
  }

  tests(): readonly ReportedTest[] {
    const shown = this.#results.filter(({ inner, outcome }) => !inner || (outcome === 'failed' && inner === 'passed'));
    return shown.map((result) => reported(result, this.#classes.get(result.id) ?? ''));
  }

  #begin(attributes: ReadonlyMap<string, string>): void {
    const outcome = outcomes[decoded(attributes.get('outcome'))] ?? 'skipped';
    const [id, name] = ['testId', 'testName'].map((each) => decoded(attributes.get(each)));
    const result: Result = { id: id ?? '', name: name ?? '', outcome, message: '', trace: '' };
    for (const around of this.#open)
      if (around.inner !== 'failed') around.inner = outcome === 'failed' ? 'failed' : 'passed';
    assertRoom(this.#results.length);
    this.#open.push(result);
    this.#results.push(result);
  }
}

function reported({ name, outcome, message, trace }: Result, classname: string): ReportedTest {
  const stack = plain(trace).trim();
  const [, file, line] = / in ([^\n]{1,400}):line (\d{1,9})/.exec(stack) ?? [];
  return {
    name,
    suites: [],
    ...(classname !== '' && { classname }),
    ...(file !== undefined && { file, ...lineOf(Number(line)) }),
    outcome,
    message: plain(message).trim(),
    trace: stack.replaceAll(/ in ([^\n]{1,400}):line (\d{1,9})/g, ' in $1:$2'),
  };
}
