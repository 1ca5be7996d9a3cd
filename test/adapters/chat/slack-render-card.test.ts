import { describe, expect, it } from 'vitest';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import { Card } from '../../../protocol/model/card.ts';
import { textOf } from './shown.ts';

const job = (name: string, state: string) => ({
  id: name,
  name,
  attempt: 1,
  revision: 1,
  state,
  steps: [{ number: 1, name: 'npm test', state: 'failed' }],
});

const one = { provider: 'ci', commit: 'a'.repeat(40), revision: 1, queuedAt: 1, failures: [], lines: [] };

/** A pull request that waits for several things, with a red workflow and one that waits. */
const pullCard = {
  key: { repository: 'github.com/acme/api', branch: 'feat/login' },
  version: 3,
  updatedAt: 1_700_000_000_000,
  work: [],
  claim: { by: { id: 'bo', name: 'Bo' }, at: 1 },
  forge: {
    forge: 'git',
    revision: 1,
    base: 'main',
    ahead: 3,
    behind: 0,
    conflicts: 'none',
    merged: false,
    pullRequest: {
      number: 7,
      title: 'Log in',
      url: 'https://forge.example/7',
      state: 'open',
      author: 'ana',
      reviews: [
        { by: 'bo', state: 'approved' },
        { by: 'cy', state: 'changes-requested' },
      ],
      requested: ['dee', 'bo'],
      decision: 'changes-requested',
      unresolvedThreads: 2,
      requiredChecks: ['build'],
    },
  },
  ci: [
    {
      ...one,
      run: 'r1',
      workflow: 'CI',
      number: 42,
      attempt: 2,
      state: 'failed',
      jobs: [
        job('build', 'failed'),
        { ...job('lint', 'running'), steps: [] },
        job('a', 'passed'),
        job('b', 'passed'),
        job('c', 'skipped'),
      ],
      failures: [
        { name: 'adds tax', file: 'cart.test.ts', line: 4, triage: 'new' },
        { name: 'rounds', triage: 'flaky', flaky: { failed: 3, of: 20 } },
        { name: 'pages', triage: 'on-base' },
      ],
    },
    {
      ...one,
      run: 'r2',
      workflow: 'Release',
      attempt: 1,
      state: 'waiting',
      gates: [{ environment: 'staging', approvers: ['ana', 'acme/ops'] }],
    },
  ],
};

describe('a card in Slack', () => {
  it('shows who reviewed, what it waits for, which jobs failed and why, and who has to say yes', () => {
    const shown = textOf(render({ oid: 'o1', type: 'card', card: Card.parse(pullCard) }));
    for (const fact of [
      'Pull request\n#7 Log in (open) by @ana',
      'Reviews\n✓ @bo\n✗ changes: @cy\n○ asked: @dee',
      'Waits for\n@cy asked for changes\n2 unresolved threads\nbuild did not pass',
      'CI\nCI #42: failed, at aaaaaaa, attempt 2\nRelease: waiting, at aaaaaaa\n◷ staging waits for approval by @ana, @acme/ops',
      'CI: ✗ build (npm test) · ◔ lint · ✓ 2 passed · – 1 skipped',
      'On it\nBo is on it',
      'Failing tests\n• adds tax (cart.test.ts:4) – new\n• rounds – flaky: 3 of the last 20 failed\n• pages – also red on main',
    ])
      expect(shown).toContain(fact);
  });

  it('shows the first lines that tell why where no test is named', () => {
    const [first, ...rest] = pullCard.ci;
    const ci = [{ ...first, failures: [], lines: ['npm error', 'no lock'] }, ...rest];
    const { blocks } = render({ oid: 'o1', type: 'card', card: Card.parse({ ...pullCard, ci }) });
    expect(JSON.stringify(blocks)).toContain('npm error\\nno lock');
  });

  it('names of sixty jobs those that are not done', () => {
    const [first] = pullCard.ci;
    const jobs = Array.from({ length: 60 }, (_, index) => ({
      ...job(`j${index}`, 'passed'),
      state: index === 59 ? 'failed' : 'passed',
    }));
    const shown = textOf(
      render({ oid: 'o1', type: 'card', card: Card.parse({ ...pullCard, ci: [{ ...first, jobs }] }) }),
    );
    expect(shown).toContain('CI: ✗ j59 (npm test) · ✓ 59 passed');
  });
});
