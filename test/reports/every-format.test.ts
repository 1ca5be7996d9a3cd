import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailingTest } from '../../protocol/model/run.ts';
import { readReport, reportedTests, testReport } from '../../reports/test-report.ts';
import { goName, runs, written } from './written.ts';

const names = Object.keys(written) as (keyof typeof written)[];

describe.each(names)('a run that is written as %s', (format) => {
  it('comes back with its counts, and with the names and messages of what failed', () => {
    fc.assert(
      fc.property(runs, (tests) => {
        const found = reportedTests(written[format](tests));
        const name = format === 'go' ? goName : (text: string) => text;
        // What is a test for Go is told in the order in which its package began.
        const sorted = (all: readonly string[]) => all.toSorted();
        for (const outcome of ['passed', 'failed', 'skipped'] as const) {
          const wanted = tests.filter((test) => test.outcome === outcome);
          expect(sorted(found.filter((test) => test.outcome === outcome).map((test) => test.name))).toEqual(
            sorted(wanted.map((test) => name(test.name))),
          );
        }
        const said = found.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message);
        const failed = tests.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message);
        expect(sorted(said)).toEqual(sorted(failed));
      }),
      { numRuns: 150 },
    );
  });

  it('never fails, wherever it is cut and whatever is put into it', async () => {
    const change = fc.record({
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const put = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('\0', '\ud800', '{', '<', '  ---\n', '    ', '\n', '"', '__proto__', ']]>', '<UnitTestResult>'),
    );
    await fc.assert(
      fc.asyncProperty(runs, change, put, async (tests, { cut, at }, more) => {
        const text = written[format](tests);
        const begun = Math.floor(at * text.length);
        const broken = (text.slice(0, begun) + more + text.slice(begun)).slice(0, Math.ceil(cut * text.length));
        const found = reportedTests(broken);
        expect((await readReport(broken)).tests).toEqual(found);
        const report = await testReport(found, async (path) => path.slice(0, 400));
        for (const failure of report?.failures ?? []) expect(FailingTest.safeParse(failure).success).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('tells no secret, and no control character', async () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    const test = { suite: 'a', name: `b ${token}`, outcome: 'failed', message: `c ${token} \u001b[31m` } as const;
    const report = await testReport(reportedTests(written[format]([test])), async () => undefined);
    expect(report?.counts.failed).toBe(1);
    expect(JSON.stringify(report)).not.toContain('a1a1');
    expect(JSON.stringify(report)).not.toContain('u001b');
  });
});

describe('a hostile report', () => {
  const units = [
    '{"results":',
    '{"testResults":[',
    '[',
    '{"a":',
    '{"Action":"run","Package":"p","Test":"a/"}\n',
    `{"Action":"output","Package":"p","Test":"a","Output":"${'x'.repeat(1000)}"}\n`,
    '{"Action":"fail","Package":"p","Test":"a',
    'TAP version 14\n',
    'not ok\n',
    '    ',
    '    ok\n',
    'ok 1 - a # Todo\n',
    'not ok 1\n  ---\n',
    '      ---\n',
    'not ok # ',
    'ok -',
    '\\#',
    '<TestRun>',
    '<UnitTestResult>',
    '<UnitTestResult ',
    '<UnitTestResult testId="1"/>',
    '<Message>',
    '\0',
    '\n',
    ' ',
  ];
  const openings = [
    '',
    'TAP version 14\nnot ok 1\n  ---\n  message: |\n',
    '{"Action":"start","Package":"p"}\n',
    '<TestRun><Results>',
  ];

  it.each(openings)('[F28] that begins with %j is read in time by its length alone', (opening) => {
    for (const unit of units) {
      const text = opening + unit.repeat(1_000_000 / unit.length);
      const began = process.threadCpuUsage();
      reportedTests(text);
      // Of this thread alone: others may be at work on the machine.
      const { user, system } = process.threadCpuUsage(began);
      expect({ unit, ms: (user + system) / 1000 }).toSatisfy(({ ms }) => ms < 2_000);
    }
  });

  it('may name very many tests, and not so many that they fill a memory', async () => {
    const many = (count: number): readonly string[] => [
      'TAP version 14\n'.concat('ok\n'.repeat(count)),
      `<testsuite>${'<testcase/>'.repeat(count)}</testsuite>`,
      `<TestRun>${'<UnitTestResult/>'.repeat(count)}</TestRun>`,
      `{"results":{"tests":[${'{"name":"","status":""},'.repeat(count)}0]}}`,
      Array.from({ length: count }, (_, at) => `{"Action":"pass","Package":"p","Test":"${at}"}\n`).join(''),
    ];
    for (const text of many(130_000).slice(0, 2)) {
      const tests = reportedTests(text);
      expect((await testReport(tests, async () => undefined))?.counts.failed).toBe(0);
      expect(tests).toHaveLength(130_000);
    }
    for (const text of many(250_002)) expect(reportedTests(text)).toEqual([]);
  });

  it('expands no entity of its own, and is not read at all where it is longer than any', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "boom">${'<!ENTITY b "&a;&a;&a;&a;&a;&a;">'.repeat(1000)}]>`;
    const [test] = reportedTests(`${bomb}<TestRun><UnitTestResult testName="&b;" outcome="Failed"/></TestRun>`);
    expect(test?.name).toBe('&b;');
    const ok = '{"Action":"pass","Package":"p","Test":"a"}\n';
    expect(reportedTests(ok + ' '.repeat(1024))).toHaveLength(1);
    expect(reportedTests(ok + ' '.repeat(20 * 1024 * 1024))).toEqual([]);
  });
});
