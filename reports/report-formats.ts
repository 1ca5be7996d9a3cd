import { ctrfTests } from './ctrf.ts';
import { goSlices } from './go-json.ts';
import { jestTests } from './jest.ts';
import { junitSlices } from './junit.ts';
import { assertRoom, type ReadTests, type Slices } from './reported-test.ts';
import { isTap, tapSlices } from './tap.ts';
import { trxSlices } from './trx.ts';
import { xmlEvents } from './xml-events.ts';

/** A longer text is read by nobody. */
const mostCharacters = 20 * 1024 * 1024;

/** What is no report, and does not look like the beginning of one. */
const none: ReadTests = { tests: [], whole: true };
const broken: ReadTests = { tests: [], whole: false };

/** The tests of a report, whose format shows in what it says and never in what it is called; none where it is no report. Fails where it is broken. */
export function* reportSlices(text: string): Slices {
  if (text.length > mostCharacters) return broken;
  const begun = text
    .slice(0, 64 * 1024)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^\0*$/.test(begun)) return broken;
  if (begun.startsWith('<')) return yield* xmlReport(text, rootOf(begun));
  if (isTap(begun)) return yield* tapSlices(text);
  const events = /^\{[^\n]*"Action"\s*:/m.test(begun);
  // Go prints other lines before its events, where it downloads modules.
  if (!begun.startsWith('{')) return events ? yield* goSlices(text) : none;
  const json = events ? undefined : parsed(text);
  if (json === undefined) return yield* goSlices(text);
  const read = ctrfTests(json) ?? jestTests(json) ?? none;
  assertRoom(read.tests.length);
  return read;
}

function* xmlReport(text: string, root: string | undefined): Slices {
  if (root === 'TestRun') return yield* trxSlices(text);
  const isReport = root === undefined || root === 'testsuite' || root === 'testsuites';
  return isReport ? yield* junitSlices(text) : none;
}

/** The name of the first element, whatever is declared before it. */
function rootOf(xml: string): string | undefined {
  for (const event of xmlEvents(xml)) if (event.type === 'open') return event.name;
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
