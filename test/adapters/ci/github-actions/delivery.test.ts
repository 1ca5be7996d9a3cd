import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRunDelivery } from '../../../../bridge/adapters/ci/github-actions/delivery.ts';
import { mergeRun, newRun } from '../../../../bridge/domain/run.ts';
import type { CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { CiRun } from '../../../../protocol/model/run.ts';
import { examples, ofJob, ofRun } from './deliveries.ts';

type Delivery = ReturnType<typeof examples>[number];

function reportOf({ event, payload }: Delivery): CiReport {
  const read = readRunDelivery(event, payload);
  if (!read || !('report' in read)) throw new Error(`no report: ${JSON.stringify(read)}`);
  return read.report;
}

/** What reports, in this order, make of a run that nobody knew. */
function told(reports: readonly CiReport[]): CiRun | undefined {
  return reports.reduce<CiRun | undefined>((known, { of, ...report }) => {
    if (!known && !of) return undefined;
    const run = known ?? (of && newRun({ ...of, run: report.run, provider: 'github-actions' }));
    return run && mergeRun(run, { ...report, ...(of && { queuedAt: of.queuedAt }) });
  }, undefined);
}

/** All orders of these, with repeats. */
const ordersOf = <T>(all: readonly T[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
      fc.array(fc.tuple(fc.nat(all.length), fc.constantFrom(...all)), { maxLength: 8 }),
    )
    .map(([order, repeats]) => repeats.reduce((list, [at, each]) => list.toSpliced(at, 0, each), order));

/** A run of three jobs of which one fails and is run again. */
const story = [
  ofRun({ status: 'queued', at: 0 }),
  ...[1, 2, 3].map((id) => ofJob(id, `job ${id}`, { status: 'queued', at: 1 })),
  ofRun({ status: 'in_progress', at: 3 }),
  ...[1, 2, 3].map((id) => ofJob(id, `job ${id}`, { status: 'in_progress', at: 6 })),
  ofJob(1, 'job 1', { status: 'completed', conclusion: 'success', at: 10 }),
  ofJob(2, 'job 2', { status: 'completed', conclusion: 'failure', at: 11 }),
  ofJob(3, 'job 3', { status: 'completed', conclusion: 'skipped', at: 12 }),
  ofRun({ status: 'completed', conclusion: 'failure', at: 13 }),
  ofRun({ attempt: 2, status: 'queued', at: 100 }),
  ofJob(5, 'job 2', { attempt: 2, status: 'queued', at: 101 }),
  ofJob(5, 'job 2', { attempt: 2, status: 'in_progress', at: 105 }),
  ofRun({ attempt: 2, status: 'in_progress', at: 104 }),
  ofJob(5, 'job 2', { attempt: 2, status: 'completed', conclusion: 'success', at: 110 }),
  ofRun({ attempt: 2, status: 'completed', conclusion: 'success', at: 112 }),
];

describe('a delivery about a run', () => {
  it('tells of a run what a card needs', () => {
    const done = reportOf(ofRun({ attempt: 2, status: 'completed', conclusion: 'timed_out', at: 130 }));
    expect(done).toMatchObject({ run: 'github/acme/web/42', attempt: 2, state: 'timed-out', number: 7, event: 'push' });
    expect(done).toMatchObject({ actor: 'mona', url: 'https://github.com/Acme/Web/actions/runs/42' });
    expect(done.of).toMatchObject({ repository: 'github.com/acme/web', branch: 'feat/login', workflow: 'CI' });
    expect(done.revision - (done.endedAt ?? 0)).toBe(1);
    expect((done.endedAt ?? 0) - (done.startedAt ?? 0)).toBe(30_000);
  });

  it('[W4] makes one run of its news, in whatever order they come, and however often', () => {
    const reports = story.map(reportOf);
    const expected = told(reports);
    expect(expected).toMatchObject({ attempt: 2, state: 'passed', workflow: 'CI' });
    expect(expected?.jobs?.map(({ id, state }) => [id, state])).toEqual([
      ['1', 'passed'],
      ['5', 'passed'],
      ['3', 'skipped'],
    ]);
    fc.assert(
      fc.property(ordersOf(reports), (order) => {
        expect(told(order)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('[W4] makes one run of each of GitHub’s own examples, in any order', () => {
    const reports = examples().flatMap(({ event, payload }) => {
      const read = readRunDelivery(event, payload);
      return read && 'report' in read ? [read.report] : [];
    });
    const byRun = Map.groupBy(reports, ({ run }) => run);
    expect(byRun.size).toBeGreaterThan(4);
    for (const all of byRun.values()) {
      const expected = told(all);
      if (!expected) continue;
      expect(CiRun.parse(expected)).toEqual(expected);
      // The examples are made up of several runs, of which some have other names for one thing: those are as they come first.
      const facts = ({ attempt, state, jobs, queuedAt }: CiRun) => ({ attempt, state, jobs, queuedAt });
      const same = (order: readonly CiReport[]) => {
        const run = told(order);
        expect(run && facts(run)).toEqual(facts(expected));
      };
      const whole = all.filter(({ of }) => of);
      if (whole.length === all.length) fc.assert(fc.property(ordersOf(all), same), { numRuns: 50 });
    }
  });

  it('reads each of GitHub’s own examples, or ignores it by name', () => {
    const read = examples().map(({ event, payload }) => ({ event, read: readRunDelivery(event, payload) }));
    expect(read.filter(({ read: found }) => found && 'malformed' in found)).toEqual([]);
    const known = new Set(read.filter(({ read: found }) => found).map(({ event }) => event));
    expect([...known].toSorted()).toEqual([
      'deployment_review',
      'repository_dispatch',
      'workflow_dispatch',
      'workflow_job',
      'workflow_run',
    ]);
    expect(readRunDelivery('workflow_dispatch', {})).toEqual({ ignored: 'the run that it starts is told by itself' });
    expect(readRunDelivery('push', {})).toBeUndefined();
  });

  it('ignores the run of a fork, whatever its branch is called', () => {
    const queued = { status: 'queued', at: 0 };
    const fork = { full_name: 'mallory/web' };
    const ignored = { ignored: 'the run is for a branch of a fork' };
    for (const head_repository of [fork, null]) {
      const { event, payload } = ofRun(queued, { head_branch: 'main', head_repository });
      expect(readRunDelivery(event, payload)).toEqual(ignored);
    }
    const renamed = ofRun(queued, { head_repository: { full_name: 'acme/WEB' } });
    expect(reportOf(renamed).of?.branch).toBe('feat/login');
  });

  it('tells who may answer a gate, and what was said to it', () => {
    const { payload } = ofRun({ status: 'waiting', at: 5 });
    const reviewers = [
      { type: 'User', reviewer: { login: 'ada' } },
      { type: 'Team', reviewer: { slug: 'admins' } },
    ];
    const asked = { ...payload, action: 'requested', environment: 'production', reviewers };
    expect(reportOf({ event: 'deployment_review', payload: asked })).toMatchObject({
      state: 'waiting',
      gates: [{ environment: 'production', approvers: ['ada', 'acme/admins'] }],
    });
    const jobs = [{ environment: 'production' }, { environment: 'staging' }];
    const said = {
      ...payload,
      action: 'rejected',
      workflow_job_runs: jobs,
      approver: { login: 'ada' },
      comment: 'No.',
    };
    expect(reportOf({ event: 'deployment_review', payload: said })).toMatchObject({
      gates: [],
      decisions: jobs.map((job) => ({ ...job, verdict: 'rejected', by: 'ada', comment: 'No.' })),
    });
  });

  it('says what is no delivery', () => {
    for (const event of ['workflow_run', 'workflow_job', 'deployment_review']) {
      for (const payload of [
        null,
        7,
        [],
        {},
        { [event]: 1 },
        { workflow_run: { id: -1 }, workflow_job: {}, repository: {} },
      ])
        expect(readRunDelivery(event, payload)).toHaveProperty('malformed');
    }
  });

  it('[T14] takes no more of a hostile delivery than the wire does', () => {
    const long = 'x'.repeat(4096);
    const nasty = `\u001b[31m${long}\u202e\u0000\n`;
    const steps = Array.from({ length: 100 }, (_, at) => ({
      name: nasty,
      number: at + 1,
      status: 'completed',
      conclusion: at === 90 ? 'failure' : 'success',
      started_at: 'yesterday',
      completed_at: 7,
    }));
    const job = ofJob(
      1,
      nasty,
      { status: 'completed', conclusion: 'failure', at: 9 },
      { steps, html_url: 'javascript:alert(1)' },
    );
    const run = ofRun(
      { status: 'brand-new', at: 1 },
      { name: nasty, event: nasty, actor: { login: nasty }, html_url: long },
    );
    const made = told([reportOf(run), reportOf(job)]);
    expect(CiRun.parse(made)).toEqual(made);
    expect(JSON.stringify(made)).not.toMatch(/\\u001b|\u202e|\\u0000|javascript/);
    expect(made?.state).toBe('queued');
    expect(made?.jobs?.[0]?.steps).toHaveLength(40);
    expect(made?.jobs?.[0]?.steps.at(-1)).toMatchObject({ number: 91, state: 'failed' });
  });

  it.each([
    [{ head_branch: null }, 'the run is for no branch'],
    [{ head_branch: 'a\nb' }, 'the run is for no branch'],
    [{ head_sha: 'HEAD' }, 'the run is for no branch'],
  ])('ignores a run for %j', (more, ignored) => {
    const { event, payload } = ofRun({ status: 'queued', at: 0 }, more);
    expect(readRunDelivery(event, payload)).toEqual({ ignored });
  });
});
