import { ctrfTests } from './ctrf.ts';
import { goSlices } from './go-json.ts';
import { jestTests } from './jest.ts';
import { junitSlices } from './junit.ts';
import { assertRoom, type Slices } from './reported-test.ts';
import { isTap, tapSlices } from './tap.ts';
import { trxSlices } from './trx.ts';
import { xmlEvents } from './xml-events.ts';

/** A longer text is read by nobody. */
const mostCharacters = 20 * 1024 * 1024;

/** The tests of a report, whose format shows in what it says and never in what it is called; none where it is no report. Fails where it is broken. */
export function* reportSlices(text: string): Slices {
  if (text.length > mostCharacters) return [];
  const begun = text
    .slice(0, 64 * 1024)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (begun.startsWith('<')) return yield* rootOf(begun) === 'TestRun' ? trxSlices(text) : junitSlices(text);
  if (isTap(begun)) return yield* tapSlices(text);
  const events = /^\{[^\n]*"Action"\s*:/m.test(begun);
  // Go prints other lines before its events, where it downloads modules.
  if (!begun.startsWith('{')) return events ? yield* goSlices(text) : [];
  const json = events ? undefined : whole(text);
  if (json === undefined) return yield* goSlices(text);
  const ctrf = ctrfTests(json);
  const tests = ctrf.length > 0 ? ctrf : jestTests(json);
  assertRoom(tests.length);
  return tests;
}

/** The name of the first element, whatever is declared before it. */
function rootOf(xml: string): string | undefined {
  for (const event of xmlEvents(xml)) if (event.type === 'open') return event.name;
  return undefined;
}

function whole(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
