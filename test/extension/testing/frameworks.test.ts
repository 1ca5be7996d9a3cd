import { describe, expect, it } from 'vitest';
import type { Ground, Plan } from '../../../extension/testing/frameworks/ground.ts';
import { planTest } from '../../../extension/testing/frameworks/plan-test.ts';

/** A place by its files, nearest folder first. */
function ground(
  file: string,
  text: string,
  folders: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Ground {
  const all = Object.entries(folders).map(([path, files]) => ({ path, files: new Map(Object.entries(files)) }));
  return { root: '/r', file, text, folders: all, windows: false };
}

const has = (...names: string[]) =>
  JSON.stringify({ devDependencies: Object.fromEntries(names.map((name) => [name, '*'])) });
const bin = {
  vitest: 'vitest/vitest.mjs',
  jest: 'jest/bin/jest.js',
  mocha: 'mocha/bin/mocha.js',
  '@playwright/test': '@playwright/test/cli.js',
};
const installed = (...names: (keyof typeof bin)[]) => ({
  'package.json': has(...names),
  ...Object.fromEntries(names.map((name) => [`node_modules/${bin[name]}`, ''])),
});
const body = `describe('sum', () => { it('adds $1 (a|b) -x', () => {}); it.each([1])('more %s', () => {}); });`;
const name = 'sum › adds $1 (a|b) -x';
const pattern = String.raw`sum(?: | > | › )adds \$1 \(a\|b\) \-x$`;
const line = (plan: ReturnType<typeof planTest>): unknown =>
  typeof plan === 'string' ? plan : [plan.folder, plan.program, ...plan.args];

describe('how a JavaScript test is run', () => {
  it.each([
    ['vitest', ['/r/node_modules/vitest/vitest.mjs', 'run', 'a.test.ts', `--testNamePattern=${pattern}`]],
    ['jest', ['/r/node_modules/jest/bin/jest.js', '--runTestsByPath', 'a.test.ts', `--testNamePattern=${pattern}`]],
    ['mocha', ['/r/node_modules/mocha/bin/mocha.js', '--fail-zero', `--grep=${pattern}`, 'a.test.ts']],
    [
      '@playwright/test',
      ['/r/node_modules/@playwright/test/cli.js', 'test', String.raw`a\.test\.ts$`, `--grep=${pattern}`],
    ],
  ] as const)('is by %s, with the name as one argument that means nothing else', (framework, args) => {
    expect(line(planTest(name, ground('a.test.ts', body, { '': installed(framework) })))).toEqual([
      '',
      'node',
      ...args,
    ]);
  });

  it('knows a test however its engine writes what it stands in', () => {
    for (const written of ['sum > adds $1 (a|b) -x', 'sum adds $1 (a|b) -x', 'a.test.ts › sum › adds $1 (a|b) -x'])
      expect((planTest(written, ground('a.test.ts', body, { '': installed('vitest') })) as Plan).args.at(-1)).toBe(
        `--testNamePattern=${pattern}`,
      );
  });

  it('is its whole file where the name is not written out there, and says so', () => {
    const plan = planTest('sum › more 1', ground('a.test.ts', body, { '': installed('vitest') }));
    expect(plan).toMatchObject({ whole: true, args: ['/r/node_modules/vitest/vitest.mjs', 'run', 'a.test.ts'] });
  });

  it('is by the nearest package with a framework, whose program may be installed above it', () => {
    const folders = {
      'packages/web/src': {},
      'packages/web': { 'package.json': has('vitest') },
      packages: {},
      '': { ...installed('vitest', 'jest'), 'package.json': has('jest') },
    };
    expect(line(planTest('adds', ground('packages/web/src/a.test.ts', body, folders)))).toEqual([
      'packages/web',
      'node',
      '/r/node_modules/vitest/vitest.mjs',
      'run',
      'src/a.test.ts',
    ]);
    const inner = {
      'packages/web/src': {},
      'packages/web': { 'package.json': '{}' },
      packages: {},
      '': installed('vitest'),
    };
    expect(planTest(name, ground('packages/web/src/a.test.ts', body, inner))).toMatchObject({ folder: '' });
  });

  it('is by what the file imports where a package has several frameworks', () => {
    const both = { '': installed('vitest', 'jest', '@playwright/test') };
    const of = (text: string) => {
      const plan = planTest(name, ground('a.test.ts', text + body, both));
      return typeof plan === 'string' ? plan : plan.framework;
    };
    expect(of(`import { it } from 'vitest';`)).toBe('vitest');
    expect(of(`import { test } from "@playwright/test";`)).toBe('playwright');
    expect(of('')).toBe('several-frameworks');
    const usual = { '': installed('vitest', '@playwright/test') };
    expect(planTest(name, ground('a.test.ts', body, usual))).toMatchObject({ framework: 'vitest' });
  });

  it('is by Node itself with the options of the package’s script, and always the whole file', () => {
    const script = (test: string) => ({ '': { 'package.json': JSON.stringify({ scripts: { test } }) } });
    const text = `import { it } from 'node:test';${body}`;
    const of = (test: string) => line(planTest(name, ground('a.test.ts', text, script(test))));
    expect(of('node --import tsx --test --env-file=.env "test/**/*.ts"')).toEqual([
      '',
      'node',
      '--import',
      'tsx',
      '--test',
      '--env-file=.env',
      'a.test.ts',
    ]);
    expect(of('node --test && rm -rf x')).toBe('own-options');
    expect(of('node --import=$X --test')).toBe('own-options');
    expect(of('tap')).toBe('no-framework');
  });

  it.each([
    ['no-framework', 'a.test.ts', body, { '': { 'package.json': '{}' } }],
    ['no-framework', 'a.test.ts', body, { '': { 'package.json': 'no json' } }],
    ['not-installed', 'a.test.ts', body, { '': { 'package.json': has('vitest') } }],
    ['not-in-file', 'a.ts', 'export const sum = 1;', { '': installed('vitest') }],
    [
      'own-options',
      'a.test.ts',
      body,
      { '': { ...installed('mocha'), 'package.json': '{"scripts":{"test":"mocha -r x"}}' } },
    ],
    ['no-framework', 'README.md', 'it(', { '': installed('vitest') }],
  ])('is not run: %s', (why, file, text, folders) => {
    expect(planTest(name, ground(file, text, folders as never))).toBe(why);
  });

  it('gives a file never as an option', () => {
    const plan = planTest(name, ground('-rf.test.ts', body, { '': installed('vitest') }));
    expect((plan as Plan).args[2]).toBe('./-rf.test.ts');
  });
});

describe('how a test of another language is run', () => {
  const python =
    'import pytest\nclass TestA:\n  def test_x(self): pass\nclass TestB:\n  def test_x(self): pass\ndef test_y(): pass\n';
  const go = 'func TestSum(t *testing.T) {}\n';
  const java = 'package com.acme;\nclass SumTest { @Test void adds() {} }\n';
  it.each([
    [
      'tests.test_a.TestB › test_x[1-a.b]',
      'tests/test_a.py',
      python,
      { tests: {}, '': { 'pytest.ini': '' } },
      ['', 'python3', '-m', 'pytest', 'tests/test_a.py::TestB::test_x'],
    ],
    [
      'test_y',
      'tests/test_a.py',
      python,
      { tests: {}, '': { '.venv/bin/python': '' } },
      ['', '/r/.venv/bin/python', '-m', 'pytest', 'tests/test_a.py::test_y'],
    ],
    ['test_z', 'test_a.py', python, { '': {} }, 'not-in-file'],
    ['test_y', 'test_a.py', 'def test_y(): pass', { '': {} }, 'no-framework'],
    [
      'example.com/m/sum › TestSum/two_and_two',
      'm/sum/a_test.go',
      go,
      { 'm/sum': {}, m: { 'go.mod': '' }, '': {} },
      ['m', 'go', 'test', '-count=1', '-run', '^TestSum$', './sum'],
    ],
    ['TestOther', 'a_test.go', go, { '': { 'go.mod': '' } }, 'not-in-file'],
    ['TestSum', 'a_test.go', go, { '': {} }, 'no-framework'],
    [
      'sum::tests::adds',
      'src/sum.rs',
      'fn adds() {}',
      { src: {}, '': { 'Cargo.toml': '' } },
      ['', 'cargo', 'test', 'adds'],
    ],
    [
      'com.acme.SumTest › adds(int)[1]',
      'src/SumTest.java',
      java,
      { src: {}, '': { 'pom.xml': '', mvnw: '' } },
      ['', '/r/mvnw', 'test', '-Dtest=SumTest#adds'],
    ],
    [
      'com.acme.SumTest.adds',
      'src/SumTest.java',
      java,
      { src: {}, '': { 'build.gradle.kts': '' } },
      ['', 'gradle', 'test', '--tests', 'com.acme.SumTest.adds'],
    ],
    [
      'Acme.SumTests.Adds',
      'T/S.cs',
      'void Adds() {}',
      { T: { 'T.csproj': '' }, '': {} },
      ['T', 'dotnet', 'test', '--filter', 'FullyQualifiedName~.Adds'],
    ],
    ['Acme.SumTests.Adds | Name~x', 'T/S.cs', 'void Adds() {}', { T: { 'T.csproj': '' }, '': {} }, 'not-in-file'],
  ] as const)('%s', (test, file, text, folders, expected) => {
    expect(line(planTest(test, ground(file, text, folders)))).toEqual(expected);
  });

  it('is not by a batch file, which needs a shell', () => {
    const place = ground('SumTest.java', java, { '': { 'pom.xml': '' } });
    expect(planTest('adds', { ...place, windows: true })).toBe('windows');
  });
});
