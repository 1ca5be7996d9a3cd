import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod/mini';
import { plain } from './clean-log.ts';
import type { ReportedTest } from './reported-test.ts';

/** A report comes out of what was tested, and so from anybody: it is not deep, and defines no entities. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  cdataPropName: '#cdata',
  processEntities: false,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 64,
  jPath: false,
  // What tests printed can be most of a report.
  stopNodes: ['*.system-out', '*.system-err', '*.properties'],
  isArray: (name) => ['testsuite', 'testcase', 'failure', 'error', 'skipped', '#cdata'].includes(name),
});

const text = z.optional(z.string());
const many = z.optional(z.array(z.unknown()));
const Suite = z.object({ '@name': text, '@file': text, testcase: many, testsuite: many });
const Case = z.object({
  '@name': text,
  '@classname': text,
  '@file': text,
  '@line': text,
  failure: many,
  error: many,
  skipped: many,
});
const Detail = z.object({ '@message': text, '#text': text, '#cdata': z.optional(z.array(z.string())) });
const Report = z.object({ testsuites: z.optional(z.unknown()), testsuite: many });

/** The tests of a JUnit report, in its order; none where it is no such report. Fails where it is not XML that can be read. */
export function junitTests(xml: string): readonly ReportedTest[] {
  const report = Report.safeParse(parser.parse(xml));
  if (!report.success) return [];
  const found: ReportedTest[] = [];
  // What encloses all suites has the name of the tool, if any.
  const suites = Suite.safeParse(report.data.testsuites);
  if (suites.success) collect({ ...suites.data, '@name': undefined }, [], undefined, found);
  for (const suite of report.data.testsuite ?? []) collect(suite, [], undefined, found);
  return found;
}

function collect(node: unknown, around: readonly string[], file: string | undefined, found: ReportedTest[]): void {
  const suite = Suite.safeParse(node);
  if (!suite.success) return;
  const name = decoded(suite.data['@name']);
  const suites = name === '' ? around : [...around, name];
  const within = decoded(suite.data['@file']) || file;
  for (const each of suite.data.testcase ?? []) {
    const test = Case.safeParse(each);
    if (test.success) found.push(reported(test.data, suites, within));
  }
  for (const inner of suite.data.testsuite ?? []) collect(inner, suites, within, found);
}

function reported(test: z.infer<typeof Case>, suites: readonly string[], within: string | undefined): ReportedTest {
  const classname = decoded(test['@classname']);
  const file = decoded(test['@file']) || within;
  const line = Number(test['@line']);
  const wrong = [...(test.failure ?? []), ...(test.error ?? [])];
  return {
    name: decoded(test['@name']),
    suites,
    ...(classname !== '' && { classname }),
    ...(file !== undefined && { file }),
    ...(Number.isSafeInteger(line) && line > 0 && { line }),
    // Node reports a failing `todo` as both, and does not mind it.
    outcome: test.skipped ? 'skipped' : wrong.length > 0 ? 'failed' : 'passed',
    ...detail(wrong[0]),
  };
}

function detail(node: unknown): Pick<ReportedTest, 'message' | 'trace'> {
  if (typeof node === 'string') return { message: '', trace: decoded(node) };
  const found = Detail.safeParse(node);
  if (!found.success) return { message: '', trace: '' };
  const quoted = plain((found.data['#cdata'] ?? []).join(''));
  return { message: decoded(found.data['@message']), trace: `${decoded(found.data['#text'])}${quoted}` };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text as it was meant, without control characters. */
const decoded = (raw: string | undefined): string =>
  plain(
    (raw ?? '').replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
      (whole, hex: string | undefined, digits: string | undefined, name: string | undefined) => {
        if (name !== undefined) return entities[name] ?? whole;
        const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
      },
    ),
  ).trim();
