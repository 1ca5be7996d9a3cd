import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGitLabCi } from '../../../../bridge/adapters/ci/gitlab/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import { createGitLabClient } from '../../../../bridge/adapters/gitlab/client.ts';
import { newRun } from '../../../../bridge/domain/run.ts';
import { CiRun } from '../../../../protocol/model/run.ts';
import type { PipelineRecord } from '../../../support/gitlab/records.ts';
import { byHand, type ByHand, jobIn, plan, runOf } from './by-hand.ts';
import { projects, repository } from './scene.ts';

describe('pipelines of GitLab', () => {
  let scene: ByHand;
  beforeEach(async () => {
    scene = await byHand();
  });
  afterEach(async () => scene.close());
  const made: ByHand['made'] = (jobs, more) => scene.made(jobs, more);
  const set: ByHand['set'] = (pipeline, name, status, reason) => scene.set(pipeline, name, status, reason);
  const read: ByHand['read'] = async (pipeline) => scene.read(pipeline);
  const standing = async (pipeline: PipelineRecord): Promise<CiRun> => {
    const { of: _of, ...told } = await read(pipeline);
    const run = newRun({ run: told.run, provider: 'gitlab-ci', workflow: 'pipeline', commit: scene.sha, queuedAt: 1 });
    return CiRun.parse({ ...run, ...told });
  };

  it.each([
    ['created', 'queued'],
    ['waiting_for_resource', 'queued'],
    ['preparing', 'setting-up'],
    ['pending', 'queued'],
    ['running', 'running'],
    ['canceling', 'running'],
    ['success', 'passed'],
    ['failed', 'failed'],
    ['canceled', 'cancelled'],
    ['skipped', 'skipped'],
    ['manual', 'waiting'],
    ['scheduled', 'waiting'],
    ['a_word_of_next_year', 'queued'],
  ])('calls a job that is %s %s', async (status, state) => {
    const pipeline = made([plan('unit')]);
    set(pipeline, 'unit', status);
    expect((await read(pipeline)).jobs).toMatchObject([{ name: 'unit', state, attempt: 1 }]);
  });

  it.each([
    ['runner_system_failure', 'failed', 'unit: the runner failed'],
    ['stuck_or_timeout_failure', 'failed', 'unit: no runner took the job, or the one that did was lost'],
    ['job_execution_timeout', 'timed-out', undefined],
    ['script_failure', 'failed', undefined],
  ])('says what failed where a job failed for %s', async (reason, state, infrastructure) => {
    const pipeline = made([plan('unit'), plan('lint', 'test', { allowFailure: true })]);
    set(pipeline, 'unit', 'running');
    set(pipeline, 'lint', 'failed');
    set(pipeline, 'unit', 'failed', reason);
    const run = await standing(pipeline);
    expect([run.state, run.infrastructure]).toEqual([state, infrastructure]);
  });

  it('was never set up where no runner took its only job, or its configuration is wrong', async () => {
    const stuck = made([plan('unit')]);
    set(stuck, 'unit', 'failed', 'stuck_pending_no_matching_runners');
    expect(await standing(stuck)).toMatchObject({
      state: 'setup-failed',
      infrastructure: expect.stringContaining('tags'),
    });
    expect((await standing(made([], { yamlErrors: 'jobs config is empty' }))).state).toBe('setup-failed');
  });

  it('passes with a job that may fail, and says so', async () => {
    const pipeline = made([plan('unit'), plan('lint', 'test', { allowFailure: true })]);
    set(pipeline, 'lint', 'failed');
    set(pipeline, 'unit', 'success');
    const run = await standing(pipeline);
    expect(run.state).toBe('passed');
    expect(run.jobs?.find(({ name }) => name === 'lint')).toMatchObject({ state: 'failed', mayFail: true });
  });

  it('names the tests that failed, by the report that GitLab has read', async () => {
    const pipeline = made([plan('unit')]);
    const job = jobIn(pipeline, 'unit');
    job.tests = [
      { status: 'success', name: 'adds', classname: 'sum' },
      {
        status: 'failed',
        name: 'subtracts',
        classname: 'sum',
        file: 'test/sum.test.ts',
        system_output: 'at test/sum.test.ts:7\n2 is 3',
      },
      { status: 'error', name: '\u001b[31mdivides', classname: 'sum', system_output: 'x'.repeat(5000) },
      { status: 'skipped', name: 'roots', classname: 'sum' },
    ];
    set(pipeline, 'unit', 'running');
    set(pipeline, 'unit', 'failed');
    const run = await standing(pipeline);
    expect(run.counts).toEqual({ passed: 1, failed: 2, skipped: 1 });
    expect(run.failures).toMatchObject([
      { name: 'sum › subtracts', file: 'test/sum.test.ts', job: 'unit', message: expect.stringContaining('2 is 3') },
      { name: 'sum › divides', job: 'unit' },
    ]);
    expect(run.lines).toEqual([]);
  });

  it('tells how many tests passed, too', async () => {
    const pipeline = made([plan('unit')]);
    jobIn(pipeline, 'unit').tests = [{ status: 'success', name: 'adds', classname: 'sum' }];
    set(pipeline, 'unit', 'success');
    expect(await read(pipeline)).toMatchObject({
      counts: { passed: 1, failed: 0, skipped: 0 },
      failures: [],
      lines: [],
    });
  });

  it('is told of all the same where its report cannot be read', async () => {
    const pipeline = made([plan('unit')]);
    set(pipeline, 'unit', 'running');
    jobIn(pipeline, 'unit').trace = 'Error: it does not add up\n';
    set(pipeline, 'unit', 'failed');
    scene.server.faults.plan(/test_report/, { type: 'strange', status: 200, body: '<html>' });
    expect(await read(pipeline)).toMatchObject({ state: 'failed', lines: ['Error: it does not add up'] });
    scene.server.faults.plan(/test_report/, { type: 'limited', retryAfter: 5 });
    await expect(read(pipeline)).rejects.toMatchObject({ fault: 'limited', retryAfterMs: 5000 });
  });

  it('counts its attempts by its retries, of one job or of several at once', async () => {
    const { pipelines } = scene.server.site;
    const pipeline = made([plan('compile', 'build'), plan('unit'), plan('lint')]);
    set(pipeline, 'compile', 'success');
    for (const name of ['unit', 'lint']) set(pipeline, name, 'failed');
    pipelines.retry(pipeline, [jobIn(pipeline, 'unit'), jobIn(pipeline, 'lint')]);
    expect(await read(pipeline)).toMatchObject({ attempt: 2, state: 'running' });
    for (const name of ['unit', 'lint']) set(pipeline, name, 'failed');
    pipelines.retry(pipeline, [jobIn(pipeline, 'lint')]);
    const report = await read(pipeline);
    expect(report).toMatchObject({ attempt: 3, state: 'running' });
    expect(report.jobs?.map(({ name, attempt }) => [name, attempt])).toEqual([
      ['compile', 1],
      ['unit', 2],
      ['lint', 3],
    ]);
  });

  it('has the jobs of the pipelines that it has started, in the same project', async () => {
    const pipeline = made([plan('unit')]);
    const child = made([plan('unit'), plan('docs')], { source: 'parent_pipeline' });
    pipeline.children.push({ name: 'more', id: child.id, project: 42 }, { name: 'foreign', id: child.id, project: 7 });
    const report = await read(pipeline);
    expect(report.jobs?.map(({ name }) => name)).toEqual(['unit', 'more: unit', 'more: docs']);
    expect((await scene.provider.read({ repository })).map(({ run }) => run)).toEqual([runOf(pipeline)]);
  });

  it('is of the branch that is to be merged, where it checks a merge request', async () => {
    const { sha } = scene;
    const { mergeRequests } = scene.server.site;
    const pull = {
      target: 'main',
      title: '',
      draft: false,
      sha,
      labels: [],
      reviewers: [],
      approvedBy: [],
      updatedAt: 1,
    };
    const rest = { ...pull, state: 'opened' as const, approvalsRequired: 0, threads: [] };
    mergeRequests.push({ ...rest, iid: 1, source: 'feature', sourceProject: 42 });
    mergeRequests.push({ ...rest, iid: 2, source: 'feature', sourceProject: 7 });
    const source = 'merge_request_event';
    const own = made([plan('unit')], { ref: 'refs/merge-requests/1/head', source });
    expect((await read(own)).of).toMatchObject({ branch: 'feature', commit: sha, workflow: 'merge request pipeline' });
    const fork = made([plan('unit')], { ref: 'refs/merge-requests/2/head', source });
    expect((await read(fork)).of).toBeUndefined();
  });

  it('shows at most 60 jobs, those that failed among them', async () => {
    const pipeline = made(Array.from({ length: 90 }, (_, at) => plan(`job-${at}`)));
    set(pipeline, 'job-80', 'failed');
    const { jobs } = await standing(pipeline);
    expect(jobs).toHaveLength(60);
    expect(jobs?.map(({ name }) => name)).toContain('job-80');
  });

  it('costs two calls to ask about, and none of the runs, where nothing has changed', async () => {
    made([plan('unit')]);
    made([plan('unit')], { source: 'external' });
    expect(await scene.provider.read({ repository })).toHaveLength(1);
    scene.server.calls.length = 0;
    expect(await scene.provider.read({ repository })).toEqual([]);
    expect(scene.server.calls.map((call) => call.slice(-3))).toEqual(['304']);
  });

  it('[W4] tells of no pipeline that is older than its jobs, nor of jobs under way in one that has ended', async () => {
    const pipeline = made([plan('unit')]);
    set(pipeline, 'unit', 'running');
    const asked: string[] = [];
    const meanwhile: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      asked.push(new URL(answer.url).pathname.replace(/.*\/pipelines\/\d+/, ''));
      if (asked.length === 1) set(pipeline, 'unit', 'success');
      return answer;
    };
    const { url, token } = scene.server;
    const client = createGitLabClient({ url, token, clock: systemClock(), fetch: meanwhile });
    const ci = createGitLabCi({ client, projects, clock: scene.clock });
    const [report] = await ci.read({ run: runOf(pipeline) });
    expect(report).toMatchObject({ state: 'passed', jobs: [{ name: 'unit', state: 'passed' }] });
    expect(asked.slice(0, 3)).toEqual(['/jobs', '', '/jobs']);
  });

  it('asks again about what it could not read', async () => {
    const pipeline = made([plan('unit')]);
    scene.server.faults.plan(/pipelines\/\d+\/jobs/, { type: 'lost', how: 'error' });
    await expect(scene.provider.read({ repository })).rejects.toMatchObject({ fault: 'unavailable' });
    expect(await scene.provider.read({ repository })).toMatchObject([{ run: runOf(pipeline) }]);
  });
});
