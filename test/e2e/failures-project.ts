import type { Project } from './github-scene.ts';

/** What Node's test runner prints, and what it writes for others. */
const reporters = ['spec', 'stdout', 'junit', 'junit.xml'];
export const options = reporters.map((word, at) => `--test-reporter${at % 2 === 0 ? '' : '-destination'}=${word}`);
export const sum = 'export const sum = (a, b) => a + b;\nexport const halve = (a) => sum(a, -a / 2);\n';
/** Both tests fail with it, in CI as here. */
export const brokenSum = sum.replace('a + b', 'a - b');

const files = {
  '.gitignore': 'junit.xml\n',
  '.npmrc': 'update-notifier=false\n',
  '.vscode/tasks.json': JSON.stringify({
    version: '2.0.0',
    tasks: [{ label: 'all tests', type: 'process', command: 'npm', args: ['test'], group: 'test' }],
  }),
  'package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    scripts: { test: ['node', '--test', ...options].join(' ') },
  }),
  'sum.js': sum,
  'sum.test.js': `import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { halve, sum } from './sum.js';

test('adds', () => {
  equal(sum(1, 2), 3);
});

test('halves', () => {
  equal(halve(4), 2);
});
`,
  '.github/workflows/ci.yml': `name: CI
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - name: Unit tests
        run: |
          if grep -q 'a - b' sum.js; then
            line() { grep -n "$1" sum.test.js | cut -d: -f1; }
            echo "::error file=sum.test.js,line=$(line 'sum(1'),title=adds::Expected 3, got -1"
            echo "::error file=sum.test.js,line=$(line 'halve(4)'),title=halves::Expected 2, got 6"
            exit 1
          fi
`,
};
/** A package with two tests, which needs nothing but Node. */
export const shop: Project = { files, branch: 'feat/sum', folder: 'shop' };
