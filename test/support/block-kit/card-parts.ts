import { Card } from '../../../protocol/model/card.ts';

/** Monday, 23 November 2026, 14:05 UTC. */
export const now = 1_795_442_700_000;
export const minute = 60_000;
export const sha = 'a1b2c3d4'.padEnd(40, '0');
export const older = '9f8e7d6c'.padEnd(40, '0');
export const ana = { id: 'ana', name: 'Ana Souza' };
export const bo = { id: 'bo', name: 'Bo Lindqvist' };

export const step = (number: number, name: string, state: string) => ({ number, name, state });
export const job = (name: string, state: string, steps: object[] = []) => ({
  id: name.replaceAll(/\W/g, '-'),
  name,
  attempt: 1,
  revision: 1,
  state,
  steps,
});
export const passed = (...names: string[]) => names.map((name) => job(name, 'passed'));

export const run = (state: string, more: object = {}) => ({
  run: 'github-actions/acme/api/7012',
  provider: 'github-actions',
  workflow: 'CI',
  number: 412,
  commit: sha,
  attempt: 1,
  revision: 3,
  state,
  queuedAt: now - 9 * minute,
  startedAt: now - 8 * minute,
  url: 'https://github.com/acme/api/actions/runs/7012',
  failures: [],
  lines: [],
  ...more,
});
export const ended = { endedAt: now - 2 * minute - 20_000 };

export const work = (more: object = {}) => ({
  device: 'device-01',
  by: ana,
  counter: 1,
  head: sha,
  ahead: 0,
  behind: 0,
  changes: { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 },
  at: now,
  ...more,
});
export const tested = (passes: number, fails = 0) => ({
  task: 'npm test',
  outcome: fails > 0 ? 'failed' : 'passed',
  commit: sha,
  dirty: false,
  endedAt: now - 20 * minute,
  counts: { passed: passes, failed: fails, skipped: 0 },
});

export const pull = (more: object = {}) => ({
  number: 318,
  title: 'Round tax per line, not per cart',
  url: 'https://github.com/acme/api/pull/318',
  state: 'open',
  author: 'ana-souza',
  reviews: [],
  requested: ['bo-l'],
  decision: 'review-required',
  unresolvedThreads: 0,
  requiredChecks: ['build', 'unit tests'],
  ...more,
});
export const forge = (more: object = {}) => ({
  forge: 'github',
  revision: 1,
  base: 'main',
  ahead: 3,
  behind: 0,
  conflicts: 'none',
  merged: false,
  head: sha,
  pullRequest: pull(),
  ...more,
});

export const card = (more: object): Card =>
  Card.parse({
    key: { repository: 'github.com/acme/api', branch: 'fix/tax-rounding' },
    version: 1,
    updatedAt: now,
    work: [work()],
    ci: [],
    ...more,
  });

export const approved = { reviews: [{ by: 'bo-l', state: 'approved' }], requested: [], decision: 'approved' };
const failure = (name: string, line: number, more: object = {}) => ({
  name,
  file: 'test/cart/tax.test.ts',
  line,
  job: 'unit tests',
  ...more,
});
export const failing = run('failed', {
  ...ended,
  counts: { passed: 1338, failed: 3, skipped: 12 },
  jobs: [
    job('unit tests', 'failed', [step(1, 'Set up Node', 'passed'), step(2, 'npm test', 'failed')]),
    ...passed('build', 'lint', 'types', 'licences'),
    job('browser', 'running', [step(1, 'npm run e2e', 'running')]),
  ],
  failures: [
    failure('cart › tax › adds tax per line', 48, {
      message: 'AssertionError: expected 10.07 to be 10.08\n  at tax.test.ts:52',
      triage: 'new',
    }),
    failure('cart › tax › rounds half up', 71, { triage: 'new' }),
    failure('session › survives a restart', 12, {
      file: 'test/session.test.ts',
      triage: 'flaky',
      flaky: { failed: 3, of: 20 },
    }),
  ],
});
export const broken = run('failed', {
  ...ended,
  jobs: [
    job('build', 'failed', [step(2, 'npm ci', 'failed')]),
    job('unit tests', 'skipped'),
    job('browser', 'skipped'),
  ],
  lines: [
    'npm error code ERESOLVE',
    'npm error ERESOLVE could not resolve',
    'npm error While resolving: @acme/api@4.2.0',
    'npm error Found: react@19.1.0',
    'npm error Could not resolve dependency: peer react@"^18" from legacy-table@2.3.1',
  ],
});
export const deploy = (state: string, more: object = {}) =>
  run(state, {
    run: 'github-actions/acme/api/7020',
    workflow: 'Deploy',
    number: 96,
    url: 'https://github.com/acme/api/actions/runs/7020',
    ...more,
  });
const allPassed = passed('build', 'lint', 'types', 'unit tests', 'browser', 'licences');
export const green = run('passed', { ...ended, counts: { passed: 1341, failed: 0, skipped: 12 }, jobs: allPassed });
