import type { Project } from '../e2e/github-scene.ts';

const ci = `name: CI
on:
  push:
  workflow_dispatch:
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - name: Check syntax
        run: for file in src/*.js test/*.js; do node --check "$file" && echo "✓ $file"; done
  test:
    needs: build
    runs-on: ubuntu-latest
    env:
      # As it happens: the price server wakes up when it is asked a second time.
      PRICES: \${{ github.run_attempt == 1 && 'asleep' || 'awake' }}
    steps:
      - name: Wait for a runner
        run: sleep 3
      - name: Unit tests
        run: node --test --test-reporter=./ci/reporter.js
`;

const deploy = `name: Deploy
on: workflow_dispatch
jobs:
  ship:
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - name: Ship
        run: sleep 2; echo "shipped to staging"
`;

const reporter = `/** Prints what GitHub makes annotations of. */
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.details.type === 'test') yield \`✓ \${data.name}\\n\`;
    if (type !== 'test:fail' || data.details.type !== 'test') continue;
    const file = data.file.replace(process.cwd() + '/', '');
    const { code, message, expected, actual } = data.details.error.cause;
    const why = code === 'ERR_ASSERTION' ? \`expected \${expected}, got \${actual}\` : message.split('\\n')[0];
    yield \`✗ \${data.name} at \${file}:\${data.line}\\n::error file=\${file},line=\${data.line},title=\${data.name}::\${why}\\n\`;
  }
}
`;

const prices = `/** What delivery costs, by the price server. */
export async function priceOf(country, server = process.env.PRICES ?? 'awake') {
  if (server === 'asleep') throw new Error('the price server did not answer in 300 ms');
  return { de: 4.9, fr: 6.5, pt: 7.2 }[country] ?? 12;
}
`;

const delivery = `import { priceOf } from './prices.js';

/** Delivery is free from 50 on. */
export async function delivery(basket, country) {
  const total = basket.reduce((sum, { price, count }) => sum + price * count, 0);
  return total >= 50 ? 0 : await priceOf(country);
}
`;

const deliveryTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delivery } from '../src/delivery.js';

test('is free from 50 on', async () => {
  assert.equal(await delivery([{ price: 25, count: 2 }], 'de'), 0);
});

test('costs what the country costs', async () => {
  assert.equal(await delivery([{ price: 9, count: 1 }], 'pt'), 7.2);
});
`;

const round = `/** Cents, rounded as a till does. */
export const round = (amount) => Math.floor(amount * 100 + 0.5) / 100;
`;

const roundTest = (name: string, amount: string, cents: string) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { round } from '../src/round.js';

test('${name}', () => {
  assert.equal(round(${amount}), ${cents});
});
`;

/** A shop that ships: its tests run in a second, and one of them needs somebody else's server. */
export const shop: Project = {
  branch: 'feat/delivery',
  folder: 'shop',
  people: { ann: 'admin', ben: 'write', cleo: 'write' },
  files: {
    'README.md': '# Shop\n\nThe repository of the demo. `npm test` runs its tests.\n',
    'package.json': `${JSON.stringify({ name: 'shop', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
    'src/round.js': round,
    'test/round.test.js': roundTest('rounds up at half a cent', '1.125', '1.13'),
    'ci/reporter.js': reporter,
    '.github/workflows/ci.yml': ci,
    '.github/workflows/deploy.yml': deploy,
  },
};

/** What Ann has pushed: right, and red for want of an answer. */
export const deliveryFiles = {
  'src/prices.js': prices,
  'src/delivery.js': delivery,
  'test/delivery.test.js': deliveryTest,
};

/** What Cleo pushes first, which is wrong, and then. */
export const refundFiles = {
  wrong: { 'test/refund.test.js': roundTest('rounds a refund', '-1.125', '-1.13') },
  right: {
    'src/round.js': round.replace(
      'Math.floor(amount * 100 + 0.5)',
      'Math.sign(amount) * Math.floor(Math.abs(amount) * 100 + 0.5)',
    ),
  },
};
