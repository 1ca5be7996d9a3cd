import { describe, expect, it } from 'vitest';
import { reportText } from '../../reports/report-text.ts';
import { readReport } from '../../reports/test-report.ts';

const whole = async (text: string): Promise<boolean> => (await readReport(text)).whole;

const reports = {
  'JUnit XML': '<testsuites><testsuite><testcase name="a"/></testsuite></testsuites>',
  TRX: '<TestRun><Results><UnitTestResult testName="a" outcome="Passed"/></Results></TestRun>',
  'Jest JSON':
    '{"success":true,"testResults":[{"name":"a","status":"passed","assertionResults":[{"title":"a","status":"passed"}]}]}',
  CTRF: '{"results":{"tests":[{"name":"a","status":"passed"},{"name":"b","status":"passed"}]}}',
  'go test -json': '{"Action":"pass","Package":"p","Test":"TestA"}\n{"Action":"pass","Package":"p"}',
  TAP: 'TAP version 13\n1..2\nok 1 - a\nok 2 - b',
  'TAP, planned at its end': 'TAP version 13\nok 1 - a\nok 2 - b\n1..2',
};

describe('whether a report has come to its end', () => {
  it.each(Object.entries(reports))('is seen of %s, wherever it is cut off', async (_, text) => {
    expect(await whole(text)).toBe(true);
    // What lacks the last letter of a name, or of a blank, has lost no test.
    const last = text.includes('ok 2') ? text.lastIndexOf(text.endsWith('1..2') ? '1..2' : 'ok 2') : text.length - 1;
    // Of a stream of TAP the first line says what it is.
    for (let at = text.startsWith('TAP') ? 14 : 0; at <= last; at += 1)
      expect([at, await whole(text.slice(0, at))]).toEqual([at, false]);
  });

  it.each([
    ['nothing at all', ' \n'],
    ['what a disk has lost', '\0'.repeat(100)],
    ['a run that was interrupted', '{"wasInterrupted":true,"testResults":[]}'],
    ['a failure that no test tells of', '{"success":false,"testResults":[]}'],
    ['a test that says no outcome', '{"results":{"tests":[{"name":"a"},{"name":"b","status":"passed"}]}}'],
    ['a package that never ended', '{"Action":"pass","Package":"p"}\n{"Action":"start","Package":"q"}'],
    ['more tests than anybody has', `TAP version 13\n1..250002\n${'ok\n'.repeat(250_002)}`],
    ['elements within elements', `<testsuite>${'<a>'.repeat(100)}`],
  ])('is denied of %s', async (_, text) => {
    expect(await whole(text)).toBe(false);
  });

  it.each([
    ['a page', '<html><br>'],
    ['coverage', '<coverage line-rate="1"><packages/></coverage>'],
    ['a table of numbers', '{"total":{"lines":{"pct":100}}}'],
    ['a log', 'All is well.\n'],
    ['no test, on purpose', '1..0 # skip'],
  ])('is no question of what is no report: %s', async (_, text) => {
    expect(await readReport(text)).toEqual({ tests: [], whole: true });
  });

  it('is asked of what PowerShell redirects into a file, too', async () => {
    const text = `\uFEFF${reports['go test -json']}`;
    const little = Buffer.from(text, 'utf16le');
    for (const bytes of [Buffer.from(text), little, Buffer.from(little).swap16()])
      expect(await readReport(reportText(bytes))).toMatchObject({ tests: [{ name: 'TestA' }], whole: true });
  });
});
