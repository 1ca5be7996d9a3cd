import { describe, expect, it, vi } from 'vitest';
import { spanWords } from '../../extension/views/words.ts';
import type { CiRun, Job } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import { capable, forge, person, run } from '../support/samples.ts';
import { drawn, flat, rowsOf, source } from './drawn-rows.ts';
import type { card } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const job = (part: Partial<Job>): Job => ({
  id: '7',
  name: 'build',
  attempt: 1,
  revision: 0,
  state: 'passed',
  steps: [],
  ...part,
});

const red: Partial<Omit<CiRun, 'run'>> = {
  state: 'failed',
  number: 42,
  attempt: 2,
  startedAt: 1_000,
  endedAt: 201_000,
  counts: { passed: 3, failed: 2, skipped: 0 },
};

describe('CI in the view Now', () => {
  it('shows a run with its jobs, the tests that failed in each with what history says of them, and the steps', () => {
    const jobs = [
      job({ id: '1', name: 'build', startedAt: 1_000, endedAt: 4_000 }),
      job({
        id: '2',
        name: 'test',
        attempt: 2,
        state: 'failed',
        startedAt: 1_000,
        endedAt: 64_000,
        steps: [
          { number: 1, name: 'Set up', state: 'passed', startedAt: 1_000, endedAt: 2_000 },
          { number: 2, name: 'npm test', state: 'failed', startedAt: 2_000, endedAt: 64_000 },
          { number: 3, name: 'Upload', state: 'skipped' },
        ],
      }),
      job({ id: '3', name: 'lint', state: 'failed', mayFail: true, startedAt: 1_000 }),
    ];
    const failures = [
      { name: 'logs in', file: 'a.ts', line: 3, job: 'test', triage: 'new' },
      { name: 'logs out', job: 'test', triage: 'flaky', flaky: { failed: 3, of: 10 } },
      { name: 'pays', job: 'test', triage: 'on-base' },
      { name: 'elsewhere', triage: 'known' },
    ] as const;
    expect(drawn('run run-1', { ci: [run({ ...red, jobs, failures: [...failures] })], forge: forge() })).toEqual([
      'error tests #42 | failed: 2 failed, 3 passed · attempt 2 · aaaaaaa · t201000 · 3 min 20 s',
      '  error elsewhere | failed here before',
      '  pass build | passed · attempt 1 · 3 s',
      '  error test | failed · 1 min 3 s',
      '    error logs in | a.ts:3 · new',
      '    warning logs out | flaky: 3 of 10',
      '    warning pays | also red on main',
      '    pass Set up | passed · 1 s',
      '    error npm test | failed · 1 min 2 s',
      '    debug-step-over Upload | skipped',
      '  warning lint | failed, which is allowed · attempt 1',
    ]);
  });

  it('opens the failing job at first, and no job that may fail', () => {
    const jobs = [
      job({ id: '1', state: 'failed' }),
      job({ id: '2', name: 'b', state: 'failed', mayFail: true }),
      job({ id: '3', name: 'c' }),
    ];
    const rows = flat(rowsOf({ ci: [run({ ...red, jobs })] })).filter(({ id }) => id.startsWith('run run-1 job'));
    expect(rows.map(({ label, open }) => [label, open])).toEqual([
      ['build', true],
      ['b', false],
      ['c', false],
    ]);
  });

  it('shows the newest run of each workflow, and the earlier ones apart', () => {
    const ci = [
      run({ run: 'a2', workflow: 'a', state: 'running', startedAt: 5 }),
      run({ run: 'b1', workflow: 'b', state: 'passed' }),
      run({ run: 'a1', workflow: 'a', state: 'failed' }),
    ];
    expect(drawn('ci', { ci })).toEqual([
      'rocket CI | running',
      '  sync~spin a | running · aaaaaaa · since t5',
      '  pass b | passed · aaaaaaa · t1000',
      '  history Earlier | 1 run',
      '    error a | failed · aaaaaaa · t1000',
    ]);
  });

  it('shows what waits for whom, what was said to it, and whom the engine itself is to blame for', () => {
    const ci = [
      run({
        state: 'waiting',
        gates: [
          { environment: 'staging', approvers: ['ana', 'ops'] },
          { environment: 'prod', approvers: [], until: 9 },
        ],
        decisions: [{ environment: 'test', verdict: 'approved', by: 'ben', comment: 'go' }],
      }),
    ];
    expect(drawn('run run-1', { ci }).slice(1)).toEqual([
      '  shield staging | waits for approval by @ana and @ops',
      '  watch prod | goes on by itself at t9',
      '  pass test | approved by @ben: go',
    ]);
    const gates = flat(rowsOf({ ci })).filter(({ id }) => id.includes(' gate '));
    expect(gates.map(({ context, environment, run: of }) => [context, environment, of])).toEqual([
      ['gate decide', 'staging', 'run-1'],
      ['gate', 'prod', 'run-1'],
    ]);
    const lost = { ci: [run({ state: 'failed', infrastructure: 'The runner was lost.' })] };
    expect(drawn('run run-1', lost)[1]).toBe('  server-environment Not the tests’ fault | The runner was lost.');
  });

  it('offers only what the provider can do', () => {
    const contexts = (can: CiCan, state: CiRun['state']) =>
      flat(
        rowsOf({ ci: [run({ state, jobs: [job({})], gates: [{ environment: 'x', approvers: [] }] })] }, [
          source({ can }),
        ]),
      )
        .filter(({ id }) => id.startsWith('run '))
        .map(({ context }) => context);
    const none = {
      ...capable,
      rerun: false,
      rerunFailed: false,
      rerunJob: false,
      debug: false,
      decide: false,
      cancel: false,
    };
    expect(contexts(capable, 'failed')).toEqual(['run ended rerun rerunFailed debug', 'job rerunJob']);
    expect(contexts(none, 'failed')).toEqual(['run ended', 'job']);
    expect(contexts(capable, 'waiting')).toEqual(['run active cancel', 'gate decide', 'job']);
    expect(contexts(none, 'waiting')).toEqual(['run active', 'gate', 'job']);
  });

  it('says who is on a red build, and lets it be claimed only where nobody is', () => {
    const ci = [run({ state: 'failed' })];
    const context = (id: string, part: Parameters<typeof card>[0]) =>
      flat(rowsOf(part)).find((row) => row.id === id)?.context;
    expect(context('ci', { ci })).toBe('ci claimable');
    expect(context('ci', { ci: [run({ state: 'passed' })] })).toBe('ci');
    const claim = { by: person('Ben'), at: 5 };
    expect(context('ci', { ci, claim })).toBe('ci');
    expect(drawn('claim', { ci, claim })).toEqual(['person Ben is on it | since t5']);
    expect(context('claim', { ci, claim })).toBe('claim red');
    expect(drawn('claim', { ci, claim: { ...claim, by: person('Ana') } })).toEqual(['person You are on it | since t5']);
    expect(context('claim', { ci, claim: { ...claim, by: person('Ana') } })).toBe('claim mine red');
    // What is not red any more is not handed over.
    expect(context('claim', { ci: [run({ state: 'running' })], claim })).toBe('claim');
  });

  it('says which source may be old or cannot be read, since when, and why', () => {
    const sources = [
      source(),
      source({ id: 'late', name: 'Slow', state: 'late', asOf: 7 }),
      source({ id: 'bad', name: 'Bad', state: 'failing', why: 'The token was revoked.' }),
    ];
    const drawnRows = rowsOf({}, sources).filter(({ id }) => id.startsWith('source'));
    expect(drawnRows.map(({ label, description }) => [label, description])).toEqual([
      ['Slow is read now and then', 'as of t7'],
      ['Bad cannot be read', 'never read · The token was revoked.'],
    ]);
  });
});

describe('how long something took', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [59_400, '59 s'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h 0 min'],
    [90_000_000, '25 h 0 min'],
  ])('is said in its two largest units: %d', (ms, words) => {
    expect(spanWords(ms)).toBe(words);
  });
});
