import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportedTests } from '../../../reports/test-report.ts';
import { findReports, readReports, type ReportFiles } from '../../../bridge/adapters/ci/local/reports.ts';
import { FailingTest } from '../../../protocol/model/run.ts';

let worktree: string;
beforeEach(async () => {
  worktree = await realpath(await mkdtemp(join(tmpdir(), 'shiproom-reports-')));
});
afterEach(async () => {
  await rm(worktree, { recursive: true });
});
const put = async (path: string, text = ''): Promise<void> => {
  await mkdir(dirname(join(worktree, path)), { recursive: true });
  await writeFile(join(worktree, path), text);
};
const globs = ['**/junit*.xml', 'test-results/**/*.xml'];
const none: ReportFiles = new Map();
const report = async (xml: string) => {
  await put('junit.xml', xml);
  return readReports(worktree, globs, none);
};

describe('reports', () => {
  it("reads Node's: nested suites, a failing todo, a file that is named by its whole path", async () => {
    await put('a.test.mjs');
    const read = await report(`<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testcase name="adds" time="0.0007" classname="test" file="${worktree}/a.test.mjs"/>
	<testsuite name="math" time="0.002" disabled="0" errors="0" tests="3" failures="2" skipped="2" hostname="vm">
		<testcase name="fails &lt;x>" time="0.0008" classname="math" file="${worktree}/a.test.mjs" failure="1 == 2">
			<failure type="testCodeFailure" message="1 == 2">
Error [ERR_TEST_FAILURE]: 1 == 2
    at new Promise (&lt;anonymous>)
  cause: AssertionError [ERR_ASSERTION]: 1 == 2
      at TestContext.&lt;anonymous> (file://${worktree}/a.test.mjs:3:61)
      at Test.run (node:internal/test_runner/test:1402:25)
			</failure>
		</testcase>
		<testcase name="later" classname="math"><skipped type="skipped" message="true"/></testcase>
		<testsuite name="deep"><testcase name="todo it" classname="math.deep" failure="x">
			<skipped type="todo" message="true"/><failure type="testCodeFailure" message="x">x</failure>
		</testcase><testcase name="bad" classname="math.deep"><system-out><![CDATA[</testcase> <testcase name="no">]]></system-out><failure message="y"/></testcase></testsuite>
	</testsuite>
	<!-- tests 4 -->
</testsuites>`);
    expect(read).toEqual({
      counts: { passed: 1, failed: 2, skipped: 2 },
      failures: [
        { name: 'math › fails <x>', file: 'a.test.mjs', line: 3, message: '1 == 2' },
        { name: 'math › deep › bad', message: 'y' },
      ],
    });
  });

  it("reads Vitest's: the suite and the class are the file", async () => {
    await put('test/v.test.ts');
    const read = await report(`<?xml version="1.0" encoding="UTF-8" ?>
<testsuites name="vitest tests" tests="3" failures="1" errors="0" time="0.01">
    <testsuite name="test/v.test.ts" timestamp="2026-01-01T00:00:00Z" tests="3" failures="1" skipped="1" time="0.01">
        <testcase classname="test/v.test.ts" name="math &gt; fails" time="0.009">
            <failure message="expected 1 to be 2 // Object.is equality" type="AssertionError">
AssertionError: expected 1 to be 2 // Object.is equality

- Expected
+ Received

 ❯ node_modules/x/index.js:1:1
 ❯ test/v.test.ts:2:49
            </failure>
        </testcase>
        <testcase classname="test/v.test.ts" name="math &gt; skips" time="0"><skipped/></testcase>
        <testcase classname="test/v.test.ts" name="math &gt; ok" time="0.0004"></testcase>
    </testsuite>
</testsuites>`);
    const message = 'expected 1 to be 2 // Object.is equality';
    expect(read).toEqual({
      counts: { passed: 1, failed: 1, skipped: 1 },
      failures: [{ name: 'math > fails', file: 'test/v.test.ts', line: 2, message }],
    });
  });

  it("reads pytest's: a dotted class, and the place in the trace alone", async () => {
    await put('tests/test_x.py');
    const read =
      await report(`<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" tests="2">
<testcase classname="tests.test_x.TestA" name="test_bad" time="0.001"><failure message="assert 1 == 2">self = &lt;test_x.TestA&gt;

    def test_bad(self):
&gt;       assert 1 == 2
E       assert 1 == 2

tests/test_x.py:3: AssertionError</failure></testcase><testcase classname="tests.test_x" name="test_ok" time="0.000" /></testsuite></testsuites>`);
    expect(read?.counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(read?.failures).toEqual([
      { name: 'tests.test_x.TestA › test_bad', file: 'tests/test_x.py', line: 3, message: 'assert 1 == 2' },
    ]);
  });

  it("reads Jest's, Surefire's, PHPUnit's and Python's own", async () => {
    await put('src/a.test.js');
    await put('tests/FooTest.php');
    await put('app/x.py');
    const read = await report(`<testsuites>
<testsuite name="math"><testcase classname="math adds" name="math adds"><failure>Error: expect(1).toBe(2)
    at Object.toBe (${worktree}/src/a.test.js:4:13)</failure></testcase></testsuite>
<testsuite name="com.acme.FooTest"><testcase name="adds" classname="com.acme.FooTest"><error type="E"><![CDATA[E: a <b> &lt;c&gt;]]></error></testcase></testsuite>
<testsuite name="FooTest" file="${worktree}/tests/FooTest.php"><testcase name="testAdd" class="FooTest" classname="FooTest" file="${worktree}/tests/FooTest.php" line="12"><failure>no</failure></testcase></testsuite>
<testsuite name="unit"><testcase name="test_a"><error message="boom">Traceback
  File "app/x.py", line 7, in f</error></testcase></testsuite>
</testsuites>`);
    expect(read?.failures).toMatchObject([
      { name: 'math adds', file: 'src/a.test.js', line: 4 },
      { name: 'com.acme.FooTest › adds', message: 'E: a <b> &lt;c&gt;' },
      { name: 'FooTest › testAdd', file: 'tests/FooTest.php', line: 12, message: 'no' },
      { name: 'unit › test_a', file: 'app/x.py', line: 7, message: 'boom' },
    ]);
    expect(read?.failures[0]?.message).toContain('src/a.test.js:4:13');
    expect(JSON.stringify(read)).not.toContain(worktree);
  });

  it('names a file only where it is in the worktree', async () => {
    const outside = ['/etc/passwd', '../../../../../../etc/passwd', 'file:///etc/passwd', 'gone.js', 'a\0b'];
    const cases = outside.map((path) => `<testcase name="t" file="${path}"><failure>at ${path}:1</failure></testcase>`);
    await symlink('/etc/passwd', join(worktree, 'link.js'));
    const read = await report(
      `<testsuite>${cases.join('')}<testcase name="t" file="link.js"><failure>link.js:1</failure></testcase></testsuite>`,
    );
    expect(read?.counts.failed).toBe(6);
    for (const failure of read?.failures ?? []) expect(failure).not.toHaveProperty('file');
  });

  it('takes only what was written since the tests began, and only what is there', async () => {
    const passing = '<testsuite><testcase name="ok"/></testsuite>';
    const paths = ['junit-old.xml', 'junit-new.xml', 'node_modules/a/junit.xml', '.git/junit.xml', 'other.xml'];
    for (const path of [...paths, 'test-results/deep/er.xml']) await put(path, passing);
    const elsewhere = await mkdtemp(join(tmpdir(), 'shiproom-elsewhere-'));
    await writeFile(join(elsewhere, 'junit.xml'), passing);
    await symlink(elsewhere, join(worktree, 'linked'));
    await symlink(join(elsewhere, 'junit.xml'), join(worktree, 'junit-link.xml'));

    const all = [...globs, `../${basename(elsewhere)}/*.xml`, `${elsewhere}/*.xml`];
    const before = await findReports(worktree, all);
    const known = ['junit-new.xml', 'junit-old.xml', 'test-results/deep/er.xml'];
    expect([...before.keys()].toSorted()).toEqual(known.map((path) => join(worktree, path)));
    expect(await readReports(worktree, all, before)).toBeUndefined();
    await put('junit-new.xml', `${passing} `);
    await put('sub/junit.xml', passing);
    expect((await readReports(worktree, all, before))?.counts.passed).toBe(2);
    await rm(elsewhere, { recursive: true });
  });

  it('is content with what is no report', async () => {
    await put('junit-1.xml', 'not XML at all <<<>>>');
    await put('junit-2.xml', '<html><body>no</body></html>');
    await put('junit-3.xml', '<a>'.repeat(100_000));
    await put('junit-4.xml', '<testsuite name="x" tests="3"/>');
    await put('junit-5.xml', `<testsuite><testcase name="big"/>${' '.repeat(11 * 1024 * 1024)}</testsuite>`);
    expect(await readReports(worktree, globs, none)).toBeUndefined();
  });

  it('expands no entity but the five of XML and those by number', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]>';
    const read = await report(`${bomb}<testsuite><testcase name="&b; &lt;&#65;&#x1b;[31m&amp;lt;"><failure>&a;</failure>
      </testcase></testsuite>`);
    expect(read?.failures).toEqual([{ name: '&b; <A&lt;', message: '&a;' }]);
    const outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const other = await report(
      `${outside}<testsuite><testcase name="&f;"><failure>&f;</failure></testcase></testsuite>`,
    );
    expect(JSON.stringify(other ?? '')).not.toContain('root:');
  });

  it('shows at most fifty failures, each as long as the wire takes', async () => {
    const long = '€'.repeat(3_000);
    const failing = `<testcase name="${long}" classname="${long}"><failure message="${long}">${'x.js:1\n'.repeat(1_000)}</failure></testcase>`;
    const read = await report(`<testsuite>${failing.repeat(60)}</testsuite>`);
    expect(read?.counts.failed).toBe(60);
    expect(read?.failures).toHaveLength(50);
    for (const failure of read?.failures ?? []) expect(FailingTest.safeParse(failure).success).toBe(true);
  });

  it('[T15] tells no secret', async () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    await put(
      'junit.xml',
      `<testsuite><testcase name="is hunter22"><failure message="${token}">x</failure></testcase></testsuite>`,
    );
    const read = await readReports(worktree, globs, none, ['hunter22']);
    expect(read?.failures).toEqual([{ name: 'is ***', message: '***' }]);
  });

  it('[T14] leaves no control character in what it tells', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 }).map((each) => each.replace(/[<>&"]/g, ''));
    fc.assert(
      fc.property(text, fc.nat(0x10ffff), (each, code) => {
        const xml = `<testsuite name="${each}"><testcase name="${each}&#${code};"><failure message="${each}&#x${code.toString(16)};">${each}</failure></testcase></testsuite>`;
        for (const test of reportedTests(xml)) {
          expect(JSON.stringify(Object.values(test)).replaceAll(String.raw`\n`, '')).not.toMatch(/\p{Cc}|\\u00[01]/u);
        }
      }),
      { numRuns: 50 },
    );
  });
});
