import fc from 'fast-check';
import { Button } from '../../../protocol/model/button.ts';
import { Card } from '../../../protocol/model/card.ts';
import { Message } from '../../../protocol/model/message.ts';

const hostile = [
  '<!channel>',
  '<!here|x>',
  '<@U0123456>',
  '<#C0123456|x>',
  '<https://evil.example|click>',
  '><http://evil|x',
  '&lt;!channel&gt;',
  '@everyone',
  '*bold* _it_ ~s~ `code`',
  ':rocket:',
  '\u202egnp.exe',
  '\ud800',
  'https://evil.example/x',
  '```',
  '\u0000\u001b[31m',
];
/** Text of at most `max` units, made of what has broken chats before. */
export const nasty = (max: number) =>
  fc
    .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 12 })
    .map((parts) => parts.join('').slice(0, max));
/** The same without control characters and halves of pairs, and never empty: what ids and names may hold. */
export const line = (max: number) => nasty(max).map((text) => text.toWellFormed().replaceAll(/\p{Cc}/gu, ' ') || 'x');

const sha = fc.constantFrom('a', 'b').map((digit) => digit.repeat(40));
const count = fc.nat(100_000);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const person = fc.record({ id: line(120), name: line(80) });
const at = fc.nat(4_000_000_000_000);
const counts = fc.record({ passed: count, failed: count, skipped: count });
const tests = fc.record({
  task: line(200),
  outcome: fc.constantFrom('passed', 'failed'),
  commit: sha,
  dirty: fc.boolean(),
  endedAt: at,
  counts: optional(counts),
});
const work = fc.record({
  device: fc.constant('device-01'),
  by: person,
  counter: count,
  head: sha,
  ahead: optional(count),
  behind: optional(count),
  changes: fc.record({ staged: count, unstaged: count, untracked: count, conflicted: count }),
  tests: optional(tests),
  at,
});
const states = fc.constantFrom(
  'queued',
  'waiting',
  'setting-up',
  'running',
  'passed',
  'failed',
  'setup-failed',
  'cancelled',
  'timed-out',
  'interrupted',
  'skipped',
);
const step = fc.record({ number: fc.integer({ min: 1, max: 40 }), name: nasty(200), state: states });
const job = fc.record({
  id: fc.constant('j1'),
  name: nasty(200),
  attempt: fc.integer({ min: 1, max: 9 }),
  revision: count,
  state: states,
  mayFail: optional(fc.boolean()),
  steps: fc.array(step, { maxLength: 4 }),
});
const decision = fc.record({
  environment: nasty(200),
  verdict: fc.constantFrom('approved', 'rejected'),
  by: nasty(100),
  comment: optional(nasty(500)),
});
const gate = fc.record({
  environment: nasty(200),
  approvers: fc.array(nasty(100), { maxLength: 20 }),
  until: optional(at),
});
const run = fc.record({
  run: fc.constant('r1'),
  number: optional(count),
  jobs: optional(fc.array(job, { maxLength: 60, size: 'max' })),
  gates: optional(fc.array(gate, { maxLength: 10 })),
  decisions: optional(fc.array(decision, { maxLength: 10 })),
  infrastructure: optional(nasty(300)),
  provider: line(40),
  workflow: line(200),
  commit: sha,
  attempt: fc.integer({ min: 1, max: 9 }),
  revision: count,
  state: states,
  requestedBy: optional(person),
  queuedAt: at,
  startedAt: optional(at),
  endedAt: optional(at),
  counts: optional(counts),
  failures: fc.array(
    fc.record({
      name: nasty(500),
      file: optional(nasty(500)),
      line: optional(fc.integer({ min: 1, max: 9999 })),
      message: optional(nasty(2000)),
      job: optional(nasty(200)),
      triage: optional(fc.constantFrom('new', 'known', 'on-base', 'flaky')),
      flaky: optional(fc.record({ failed: count, of: count })),
    }),
    { maxLength: 50 },
  ),
  lines: fc.array(nasty(500), { maxLength: 20 }),
});
const review = fc.record({
  by: nasty(100),
  state: fc.constantFrom('approved', 'changes-requested', 'commented', 'dismissed'),
});
export const pullUrl = 'https://forge.example/pull/7';
const forge = fc.record({
  forge: line(40),
  revision: count,
  base: line(255),
  ahead: count,
  behind: count,
  conflicts: fc.constantFrom('none', 'some', 'unknown'),
  merged: fc.boolean(),
  deployments: optional(
    fc.array(
      fc.record({
        environment: nasty(200),
        state: fc.constantFrom('waiting', 'queued', 'running', 'succeeded', 'failed', 'inactive'),
        commit: sha,
        at,
      }),
      { maxLength: 10 },
    ),
  ),
  pullRequest: fc.constantFrom(undefined, null, 'one' as const).chain((kind) =>
    kind === 'one'
      ? fc.record({
          number: fc.integer({ min: 1, max: 99_999 }),
          title: nasty(500),
          url: fc.constantFrom(pullUrl, 'http://evil.example', 'https://><x', 'https://[evil'),
          state: fc.constantFrom('draft', 'open', 'merged', 'closed'),
          author: optional(nasty(100)),
          reviews: optional(fc.array(review, { maxLength: 30, size: 'max' })),
          requested: optional(fc.array(nasty(100), { maxLength: 30, size: 'max' })),
          decision: optional(fc.constantFrom('approved', 'changes-requested', 'review-required', 'none')),
          unresolvedThreads: optional(count),
          requiredChecks: optional(fc.array(nasty(200), { maxLength: 60, size: 'max' })),
        })
      : fc.constant(kind),
  ),
});
const key = line(300);
const deed = fc.record({ key, by: person, did: nasty(300).map((text) => text || 'x'), at, ok: fc.boolean() });

export const cards = fc
  .record({
    key: fc.record({ repository: line(300), branch: line(255) }),
    version: fc.integer({ min: 1, max: 9 }),
    updatedAt: at,
    work: fc.array(work, { maxLength: 5 }),
    forge: optional(forge),
    ci: fc.array(run, { maxLength: 7 }),
    claim: optional(fc.record({ by: person, at })),
    deeds: optional(fc.array(deed, { maxLength: 5 })),
  })
  .map((value) => Card.parse(JSON.parse(JSON.stringify(value))));

/** Where the pages are that buttons and messages may lead to; and what only looks like one. */
export const pages = ['https://ci.example/run/1', 'http://jenkins.internal:8080/job/a%20b/1/'] as const;
const notPages = ['https://><http://evil|x', 'https://[evil', 'https://github.com@evil.example/', 'http://'];
const href = fc.constantFrom(...pages, ...notPages.slice(0, 3));

const confirm = fc.record({ title: line(100), text: line(300), ok: line(30) });
const button = fc.oneof(
  fc.record({
    type: fc.constant('run'),
    key,
    label: line(75),
    line: fc.oneof(line(1000), fc.constant('"'.repeat(1000)), fc.constant('x'.repeat(1000))),
    style: optional(fc.constantFrom('primary', 'danger')),
    confirm: optional(confirm),
  }),
  fc.record({ type: fc.constant('open'), label: line(75), url: href }),
);
export const buttonLists = fc
  .array(button, { maxLength: 12 })
  .map((all) => all.map((each) => Button.parse(JSON.parse(JSON.stringify(each)))));

const inline = fc.oneof(
  fc.record({ type: fc.constant('link'), text: nasty(100), href }),
  fc.record({ type: fc.constant('text'), text: nasty(300), style: optional(fc.constantFrom('strong', 'emphasis')) }),
  fc.record({ type: fc.constant('code'), text: nasty(300) }),
  fc.record({ type: fc.constant('mention'), text: nasty(100), person: line(120) }),
);
const children = fc.array(inline, { maxLength: 6 });
const excerpt = fc.record({
  repository: fc.constant('example.com/web'),
  branch: optional(line(200)),
  commit: fc.constant('a'.repeat(40)),
  path: nasty(400).map((path) => path || 'a'),
  line: fc.constant(12),
  endLine: fc.constantFrom(12, 18),
  before: fc.constant([]),
  after: fc.constant([]),
});
const block = fc.oneof(
  fc.record({ type: fc.constantFrom('paragraph', 'quote'), children }),
  fc.record({ type: fc.constant('code'), text: nasty(4000) }),
  fc.record({ type: fc.constant('code'), text: nasty(400), excerpt }),
  fc.record({ type: fc.constant('list'), ordered: fc.boolean(), items: fc.array(children, { maxLength: 5 }) }),
  fc.record({
    type: fc.constant('table'),
    header: fc.array(nasty(30), { maxLength: 4 }),
    rows: fc.array(fc.array(children, { maxLength: 4 }), { maxLength: 60 }),
  }),
);
export const homes = fc.record({
  sections: fc.array(
    fc.record({
      title: nasty(200),
      message: fc
        .record({ text: nasty(500), blocks: fc.array(block, { maxLength: 8 }) })
        .map((value) => Message.parse(JSON.parse(JSON.stringify(value)))),
      buttons: buttonLists,
    }),
    { maxLength: 30, size: 'max' },
  ),
});
export const messages = fc
  .record({ text: nasty(8000), blocks: fc.array(block, { maxLength: 30 }) })
  .map((value) => Message.parse(JSON.parse(JSON.stringify(value))));
