import { describe, expect, it } from 'vitest';
import { findByName } from '../../reports/find-file.ts';
import { readReport, testReport } from '../../reports/test-report.ts';

/** What a report comes to, for whoever has no files of it. */
const told = async (text: string) => testReport((await readReport(text)).tests, findByName(['/repo']));
const lines = (...all: readonly (string | object)[]): string =>
  all.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');

describe('a report of Vitest or Jest in JSON', () => {
  it('has a failing test looked for in a few of its suites alone, and its name cut before it is looked through', async () => {
    const asked: string[] = [];
    const find = (written: string) => {
      asked.push(written);
      return Promise.resolve(undefined);
    };
    const test = {
      name: '-'.repeat(1_000_000),
      status: 'failed',
      suite: Array.from({ length: 50_000 }, (_, at) => `s${at}`),
    };
    const tests = (await readReport(JSON.stringify({ results: { tests: [test] } }))).tests;
    const begun = performance.now();
    const report = await testReport(tests, find);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(report?.failures[0]?.name).toMatch(/^s0 › s1 › .{490}/);
    expect(asked.length).toBeLessThan(100);
  });

  it('is read in its length’s time, however many blank lines a failure has', async () => {
    const failureMessages = [`Error: x${'\n'.repeat(300_000)}    at /repo/a.ts:1:2${'\n '.repeat(100_000)}y`];
    const report = {
      testResults: [{ name: '/repo/a.ts', assertionResults: [{ title: 't', status: 'failed', failureMessages }] }],
    };
    const begun = performance.now();
    expect((await told(JSON.stringify(report)))?.failures).toEqual([{ name: 't', file: 'a.ts', message: 'Error: x' }]);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('of Vitest 5 is read, and a file that does not load has failed', async () => {
    const failure =
      'AssertionError: expected 1 to be 2 // Object.is equality\n    at /repo/test/a.test.ts:6:17\n    at file:///repo/node_modules/vitest/dist/chunks/run.js:1695:35';
    const test = (
      title: string,
      status: string,
      ancestorTitles: readonly string[],
      failureMessages: string[] = [],
    ) => ({
      ancestorTitles,
      fullName: [...ancestorTitles, title].join(' '),
      status,
      title,
      failureMessages,
      meta: {},
      tags: [],
      benchmarks: [],
    });
    const report = {
      numTotalTestSuites: 4,
      numPassedTestSuites: 0,
      numFailedTestSuites: 4,
      numTotalTests: 4,
      success: false,
      testResults: [
        {
          assertionResults: [
            test('adds', 'passed', ['math']),
            test('fails <here>', 'failed', ['math', 'deep'], [failure]),
            test('skipped', 'skipped', ['math']),
            test('later', 'todo', ['math']),
          ],
          startTime: 1,
          endTime: 2,
          status: 'failed',
          message: '',
          name: '/repo/test/a.test.ts',
        },
        {
          assertionResults: [],
          startTime: 1,
          endTime: 2,
          status: 'failed',
          name: '/repo/test/broken.test.ts',
          message: "Cannot find module './nowhere.ts' imported from /repo/test/broken.test.ts",
        },
      ],
    };
    expect(await told(JSON.stringify(report))).toEqual({
      counts: { passed: 1, failed: 2, skipped: 2 },
      failures: [
        {
          name: 'math › deep › fails <here>',
          file: 'test/a.test.ts',
          line: 6,
          message: 'AssertionError: expected 1 to be 2 // Object.is equality',
        },
        {
          name: 'broken.test.ts',
          file: 'test/broken.test.ts',
          message: report.testResults[1]?.message,
        },
      ],
    });
  });

  it('of Jest is read, with the line of the test where it was asked for', async () => {
    const message =
      'Error: \u001b[2mexpect(\u001b[22mreceived\u001b[2m).\u001b[22mtoBe(expected)\n\nExpected: 2\nReceived: 1\n    at Object.toBe (/repo/src/a.test.js:4:13)';
    const report = {
      numFailedTestSuites: 1,
      numRuntimeErrorTestSuites: 1,
      openHandles: [],
      success: false,
      wasInterrupted: false,
      testResults: [
        {
          assertionResults: [
            {
              ancestorTitles: [],
              duration: 3,
              failing: false,
              failureDetails: [{}],
              failureMessages: [message],
              fullName: 'subtracts',
              invocations: 1,
              location: { column: 3, line: 2 },
              numPassingAsserts: 0,
              retryReasons: [],
              status: 'failed',
              title: 'subtracts',
            },
            {
              ancestorTitles: ['x'],
              failureMessages: [],
              fullName: 'x y',
              location: null,
              status: 'pending',
              title: 'y',
            },
            { status: 7 },
            null,
          ],
          endTime: 2,
          message: '● subtracts',
          name: '/repo/src/a.test.js',
          startTime: 1,
          status: 'failed',
          summary: '',
        },
        null,
      ],
    };
    expect(await told(JSON.stringify(report))).toEqual({
      counts: { passed: 0, failed: 1, skipped: 1 },
      failures: [
        {
          name: 'subtracts',
          file: 'src/a.test.js',
          line: 2,
          message: 'Error: expect(received).toBe(expected)\n\nExpected: 2\nReceived: 1',
        },
      ],
    });
  });
});

describe('a report of go test -json', () => {
  const Package = 'example.com/acme/web/api/v1';
  const out = (Test: string, Output: string) => ({
    Time: '2026-01-01T00:00:00Z',
    Action: 'output',
    Package,
    Test,
    Output,
  });

  it('is read by packages; a test is the tests in it, and a file is found by its package', async () => {
    const text = lines(
      'go: downloading example.com/x v1.0.0',
      { Action: 'start', Package },
      { Action: 'run', Package, Test: 'TestA' },
      out('TestA', '=== RUN   TestA\n'),
      { Action: 'run', Package, Test: 'TestA/first' },
      out('TestA/first', '=== RUN   TestA/first\n'),
      out('TestA/first', '    a_test.go:12: got 1,\n'),
      out('TestA/first', '        want 2\n'),
      out('TestA/first', '    --- FAIL: TestA/first (0.00s)\n'),
      { Action: 'fail', Package, Test: 'TestA/first', Elapsed: 0 },
      { Action: 'pass', Package, Test: 'TestA/second', Elapsed: 0 },
      { Action: 'fail', Package, Test: 'TestA', Elapsed: 0 },
      { Action: 'skip', Package, Test: 'TestB', Elapsed: 0 },
      { Action: 'pass', Package, Test: 'TestC', Elapsed: 0 },
      { Action: 'output', Package, Output: 'FAIL\n' },
      { Action: 'fail', Package, Elapsed: 0.01 },
      { Action: 'skip', Package: 'example.com/acme/web/empty', Elapsed: 0 },
    );
    expect(await told(text)).toEqual({
      counts: { passed: 2, failed: 1, skipped: 1 },
      failures: [
        {
          name: `${Package} › TestA/first`,
          file: 'api/v1/a_test.go',
          line: 12,
          message: 'a_test.go:12: got 1,\nwant 2',
        },
      ],
    });
  });

  it('tells of a package that was not built, of a test that fails beside its own, and of what a panic ended', async () => {
    const built = 'example.com/acme/web [example.com/acme/web.test]';
    const text = lines(
      { ImportPath: built, Action: 'build-output', Output: '# example.com/acme/web\n' },
      { ImportPath: built, Action: 'build-output', Output: './web.go:4:9: undefined: nothing\n' },
      { ImportPath: built, Action: 'build-fail' },
      { Action: 'output', Package: 'example.com/acme/web', Output: 'FAIL\texample.com/acme/web [build failed]\n' },
      { Action: 'fail', Package: 'example.com/acme/web', FailedBuild: built },
      { Action: 'pass', Package, Test: 'TestA/one' },
      { Action: 'fail', Package, Test: 'TestA' },
      { Action: 'run', Package, Test: 'TestPanics' },
      out('TestPanics', 'panic: no\n'),
      { Action: 'fail', Package },
      { Action: 'run', Package: 'p', Test: 'TestStillRuns' },
    );
    const report = await told(text);
    expect(report?.counts).toEqual({ passed: 1, failed: 3, skipped: 0 });
    expect(report?.failures).toMatchObject([
      { name: 'example.com/acme/web › package', message: '# example.com/acme/web\n./web.go:4:9: undefined: nothing' },
      { name: `${Package} › TestA` },
      { name: `${Package} › TestPanics`, message: 'panic: no' },
    ]);
  });
});
