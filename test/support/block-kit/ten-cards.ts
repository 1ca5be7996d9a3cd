import { Card } from '../../../protocol/model/card.ts';

/** Monday, 23 November 2026, 14:05 UTC. */
export const now = 1_795_442_700_000;
const minute = 60_000;
const sha = 'a1b2c3d4'.padEnd(40, '0');
const older = '9f8e7d6c'.padEnd(40, '0');
const ana = { id: 'ana', name: 'Ana Souza' };
const bo = { id: 'bo', name: 'Bo Lindqvist' };

const step = (number: number, name: string, state: string) => ({ number, name, state });
const job = (name: string, state: string, steps: object[] = []) => ({
  id: name.replaceAll(/\W/g, '-'),
  name,
  attempt: 1,
  revision: 1,
  state,
  steps,
});
const passed = (...names: string[]) => names.map((name) => job(name, 'passed'));

const run = (state: string, more: object = {}) => ({
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
const ended = { endedAt: now - 2 * minute - 20_000 };

const work = (more: object = {}) => ({
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
const tested = (passes: number, fails = 0) => ({
  task: 'npm test',
  outcome: fails > 0 ? 'failed' : 'passed',
  commit: sha,
  dirty: false,
  endedAt: now - 20 * minute,
  counts: { passed: passes, failed: fails, skipped: 0 },
});

const pull = (more: object = {}) => ({
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
const forge = (more: object = {}) => ({
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

const card = (more: object): Card =>
  Card.parse({
    key: { repository: 'github.com/acme/api', branch: 'fix/tax-rounding' },
    version: 1,
    updatedAt: now,
    work: [work()],
    ci: [],
    ...more,
  });

const approved = { reviews: [{ by: 'bo-l', state: 'approved' }], requested: [], decision: 'approved' };
const failure = (name: string, line: number, more: object = {}) => ({
  name,
  file: 'test/cart/tax.test.ts',
  line,
  job: 'unit tests',
  ...more,
});
const failing = run('failed', {
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
const broken = run('failed', {
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
const deploy = (state: string, more: object = {}) =>
  run(state, {
    run: 'github-actions/acme/api/7020',
    workflow: 'Deploy',
    number: 96,
    url: 'https://github.com/acme/api/actions/runs/7020',
    ...more,
  });
const allPassed = passed('build', 'lint', 'types', 'unit tests', 'browser', 'licences');
const green = run('passed', { ...ended, counts: { passed: 1341, failed: 0, skipped: 12 }, jobs: allPassed });

/** The states that a branch's card goes through, as fixtures to look at and to test with. */
export const tenCards: readonly (readonly [name: string, card: Card])[] = [
  [
    '01-just-shared',
    card({ work: [work({ ahead: undefined, changes: { staged: 1, unstaged: 2, untracked: 0, conflicted: 0 } })] }),
  ],
  [
    '02-running',
    card({
      work: [work({ tests: tested(212) })],
      forge: forge({ pullRequest: pull({ state: 'draft', requested: [], decision: 'none' }) }),
      ci: [
        run('running', {
          jobs: [
            ...passed('build', 'lint'),
            job('unit tests', 'running', [step(2, 'npm test', 'running')]),
            job('browser', 'queued'),
          ],
        }),
      ],
    }),
  ],
  ['03-passing-waits-for-review', card({ work: [work({ tests: tested(212) })], forge: forge(), ci: [green] })],
  ['04-failing-tests', card({ forge: forge(), work: [work({ tests: tested(209, 3) })], ci: [failing] })],
  [
    '05-failing-log-claimed',
    card({
      forge: forge(),
      ci: [broken],
      claim: { by: bo, at: now - minute },
      deeds: [{ key: 'claim', by: bo, did: 'is on it', at: now - minute, ok: true }],
    }),
  ],
  [
    '06-rerun-pressed',
    card({
      forge: forge(),
      ci: [failing],
      claim: { by: bo, at: now - minute },
      deeds: [
        {
          key: 'rerun/github-actions/acme/api/7012/1',
          by: ana,
          did: 'reran what failed of CI #412',
          at: now,
          ok: true,
        },
        { key: 'claim', by: bo, did: 'is on it', at: now - 3 * minute, ok: true },
      ],
    }),
  ],
  [
    '07-approval-asked',
    card({
      key: { repository: 'github.com/acme/api', branch: 'main' },
      forge: forge({ pullRequest: null, ahead: 0 }),
      work: [],
      ci: [
        deploy('waiting', {
          gates: [{ environment: 'production', approvers: ['bo-l', 'acme/release'] }],
          jobs: [...passed('build image', 'deploy to staging'), job('deploy to production', 'waiting')],
        }),
        green,
      ],
    }),
  ],
  [
    '08-approved-deploying',
    card({
      key: { repository: 'github.com/acme/api', branch: 'main' },
      forge: forge({
        pullRequest: null,
        ahead: 0,
        deployments: [
          { environment: 'production', state: 'running', commit: sha, at: now },
          { environment: 'staging', state: 'succeeded', commit: sha, at: now },
        ],
      }),
      work: [],
      ci: [
        deploy('running', {
          decisions: [{ environment: 'production', verdict: 'approved', by: 'bo-l' }],
          jobs: [
            ...passed('build image', 'deploy to staging'),
            job('deploy to production', 'running', [step(3, 'Roll out', 'running')]),
          ],
        }),
        green,
      ],
      deeds: [
        {
          key: 'gate/github-actions/acme/api/7020/1/production',
          by: bo,
          did: 'approved production for Deploy #96',
          at: now,
          ok: true,
        },
        { key: 'gate/x', by: ana, did: 'approved production for Deploy #96', at: now - minute, ok: false },
      ],
    }),
  ],
  [
    '09-merged',
    card({
      work: [],
      forge: forge({ merged: true, ahead: 0, pullRequest: pull({ state: 'merged', ...approved }) }),
      ci: [green],
    }),
  ],
  [
    '10-interrupted-and-conflicts',
    card({
      forge: forge({
        conflicts: 'some',
        behind: 14,
        pullRequest: pull({
          unresolvedThreads: 2,
          reviews: [
            { by: 'cy', state: 'changes-requested' },
            { by: 'bo-l', state: 'approved' },
          ],
          requested: [],
          decision: 'changes-requested',
        }),
      }),
      work: [work({ changes: { staged: 0, unstaged: 3, untracked: 1, conflicted: 2 }, head: older })],
      ci: [
        run('interrupted', {
          ...ended,
          infrastructure: 'The runner was lost: it ran out of disk space',
          jobs: [job('unit tests', 'interrupted'), ...passed('build')],
        }),
      ],
    }),
  ],
];
