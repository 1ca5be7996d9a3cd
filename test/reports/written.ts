import * as fc from 'fast-check';

/** A test of a run that is made up. */
export interface WrittenTest {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly message: string;
}

/** Words that mean something to one format or another, and to no test. */
const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.constantFrom(
    '<b>',
    '&amp;',
    "it's",
    '"so"',
    '# Todo',
    '\\#',
    ']]>',
    '{',
    'ok 1',
    '- x',
    'a/b',
    ': 7',
    '€',
    '---',
    '...',
  ),
);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));

/** Runs of tests, each of whose names is another. */
export const runs: fc.Arbitrary<readonly WrittenTest[]> = fc
  .array(
    fc.record({ suite: words, name: words, outcome: fc.constantFrom('passed', 'failed', 'skipped'), message: words }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((all) => all.map((test, index) => ({ ...test, name: `${test.name} n${index}` })));

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function junit(tests: readonly WrittenTest[]): string {
  const inner = {
    passed: () => '',
    skipped: () => '<skipped/>',
    failed: (message: string) => `<failure message="${xml(message)}"/>`,
  };
  const each = tests.map(
    ({ suite, name, outcome, message }) =>
      `<testsuite name="${xml(suite)}"><testcase name="${xml(name)}">${inner[outcome](message)}</testcase></testsuite>`,
  );
  return `<?xml version="1.0"?><testsuites>${each.join('\n')}</testsuites>`;
}

const ctrf = (tests: readonly WrittenTest[]): string =>
  JSON.stringify({
    results: { tests: tests.map(({ suite, outcome, ...rest }) => ({ ...rest, suite: [suite], status: outcome })) },
  });

const jest = (tests: readonly WrittenTest[]): string =>
  JSON.stringify({
    testResults: tests.map(({ suite, name, outcome, message }) => ({
      assertionResults: [
        {
          title: name,
          ancestorTitles: [suite],
          status: outcome === 'skipped' ? 'pending' : outcome,
          failureMessages: outcome === 'failed' ? [`${message}\n    at a (b.js:1:1)`] : [],
        },
      ],
      name: '/repo/a.js',
      status: outcome,
      message: '',
    })),
  });

/** Go writes a blank as `_`, and `/` only between a test and the tests in it. */
export const goName = (text: string): string => text.replaceAll(' ', '_').replaceAll('/', '|');

function go(tests: readonly WrittenTest[]): string {
  const action = { passed: 'pass', failed: 'fail', skipped: 'skip' };
  const events = tests.flatMap(({ suite, name, outcome, message }) => [
    { Action: 'run', Package: suite, Test: goName(name) },
    { Action: 'output', Package: suite, Test: goName(name), Output: `    ${message}\n` },
    { Action: action[outcome], Package: suite, Test: goName(name) },
  ]);
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function tap(tests: readonly WrittenTest[]): string {
  const escaped = (text: string): string => text.replaceAll(/[\\#]/g, '\\$&');
  const each = tests.map(({ suite, name, outcome, message }, index) =>
    [
      `# Subtest: ${suite}`,
      `    ${outcome === 'failed' ? 'not ok' : 'ok'} 1 - ${escaped(name)}${outcome === 'skipped' ? ' # SKIP' : ''}`,
      ...(outcome === 'failed' ? ['      ---', '      message: |-', `        ${message}`, '      ...'] : []),
      '    1..1',
      `${outcome === 'failed' ? 'not ok' : 'ok'} ${index + 1} - ${escaped(suite)}`,
    ].join('\n'),
  );
  return `TAP version 14\n1..${tests.length}\n${each.join('\n')}\n`;
}

function trx(tests: readonly WrittenTest[]): string {
  const outcomes = { passed: 'Passed', failed: 'Failed', skipped: 'NotExecuted' };
  const results = tests.map(
    ({ name, outcome, message }, id) =>
      `<UnitTestResult testId="${id}" testName="${xml(name)}" outcome="${outcomes[outcome]}"><Output><ErrorInfo><Message>${xml(message)}</Message></ErrorInfo></Output></UnitTestResult>`,
  );
  const defined = tests.map(
    ({ suite }, id) => `<UnitTest id="${id}"><TestMethod className="${xml(suite)}" /></UnitTest>`,
  );
  return `<TestRun><Results>${results.join('')}</Results><TestDefinitions>${defined.join('')}</TestDefinitions></TestRun>`;
}

/** A run, as each of the formats writes it. */
export const written = { junit, ctrf, jest, go, tap, trx } as const satisfies Record<
  string,
  (tests: readonly WrittenTest[]) => string
>;
