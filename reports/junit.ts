import { plain } from './clean-log.ts';
import { assertRoom, type ReportedTest, sliceCharacters, type Slices } from './reported-test.ts';
import { attributesOf, xmlEvents } from './xml-events.ts';
import { decoded, unescaped } from './xml-text.ts';

/** A report comes out of what was tested, and so from anybody: it is not deep. */
const deepest = 64;

/** So much of what went wrong is kept. */
const mostTrace = 64 * 1024;

/** A test whose element is open. */
interface OpenTest {
  readonly attributes: ReadonlyMap<string, string>;
  skipped: boolean;
  /** The first thing that went wrong. */
  message?: string;
  trace: string;
}

/**
 * The tests of a JUnit report, in its order; none where it is no such report. Stops now and then, so that whoever reads a long one can let
 * others have their turn. Fails where it is too deep.
 */
export function* junitSlices(xml: string): Slices {
  const report = new Report();
  let slice = 0;
  for (const event of xmlEvents(xml)) {
    if (event.type === 'open') report.open(event.name, event.attributes);
    else if (event.type === 'close') report.close(event.name);
    else report.text(event.text, event.quoted);
    if (event.at - slice < sliceCharacters) continue;
    slice = event.at;
    yield undefined;
  }
  return { tests: report.found, whole: report.whole };
}

/** What of a report has been read. */
class Report {
  readonly found: ReportedTest[] = [];
  readonly #stack: string[] = [];
  readonly #suites: { readonly name: string; readonly file: string | undefined }[] = [];
  #test: OpenTest | undefined;
  #inDetail = false;
  #opened = false;

  /** Whether all that was opened is closed. */
  get whole(): boolean {
    return this.#opened && this.#stack.length === 0;
  }

  open(name: string, attributes: string): void {
    this.#opened = true;
    const parent = this.#stack.at(-1);
    if (this.#stack.push(name) > deepest) throw new Error('too deep');
    const inSuite = parent === 'testsuite' || parent === 'testsuites';
    if (name === 'testsuites' && parent === undefined) this.#suites.push({ name: '', file: undefined });
    else if (name === 'testsuite' && (inSuite || parent === undefined)) this.#openSuite(attributesOf(attributes));
    else if (name === 'testcase' && inSuite) {
      this.#test = { attributes: attributesOf(attributes), skipped: false, trace: '' };
    } else if (parent === 'testcase' && this.#test) this.#openOutcome(name, attributes, this.#test);
  }

  close(name: string): void {
    const depth = this.#stack.lastIndexOf(name);
    const closed = depth < 0 ? [] : this.#stack.slice(depth).toReversed();
    for (const each of closed) this.#closeLast(each);
  }

  text(text: string, quoted: boolean): void {
    if (!this.#inDetail || !this.#test) return;
    const more = text.slice(0, mostTrace - this.#test.trace.length);
    this.#test.trace += quoted ? more : unescaped(more);
  }

  #openSuite(attributes: ReadonlyMap<string, string>): void {
    const file = decoded(attributes.get('file')) || this.#suites.at(-1)?.file;
    this.#suites.push({ name: decoded(attributes.get('name')), file });
  }

  #openOutcome(name: string, attributes: string, test: OpenTest): void {
    if (name === 'skipped') test.skipped = true;
    if ((name !== 'failure' && name !== 'error') || test.message !== undefined) return;
    test.message = decoded(attributesOf(attributes).get('message'));
    this.#inDetail = true;
  }

  #closeLast(name: string): void {
    this.#stack.pop();
    if (name === 'failure' || name === 'error') this.#inDetail = false;
    const isSuite = name === 'testsuite' || name === 'testsuites';
    const within = this.#stack.at(-1);
    if (isSuite && (within === undefined || within === 'testsuite' || within === 'testsuites')) this.#suites.pop();
    if (name !== 'testcase' || !this.#test) return;
    assertRoom(this.found.length);
    this.found.push(reported(this.#test, this.#suites));
    this.#test = undefined;
  }
}

function reported(
  { attributes, skipped, message, trace }: OpenTest,
  around: readonly { readonly name: string; readonly file: string | undefined }[],
): ReportedTest {
  const classname = decoded(attributes.get('classname'));
  const file = decoded(attributes.get('file')) || around.at(-1)?.file;
  const line = Number(attributes.get('line'));
  return {
    name: decoded(attributes.get('name')),
    suites: around.map(({ name }) => name).filter((name) => name !== ''),
    ...(classname !== '' && { classname }),
    ...(file !== undefined && { file }),
    ...(Number.isSafeInteger(line) && line > 0 && { line }),
    // Node reports a failing `todo` as both, and does not mind it.
    outcome: skipped ? 'skipped' : message === undefined ? 'passed' : 'failed',
    message: message ?? '',
    trace: plain(trace).trim(),
  };
}
