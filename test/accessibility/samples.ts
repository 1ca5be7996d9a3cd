import type { Card } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';
import { deeds, engine, job, step } from '../media/ci-samples.ts';
import { card, minute, now, plain, said } from '../media/samples.ts';
import { forge, key, person, run, sha, work } from '../support/samples.ts';

const at = (minutesAgo: number): number => now - minutesAgo * minute;
const text = (value: string) => ({ type: 'text' as const, text: value });

const failing = run({
  run: 'memory:41',
  state: 'failed',
  workflow: 'checks',
  number: 41,
  queuedAt: at(9),
  startedAt: at(8),
  endedAt: at(4),
  counts: { passed: 212, failed: 2, skipped: 1 },
  url: 'https://ci.example.com/41',
  failures: [
    {
      name: 'login › refuses a blank password',
      file: 'test/login.test.ts',
      line: 42,
      message: 'expected 401, received 200',
      job: 'unit',
      triage: 'new',
    },
    { name: 'cart › adds up', file: 'test/cart.test.ts', line: 7, triage: 'flaky', flaky: { failed: 3, of: 20 } },
  ],
  jobs: [
    job('lint', 'passed', { steps: [step(1, 'Check out'), step(2, 'Lint')] }),
    job('unit', 'failed', {
      steps: [step(1, 'Check out'), step(2, 'Test', 'failed')],
      url: 'https://ci.example.com/41/2',
    }),
  ],
});

const waiting = run({
  run: 'memory:42',
  state: 'waiting',
  workflow: 'deploy',
  queuedAt: at(3),
  startedAt: at(3),
  gates: [{ environment: 'production', approvers: ['ana', 'release-team'] }],
  decisions: [{ environment: 'staging', verdict: 'approved', by: 'bo', at: at(2), comment: 'Looks good' }],
});

const pullRequest = {
  number: 12,
  title: 'Log in with a passkey',
  url: 'https://example.com/acme/web/pull/12',
  state: 'open',
  author: 'ana',
  reviews: [
    { by: 'bo', state: 'approved' },
    { by: 'cy', state: 'changes-requested' },
  ],
  requested: ['dee'],
  decision: 'changes-requested',
  unresolvedThreads: 2,
} as const;

/** Branches in every state: one that fails and waits for an answer, one that runs, one that is green, one of which nothing is known. */
export const cards: Card[] = [
  card('feat/login', {
    ci: [waiting, failing],
    claim: { by: person('Bo'), at: at(3) },
    deeds: [
      { key: 'rerun/memory:40/1', by: person('Bo'), did: 'reran what failed of checks #40', at: at(8), ok: true },
    ],
    forge: forge({
      pullRequest: { ...pullRequest, reviews: [...pullRequest.reviews], requested: [...pullRequest.requested] },
      head: sha('a'),
      checks: [
        { name: 'coverage', state: 'failed', url: 'https://example.com/c', summary: '71 % of 80 %' },
        { name: 'licences', state: 'passed' },
      ],
      deployments: [{ environment: 'staging', state: 'succeeded', commit: sha('a'), at: at(2) }],
    }),
  }),
  card('feat/a-rather-long-name-of-a-branch-that-does-not-fit', {
    updatedAt: at(5),
    ci: [run({ state: 'running', queuedAt: at(2), startedAt: at(1) })],
    work: [work({ by: person('Bo'), at: at(5) })],
  }),
  card('main', {
    updatedAt: at(60),
    ci: [run({ state: 'passed', queuedAt: at(70), startedAt: at(69), endedAt: at(60) })],
  }),
  card('docs', { updatedAt: at(600), ci: [] }),
];

export const commands = [
  ...deeds,
  { name: 'help', summary: 'What the bot can do', effect: 'read' as const, arguments: [] },
];

export const sources = [
  engine(),
  engine({ id: 'slow', name: 'Slow CI', state: 'late', asOf: at(20) }),
  engine({ id: 'gone', name: 'Old CI', state: 'failing', why: 'Its certificate has expired: renew it on the server.' }),
];

const diff = '--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -7,3 +7,3 @@\n-  return sum;\n+  return round(sum);\n';

/** Everything that a message can be made of. */
const rich: Message = {
  text: 'checks #41 failed',
  blocks: [
    {
      type: 'paragraph',
      children: [
        { ...text('checks #41'), style: 'strong' },
        text(' failed at '),
        { type: 'code', text: 'test/login.test.ts:42' },
        text(', see '),
        { type: 'link', text: 'the run', href: 'https://ci.example.com/41' },
        text(' or ask '),
        { type: 'mention', text: '@Ana', person: person('Ana').id },
        text('. In '),
        { ...text('src/login/passkey.ts:118:7'), style: 'emphasis' },
        text(' too.'),
      ],
    },
    { type: 'quote', children: [text('Works on my machine')] },
    { type: 'list', ordered: true, items: [[text('Look')], [text('Mend')]] },
    {
      type: 'table',
      header: ['Job', 'Took', 'Failed'],
      rows: [
        [[text('unit')], [text('2 min 5 s')], [text('12')]],
        [[text('lint')], [text('48 s')], [text('0')]],
        [[{ type: 'code', text: 'test/e2e.ts:3' }], [text('1 h 3 min')], [text('2')]],
      ],
    },
    { type: 'code', text: diff, language: 'diff' },
    { type: 'code', text: 'npm test -- cart\n  at sum (src/cart.ts:7:9)', language: 'sh' },
    {
      type: 'code',
      text: 'export function sum(lines: Line[]) {\n  return lines.reduce(add, 0);\n}',
      language: 'typescript',
      excerpt: {
        repository: key().repository,
        branch: key('feat/cart').branch,
        commit: sha('b'),
        path: 'src/cart.ts',
        line: 12,
        endLine: 14,
        before: [],
        after: [],
      },
    },
  ],
  buttons: [
    {
      type: 'run',
      key: 'rerun/memory:41/1',
      label: 'Rerun Failed',
      line: 'ci rerun memory:41 --failed',
      style: 'primary',
      confirm: {
        title: 'Run what failed again?',
        text: 'Two jobs of checks #41 on feat/login start anew.',
        ok: 'Rerun',
      },
    },
    {
      type: 'run',
      key: 'cancel/memory:41/1',
      label: 'Cancel',
      line: 'ci cancel memory:41',
      style: 'danger',
      confirm: { title: 'Cancel checks #41?', text: 'What has run so far is lost.', ok: 'Cancel Run' },
    },
    { type: 'open', label: 'Open Run', url: 'https://ci.example.com/41' },
  ],
};

const ana = { type: 'person', person: person('Ana') } as const;

/** One entry of every kind. */
export const entries: Entry[] = [
  said(1, { at: at(60 * 26), about: key('main'), message: plain('Green since yesterday.') }),
  said(2, { at: at(50), about: key(), origin: { platform: 'slack', channel: 'C1', message: '1' } }),
  said(3, { at: at(49), about: key(), origin: { platform: 'slack', channel: 'C1', message: '2' } }),
  said(4, { at: at(40), by: ana, message: plain('I look at test/login.test.ts:42 now.'), edited: at(39) }),
  said(5, { at: at(38), by: ana, removed: true, message: { text: '', blocks: [] } }),
  said(6, { at: at(30), by: { type: 'bot', name: 'deploy' }, message: plain('Deployed abc1234 to staging.') }),
  said(7, { at: at(29), to: person('Ana').id, by: { type: 'bot', name: 'Shiproom' }, message: plain('Your link: …') }),
  {
    type: 'turned',
    offset: 8,
    at: at(20),
    turn: 'red',
    about: key(),
    run: RunId.parse('memory:41'),
    message: plain('2 tests fail.'),
  },
  { type: 'turned', offset: 9, at: at(19), turn: 'fixed', about: key('main'), message: plain('All pass again.') },
  { type: 'answered', offset: 10, at: at(10), by: person('Bo'), line: 'ci status', about: key(), message: rich },
  { type: 'amended', offset: 11, at: at(9), of: 2, message: plain('It fails on my machine too') },
  said(12, {
    at: at(2),
    message: {
      text: '@Ana?',
      blocks: [
        {
          type: 'paragraph',
          children: [{ type: 'mention', text: '@Ana', person: person('Ana').id }, text(' can you look?')],
        },
      ],
    },
  }),
];
