import { describe, expect, it } from 'vitest';
import { findByName } from '../../reports/find-file.ts';
import { readReport, reportedTests, testReport } from '../../reports/test-report.ts';

/** What a report comes to, for whoever has no files of it. */
const told = async (text: string) => testReport((await readReport(text)).tests, findByName(['/repo']));
describe('a report in TAP', () => {
  it('of Node is read: streams in streams, directives, and what its YAML says', async () => {
    const text = `TAP version 13
# Subtest: math
    # Subtest: adds \\# one
    ok 1 - adds \\# one
      ---
      duration_ms: 0.96741
      type: 'test'
      ...
    # Subtest: fails
    not ok 2 - fails
      ---
      duration_ms: 0.677487
      type: 'test'
      location: '/repo/n/a.test.mjs:5:3'
      failureType: 'testCodeFailure'
      error: |-
        Expected it''s
          not ok 7 - to be this
      code: 'ERR_ASSERTION'
      stack: |-
        TestContext.<anonymous> (file:///repo/n/a.test.mjs:5:28)
        Test.runInAsyncScope (node:async_hooks:227:14)
      ...
    # Subtest: later
    ok 3 - later # Todo
    # Subtest: no
    ok 4 - no # SKIP
    1..4
not ok 1 - math
  ---
  type: 'suite'
  error: '1 subtest failed'
  ...
# Subtest: alone
ok 2 - alone
1..2
# fail 1
`;
    expect(await told(text)).toEqual({
      counts: { passed: 2, failed: 1, skipped: 2 },
      failures: [
        {
          name: 'math › fails',
          file: 'n/a.test.mjs',
          line: 5,
          message: "Expected it''s\n  not ok 7 - to be this",
        },
      ],
    });
    expect(reportedTests(text).map(({ name }) => name)).toContain('adds # one');
  });

  it('14 is read: a place of its own, todos that fail, tests without a number or a name, a suite that fails by itself', async () => {
    const text = `1..6
ok
not ok 2 - First line
  ---
  message: "said \\"no\\""
  at:
    file: src/lines.js
    line: 142
  ...
not ok 3 # Todo not written yet
not ok 4 bends - space # skip no time
    ok 1 - inner
    1..1
not ok 5 - outer
okay 6
Bail out! no database
`;
    expect(await told(text)).toEqual({
      counts: { passed: 2, failed: 3, skipped: 2 },
      failures: [
        { name: 'First line', file: 'src/lines.js', line: 142, message: 'said "no"' },
        { name: 'outer' },
        { name: 'Bail out! no database' },
      ],
    });
  });
});

describe('a report in TRX', () => {
  it('is read: outcomes, errors with their place, the class of each, and rows in place of what holds them', async () => {
    const trx = `\uFEFF<?xml version="1.0" encoding="utf-8"?>
<!-- <testsuites/> -->
<TestRun id="1" name="ana" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
  <Times creation="2026-01-22T23:28:25.8+05:30" />
  <Results>
    <UnitTestResult executionId="1" testId="a" testName="Adds" duration="00:00:00.1" outcome="Passed"><Output><StdOut>x</StdOut></Output></UnitTestResult>
    <UnitTestResult executionId="2" testId="b" testName="Divides" outcome="Failed">
      <Output>
        <StdOut>dividing &lt;now&gt;</StdOut>
        <ErrorInfo>
          <Message>Assert.AreEqual failed. Expected:&lt;2&gt;. Actual:&lt;3&gt;.</Message>
          <StackTrace>   at Acme.CalcTests.Divides() in /repo/tests/CalcTests.cs:line 42
   at System.Run()</StackTrace>
        </ErrorInfo>
      </Output>
    </UnitTestResult>
    <UnitTestResult testId="c" testName="Later" outcome="NotExecuted"/>
    <UnitTestResult testId="d" testName="Slow" outcome="Timeout"/>
    <UnitTestResult testId="e" testName="Rows" outcome="Failed" resultType="DataDrivenTest"><InnerResults>
      <UnitTestResult testId="e" testName="Rows (1)" outcome="Passed" resultType="DataDrivenDataRow"/>
      <UnitTestResult testId="e" testName="Rows (2)" outcome="Failed"><Output><ErrorInfo><Message>two</Message></ErrorInfo></Output></UnitTestResult>
    </InnerResults></UnitTestResult>
  </Results>
  <TestDefinitions>
    <UnitTest name="Divides" id="b"><Execution id="2"/><TestMethod codeBase="/x.dll" className="Acme.CalcTests, Acme.Tests, Version=1.0" name="Divides"/></UnitTest>
    <UnitTest name="Rows" id="e"><TestMethod className="Acme.RowTests" name="Rows"/></UnitTest>
  </TestDefinitions>
</TestRun>`;
    const message = 'Assert.AreEqual failed. Expected:<2>. Actual:<3>.';
    expect(await told(trx)).toEqual({
      counts: { passed: 2, failed: 3, skipped: 1 },
      failures: [
        { name: 'Acme.CalcTests › Divides', file: 'tests/CalcTests.cs', line: 42, message },
        { name: 'Slow' },
        { name: 'Acme.RowTests › Rows (2)', message: 'two' },
      ],
    });
  });
});

describe('what is no report', () => {
  it.each([
    '',
    '\0',
    '{',
    '[]',
    '{"testResults":3}',
    '{"Action":"x"}',
    'hello\nok 1 - no',
    '<TestRun/>',
    '# only\n# words',
    'null',
  ])('%j names no test', (text) => {
    expect(reportedTests(text)).toEqual([]);
  });
});
