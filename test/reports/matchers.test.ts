import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorLines, lastLines } from '../../reports/error-lines.ts';
import { failuresIn } from '../../reports/matchers.ts';
import { FailingTest } from '../../protocol/model/run.ts';

const logOf = async (name: string): Promise<string> =>
  readFile(join(import.meta.dirname, '../fixtures/runner-logs', `${name}.txt`), 'utf8');

const unused = (what: string) => `'${what}' is`;

/** What each runner's output, recorded where that runner was at hand, tells: names, places, messages. */
const told: Readonly<Record<string, readonly (readonly [name: string, place: string, message: string])[]>> = {
  vitest: [
    ['math › subtracts', 'test/math.test.js:4', 'AssertionError: expected 2 to be 1 // Object.is equality'],
    ['math › deep › divides by zero', 'test/math.test.js:5', 'TypeError: cannot divide'],
  ],
  jest: [
    [
      'math › subtracts',
      'jt/math.test.js:3',
      'expect(received).toBe(expected) // Object.is equality\nExpected: 1\nReceived: 2',
    ],
    ['math › deep › divides by zero', 'jt/math.test.js:4', 'TypeError: cannot divide'],
    ['Test suite failed to run', 'jt/broken.test.js', 'Jest encountered an unexpected token'],
  ],
  mocha: [
    ['stands alone', 'test/math.spec.js:7', 'Error: alone'],
    ['math › subtracts', 'test/math.spec.js:4', 'AssertionError [ERR_ASSERTION]: 2 == 1'],
    ['math › deep › divides by zero', 'test/math.spec.js:5', 'TypeError: cannot divide'],
  ],
  playwright: [['login › refuses a wrong password', 'tests/login.spec.ts:5', 'Error: expect(received).toBe(expected)']],
  'node-spec': [
    ['subtracts', 'node.test.mjs:5', 'AssertionError [ERR_ASSERTION]: 2 == 1'],
    ['divides by zero', 'node.test.mjs:7', 'TypeError: cannot divide'],
  ],
  'node-tap': [
    ['subtracts', 'node.test.mjs:5', '2 == 1'],
    ['divides by zero', 'node.test.mjs:7', 'cannot divide'],
  ],
  pytest: [
    ['test_missing', 'test_math.py:10', "fixture 'nofixture' not found"],
    ['TestDeep::test_sub', 'test_math.py:4', 'assert (3 - 1) == 1'],
    ['test_div[0]', 'test_math.py:9', 'ZeroDivisionError: division by zero'],
  ],
  unittest: [
    ['TestMath.test_div', 'unit_math.py:8', 'ZeroDivisionError: division by zero'],
    ['TestMath.test_sub', 'unit_math.py:6', 'AssertionError: 2 != 1 : subtraction is off'],
  ],
  'go-test': [
    ['TestSubtract', 'internal/calc/math_test.go:14', 'Subtract(3, 1) = 2; want 1'],
    ['TestTable/negative_numbers', 'internal/calc/math_test.go:31', 'Error Trace'],
    ['undefined: nope', 'cmd/main.go:12', 'undefined: nope'],
  ],
  'cargo-test': [
    ['tests::panics', 'src/lib.rs:10', 'called `Option::unwrap()` on a `None` value'],
    ['tests::subtracts', 'src/lib.rs:8', 'assertion `left == right` failed: subtraction is off'],
  ],
  rustc: [['mismatched types', 'bad.rs:1', 'mismatched types']],
  surefire: [
    ['com.acme.calc.CalcTest.subtracts', 'src/test/java/com/acme/calc/CalcTest.java:17', 'expected: <1> but was: <2>'],
    ['com.acme.calc.CalcTest.dividesByZero', 'src/test/java/com/acme/calc/CalcTest.java:22', '/ by zero'],
    ['cannot find symbol', 'src/main/java/com/acme/calc/Calc.java:12', 'cannot find symbol'],
  ],
  gradle: [
    ['CalcTest › subtracts()', '', 'expected: <1> but was: <2>'],
    ['CalcTest › Deep › dividesByZero()', '', 'java.lang.ArithmeticException at Calc.java:9'],
  ],
  rspec: [
    ['Math subtracts', 'spec/math_spec.rb:5', 'expect(3 - 1).to eq(1)\nexpected: 1\ngot: 2'],
    ['Math divides by zero', 'lib/math.rb:3', '1 / 0\nZeroDivisionError:\ndivided by 0'],
  ],
  dotnet: [
    ['Acme.Tests.CalcTests.Subtracts', 'tests/Acme.Tests/CalcTests.cs:14', 'Assert.Equal() Failure: Values differ'],
  ],
  phpunit: [
    ['Acme\\CalcTest::testDividesByZero', 'src/Calc.php:9', 'DivisionByZeroError: Division by zero'],
    ['Acme\\CalcTest::testSubtracts', 'tests/CalcTest.php:14', 'Failed asserting that 2 matches expected 1.'],
  ],
  tsc: [
    ["TS2322: Type 'string' is not assignable to type 'number'.", 'bad.ts:1', 'TS2322'],
    ["TS2339: Property 'nope' does not exist on type 'string'.", 'bad.ts:2', 'TS2339'],
  ],
  'tsc-pretty': [
    ["TS2322: Type 'string' is not assignable to type 'number'.", 'bad.ts:1', 'TS2322'],
    ["TS2339: Property 'nope' does not exist on type 'string'.", 'bad.ts:2', 'TS2339'],
  ],
  msbuild: [['CS1002: ; expected', 'src/Calc.cs:3', 'CS1002: ; expected']],
  eslint: [
    [`${unused('f')} defined but never used  no-unused-vars`, 'lint.js:1', 'no-unused-vars'],
    [`${unused('a')} assigned a value but never used  no-unused-vars`, 'lint.js:1', 'no-unused-vars'],
    ["Unexpected 'debugger' statement  no-debugger", 'lint.js:1', 'no-debugger'],
    [`${unused('unused')} assigned a value but never used  no-unused-vars`, 'lint.js:2', 'no-unused-vars'],
  ],
  oxlint: [['eslint(no-debugger): `debugger` statement is not allowed', 'lint.js:1', 'no-debugger']],
  'oxlint-unix': [['`debugger` statement is not allowed (eslint(no-debugger))', 'lint.js:1', 'no-debugger']],
  gcc: [
    ['nope.h: No such file or directory', 'bad.c:2', 'nope.h'],
    ['‘x’ undeclared (first use in this function)', 'bad2.c:1', '‘x’ undeclared'],
  ],
  clang: [["use of undeclared identifier 'nope'", 'src/calc.cpp:12', 'undeclared']],
};
describe('failuresIn', () => {
  it.each(Object.keys(told))('reads what %s prints', async (runner) => {
    const found = failuresIn(await logOf(runner));
    const places = found.map(({ file, line }) => [file, line].filter((part) => part !== undefined).join(':'));
    expect(found.map(({ name }, index) => [name, places[index]])).toEqual(
      (told[runner] ?? []).map(([name, place]) => [name, place]),
    );
    for (const [index, [, , message]] of (told[runner] ?? []).entries())
      expect(found[index]?.message).toContain(message);
    for (const each of found) expect(FailingTest.parse(each)).toEqual(each);
  });

  it('finds nothing in a log of what went well', () => {
    const log = [
      ' ✓ test/errors.test.ts (3 tests) 12ms',
      'ok 1 - handles an error: none',
      '0 failed',
      'test tests::failed ... ok',
      '12 passing (3s)',
      '1) a list',
      '  1) another list',
      'Error handling is documented in docs/errors.md',
      '___ a line ___ b',
      'not ok 3 - later # todo not yet',
      'FAIL is a word',
      '> Task :test FAILED',
      'I: 12:30: error rate is 0',
    ];
    expect(failuresIn(log.join('\n'))).toEqual([]);
  });

  it('takes paths below the roots that it is told of', () => {
    const log =
      'C:\\agent\\7\\s\\src\\a.ts(3,1): error TS1005: no\n/data/ws/job/b.c:4:1: error: no\n/usr/include/x.h:1:1: error: out';
    expect(failuresIn(log, ['C:/agent/7/s', '/data/ws/job/']).map(({ file }) => file)).toEqual([
      'src/a.ts',
      'b.c',
      undefined,
    ]);
  });
});

describe('errorLines', () => {
  it('gives the first lines that tell why, with a little around', () => {
    const noise = Array.from({ length: 500 }, (_, index) => `compiling ${index}`);
    const log = [
      ...noise,
      'loading',
      'Error: Cannot find module x',
      '    at a',
      '',
      ...noise,
      '    0 Error(s)',
      'exit code 1',
    ].join('\n');
    expect(errorLines(log)).toEqual([
      'loading',
      'Error: Cannot find module x',
      '    at a',
      'compiling 0',
      'compiling 1',
    ]);
  });

  it.each([
    'Traceback (most recent call last):',
    'panic: runtime error',
    'npm ERR! code E404',
    '##[error]Process completed',
    'sh: 1: vitest: command not found',
    'fatal: not a git repository',
    'java.lang.OutOfMemoryError: heap',
    'FAILED tests/a.py',
    'Segmentation fault (core dumped)',
    'ENOSPC: No space left on device',
  ])('knows %s', (line) => {
    expect(errorLines(`${'x\n'.repeat(40)}${line}\n${'y\n'.repeat(40)}`)).toEqual(['x', line, 'y', 'y', 'y']);
  });

  it('gives the last lines where none tells why, and never what only divides the log', () => {
    const log = `##[step failed] test\n##[group] x\n${'a\n'.repeat(30)}12 errors were expected\nlast\n##[endgroup]\n\n`;
    expect(errorLines(log)).toHaveLength(20);
    expect(errorLines(log).at(-1)).toBe('last');
    expect(lastLines('##[step failed] test\n')).toEqual([]);
    expect(errorLines('')).toEqual([]);
  });
});

describe('a hostile log', () => {
  const hostile = [
    '  ● x\n',
    '  1) x\n',
    ' FAIL  a > b\n',
    'not ok 1 - x\n',
    '___ x ___\n',
    '--- FAIL: a (0.0s)\n',
    '---- x stdout ----\n',
    '  1:1  error  x\n',
    'FAIL: a (b)\n',
    '  Failed a [1 ms]\n',
    'A > b FAILED\n',
    'error: x\n',
    'Error: ',
    ': ',
    ' > ',
    '(1,',
    'a:1:',
    ' - ',
    '  ',
    '[ERROR] a ',
    'x'.repeat(990),
    "'",
    '1) A::b\n',
    'test at a:1:1\n',
    '_',
    'a/',
    '.go:1:1: ',
    'error TS1: ',
    "thread ' panicked at ",
  ];

  it('[F28] takes time by its length alone', () => {
    for (const unit of hostile) {
      const some = unit.endsWith('\n') ? unit : `${unit.repeat(1 + 500 / unit.length)}\n`;
      const log = some.repeat(10_000_000 / some.length);
      const began = performance.now();
      failuresIn(log);
      errorLines(log);
      expect({ unit, ms: performance.now() - began }).toSatisfy(({ ms }) => ms < 5_000);
    }
  }, 120_000);

  it('gives only what a card takes', () => {
    const line = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const log = lines.join('');
        for (const each of failuresIn(log)) expect(FailingTest.parse(each)).toEqual(each);
        for (const each of errorLines(log)) expect(each.length).toBeLessThanOrEqual(500);
      }),
      { numRuns: 500 },
    );
  });
});
