import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findByName, sourcePath } from '../../reports/find-file.ts';
import { readReport, reportedTests, testReport } from '../../reports/test-report.ts';

describe('a JUnit report', () => {
  it('is read through comments, declarations, CDATA and what tests printed', () => {
    const tests = reportedTests(`<?xml version="1.0"?><!-- <testcase name="no"/> --><!DOCTYPE x [<!ENTITY a "b">]>
<testsuites><properties><property name="a"/></properties>
<testsuite name="one" file='a.ts'><properties/><system-out><![CDATA[</system-out><testcase name="no"/>]]></system-out>
  <testcase name="x &gt; y" classname='c "d"'><failure message="a > b"><![CDATA[first <&amp;>]]> &amp; last</failure><error>later</error></testcase>
  <testcase name="b"><skipped/><system-err>out</system-err></testcase>
  <testsuite name="two"><testcase name="c" line="7" file="b.ts"><error message=""/></testcase></testsuite>
</testsuite></testsuites>`);
    const [first, second, third] = tests;
    expect(tests).toHaveLength(3);
    expect(first).toEqual({
      name: 'x > y',
      classname: 'c "d"',
      suites: ['one'],
      file: 'a.ts',
      outcome: 'failed',
      message: 'a > b',
      trace: 'first <&amp;> & last',
    });
    expect(second).toMatchObject({ name: 'b', outcome: 'skipped', trace: '' });
    expect(third).toMatchObject({ name: 'c', suites: ['one', 'two'], file: 'b.ts', line: 7, outcome: 'failed' });
  });

  it('that was cut off tells what it had told', () => {
    const xml = '<testsuite><testcase name="a"/><testcase name="b"><failure message="no';
    expect(reportedTests(xml).map(({ name }) => name)).toEqual(['a']);
    expect(reportedTests('<html><testcase name="a"/></html>')).toEqual([]);
    expect(reportedTests('<a>'.repeat(1000))).toEqual([]);
  });

  it('[F28] is read in time by its length alone, whatever it is', () => {
    const units = [
      '<a ',
      '<!',
      '<![CDATA[',
      '<!x[>',
      '<!x[>]',
      '<?',
      '<!--',
      '<a "',
      "<a '>",
      '</a>',
      '&#x',
      '<a b=',
      '<a x>',
      '>',
      '<testsuite>',
      '<testcase a="">',
    ];
    for (const unit of units) {
      const xml = `<testsuite>${unit.repeat(2_000_000 / unit.length)}`;
      const began = performance.now();
      reportedTests(xml);
      expect({ unit, ms: performance.now() - began }).toSatisfy(({ ms }) => ms < 2_000);
    }
    const began = performance.now();
    reportedTests(`<testsuite><testcase ${'a'.repeat(2_000_000)}>${' '.repeat(2_000_000)}</testcase>`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('lets others have their turn while it is read, and tells the same', async () => {
    const test = '<testcase name="adds" classname="math"><failure message="no">at a.ts:1</failure></testcase>\n';
    const xml = `<testsuite>${test.repeat((4 * 1024 * 1024) / test.length)}</testsuite>`;
    let turns = 0;
    let reading = true;
    const count = () => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    const tests = (await readReport(xml)).tests;
    reading = false;
    expect(turns).toBeGreaterThanOrEqual(15);
    expect(tests).toEqual(reportedTests(xml));
  });

  it('never fails', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        '<testsuite>',
        '</testsuite>',
        '<testcase name="a">',
        '</testcase>',
        '<failure>',
        '</failure>',
        '<system-out>',
        '</system-out>',
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '"',
        '{',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        const xml = parts.join('');
        expect((await readReport(xml)).tests).toEqual(reportedTests(xml));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a CTRF report', () => {
  const report = (tests: readonly unknown[]) =>
    JSON.stringify({ reportFormat: 'CTRF', results: { tool: { name: 'x' }, tests } });

  it('tells of its tests', async () => {
    const tests = reportedTests(
      report([
        { name: 'adds', status: 'passed', duration: 3 },
        {
          name: 'subtracts',
          status: 'failed',
          suite: ['math', 'deep'],
          message: 'no\u001b[31m',
          trace: 'at a',
          filePath: '/home/runner/work/web/web/src/a.ts',
          line: 4,
        },
        { name: 'later', status: 'pending', suite: 'math > deep' },
        { name: 'odd', status: 'other', line: 'x', filePath: 7, message: null },
        { status: 'passed' },
        null,
      ]),
    );
    expect(tests.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'skipped', 'skipped']);
    expect(await testReport(tests, findByName())).toEqual({
      counts: { passed: 1, failed: 1, skipped: 2 },
      failures: [{ name: 'math › deep › subtracts', file: 'src/a.ts', line: 4, message: 'no' }],
    });
  });

  it('is none where it is something else', () => {
    expect(reportedTests('{"results": 3}')).toEqual([]);
    expect(reportedTests('{')).toEqual([]);
    expect(reportedTests('{"a":1}')).toEqual([]);
    expect(reportedTests('')).toEqual([]);
  });
});

describe('sourcePath', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    ['file:///home/runner/work/web/web/src/a.ts', 'src/a.ts'],
    ['D:\\a\\web\\web\\src\\a.cs', 'src/a.cs'],
    ['/builds/acme/web/lib/a.rb', 'lib/a.rb'],
    ['/var/jenkins_home/workspace/web@2/a.go', 'a.go'],
    ['/usr/lib/x.py', undefined],
    ['../x.py', undefined],
    ['node_modules/a/index.js', undefined],
    ['com.acme.FooTest', undefined],
    ['math adds', undefined],
    ['https://example.org/a.js', undefined],
    ['', undefined],
  ])('takes %j for %j', (written, wanted) => {
    expect(sourcePath(written)).toBe(wanted);
  });
});
