import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../support/github/rows-actions.ts';
import { latest } from '../support/github/shapes/run.ts';
import { openSample, type Sample } from './sample.ts';

let sample: Sample;
beforeEach(async () => {
  sample = await openSample();
});
afterEach(async () => sample.close());

const shop = '/repos/acme/shop';
async function dispatch(file: string, body: object = {}): Promise<Run> {
  const asked = { ref: 'topic', return_run_details: true, ...body };
  const { status } = await sample.ask('POST', `${shop}/actions/workflows/${file}/dispatches`, asked);
  expect(status).toBe(200);
  return sample.github.actions.run(sample.github.actions.runs.at(-1)?.id ?? 0);
}
const ended = async (run: Run) => sample.github.actions.until(() => latest(run).status === 'completed');
/** Follows the redirect to a log, without credentials. */
async function download(path: string): Promise<Response> {
  const { status, headers } = await sample.ask('GET', shop + path);
  expect(status).toBe(302);
  return fetch(headers.get('location') ?? '');
}
interface Jobs {
  readonly jobs: readonly {
    id: number;
    name: string;
    conclusion: string;
    run_attempt: number;
    started_at: string;
    steps: { name: string; conclusion: string }[];
  }[];
}
const jobsOf = async (run: Run, filter = 'latest') => {
  const { body } = await sample.ask('GET', `${shop}/actions/runs/${run.id}/jobs?filter=${filter}`);
  return (body as Jobs).jobs;
};

describe('a run of a workflow', () => {
  it('really runs, goes red with its log and its place, and turns green when its failed jobs run again', async () => {
    const { ask, github } = sample;
    const run = await dispatch('ci.yml', { inputs: { target: 'production' } });
    await ended(run);
    const first = await jobsOf(run);
    expect(first.map((job) => [job.name, job.conclusion])).toEqual([
      ['build', 'success'],
      ['test (1)', 'success'],
      ['test (2)', 'failure'],
      ['after', 'skipped'],
    ]);
    const red = first.find((job) => job.conclusion === 'failure');
    expect(red?.steps.map((step) => [step.name, step.conclusion])).toEqual([
      ['Set up job', 'success'],
      ['Run actions/checkout@v4', 'success'],
      ['Run tests', 'failure'],
      ['Run actions/upload-artifact@v4', 'success'],
      ['Complete job', 'success'],
    ]);
    const log = await (await download(`/actions/jobs/${red?.id}/logs`)).text();
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ##\[group\]Run echo "version/m);
    expect(log).toContain('version 1.1 level high shard 2');
    expect(log).toMatch(/Z ##\[error\]total is wrong\r\n.*Z ##\[error\]Process completed with exit code 3\./);
    const { body } = await ask('GET', `${shop}/check-runs/${red?.id}/annotations`);
    expect(body).toMatchObject([
      { path: 'src/cart.ts', start_line: 12, title: 'Cart', message: 'total is wrong', annotation_level: 'failure' },
      { path: '.github', message: 'Process completed with exit code 3.' },
    ]);

    expect((await ask('POST', `${shop}/actions/runs/${run.id}/rerun-failed-jobs`)).status).toBe(201);
    await ended(run);
    expect(latest(run)).toMatchObject({ number: 2, conclusion: 'success' });
    const second = await jobsOf(run);
    expect(second.map((job) => [job.name, job.conclusion, job.run_attempt])).toEqual([
      ['build', 'success', 2],
      ['test (1)', 'success', 2],
      ['test (2)', 'success', 2],
      ['after', 'success', 2],
    ]);
    const again = github.hooks.deliveries.filter(
      ({ event, action, body: text }) =>
        event === 'workflow_job' && action === 'queued' && text.includes('"run_attempt":2'),
    );
    expect(again).toHaveLength(2);
    expect(await jobsOf(run, 'all')).toHaveLength(8);
  });

  it('keeps what it uploads, and all its logs, as archives', async () => {
    const run = await dispatch('ci.yml');
    await ended(run);
    const { body } = await sample.ask('GET', `${shop}/actions/runs/${run.id}/artifacts?name=report-1`);
    const [artifact] = (body as { artifacts: { id: number }[] }).artifacts;
    const zip = await download(`/actions/artifacts/${artifact?.id}/zip`);
    expect(Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())))).toEqual(['report-1.xml']);
    const logs = await download(`/actions/runs/${run.id}/logs`);
    const names = Object.keys(unzipSync(new Uint8Array(await logs.arrayBuffer())));
    expect(names).toContain('0_build.txt');
    expect(names).toContain('test (2)/3_Run tests.txt');
  });

  it('is stopped with its whole process group, and what always runs still runs', async () => {
    const { ask, github } = sample;
    const run = await dispatch('hang.yml');
    await github.actions.until(() => latest(run).jobs[0]?.log.some((line) => line.endsWith(' begun')) ?? false);
    expect((await ask('GET', `${shop}/actions/jobs/${latest(run).jobs[0]?.id}/logs`)).status).toBe(404);
    expect((await ask('POST', `${shop}/actions/runs/${run.id}/cancel`)).status).toBe(202);
    await ended(run);
    expect(latest(run).conclusion).toBe('cancelled');
    expect(latest(run).jobs[0]?.log.join('\n')).toMatch(/The operation was canceled[\s\S]*Z cleaned/);
    const late = await ask('POST', `${shop}/actions/runs/${run.id}/cancel`);
    expect(late).toMatchObject({ status: 409, body: { message: 'Cannot cancel a workflow run that is completed.' } });
  });

  it('says more of itself where debugging was asked for', async () => {
    const run = await dispatch('ci.yml');
    await ended(run);
    const job = latest(run).jobs.find((each) => each.check.name === 'test (2)');
    await sample.ask('POST', `${shop}/actions/jobs/${job?.id}/rerun`, { enable_debug_logging: true });
    await ended(run);
    expect(
      latest(run)
        .jobs.find((each) => each.check.name === 'test (2)')
        ?.log.join('\n'),
    ).toContain('##[debug]');
  });

  it.each([
    [{ ref: 'nowhere' }, 'No ref found for: nowhere'],
    [{ ref: 'topic', inputs: { colour: 'red' } }, 'Unexpected inputs provided: ["colour"]'],
    [
      { ref: 'topic', inputs: { target: 'moon' } },
      "Provided value 'moon' for input 'target' not in the list of allowed values",
    ],
  ])('is not started with %j', async (body, message) => {
    const answer = await sample.ask('POST', `${shop}/actions/workflows/ci.yml/dispatches`, body);
    expect(answer).toMatchObject({ status: 422, body: { message } });
    expect(sample.github.actions.runs).toEqual([]);
  });

  it('starts by a push, for the branches that its file names', async () => {
    const { github, repository } = sample;
    await repository.branch('quiet/one', 'topic');
    await github.pushed('quiet/one', 'bo');
    expect(github.actions.runs).toEqual([]);
    await repository.commit('Say ok', { 'ok.txt': '' });
    await github.pushed('topic', 'bo');
    const [run] = github.actions.runs;
    if (!run) throw new Error('no run');
    await ended(run);
    expect(run).toMatchObject({ event: 'push', title: 'Say ok', sha: await repository.commitOf('topic') });
    expect(latest(run).conclusion).toBe('success');
  });
});

describe('a deployment that needs somebody’s yes', () => {
  it.each([
    ['approved', 'success', 'success'],
    ['rejected', 'failure', 'failure'],
  ])('%s: ends as %s', async (state, conclusion, deployed) => {
    const { ask, github } = sample;
    const { id } = github.environment({ name: 'production', reviewers: ['bo', '@ops'] });
    const run = await dispatch('deploy.yml');
    await github.actions.until(() => latest(run).status === 'waiting');
    const path = `${shop}/actions/runs/${run.id}/pending_deployments`;
    const asCy = await ask('GET', path, undefined, 'cy');
    expect(asCy.body).toMatchObject([{ environment: { id, name: 'production' }, current_user_can_approve: true }]);
    const decision = { environment_ids: [id], state, comment: 'Seen' };
    expect((await ask('POST', path, decision, 'ann')).status).toBe(422);
    expect((await ask('POST', path, decision, 'cy')).status).toBe(200);
    await ended(run);
    expect(latest(run).conclusion).toBe(conclusion);
    expect((await ask('GET', `${shop}/actions/runs/${run.id}/approvals`)).body).toMatchObject([
      { state, comment: 'Seen', user: { login: 'cy' } },
    ]);
    expect(github.repo.deployments[0]?.statuses.at(-1)?.state).toBe(deployed);
    const told = github.hooks.deliveries.map((each) => `${each.event}.${each.action}`);
    expect(told).toEqual(
      expect.arrayContaining(['deployment_review.requested', `deployment_review.${state}`, 'workflow_job.waiting']),
    );
  });
});

describe('a run by hand', () => {
  it('does what the test says, and tells it as a real one would', async () => {
    const { github, ask } = sample;
    const run = await github.actions.script({ branch: 'topic', by: 'bo' });
    const job = run.job('unit');
    job.start();
    job.step('Run tests');
    job.log('1 failed');
    job.annotate('src/cart.ts', 3, 'is wrong');
    job.end('failure');
    run.end('failure');
    expect((await ask('GET', `${shop}/actions/runs/${run.run.id}`)).body).toMatchObject({
      conclusion: 'failure',
      run_attempt: 1,
    });
    expect(await (await download(`/actions/jobs/${job.job.id}/logs`)).text()).toMatch(/Z 1 failed/);
    github.actions.byHand();
    await ask('POST', `${shop}/actions/runs/${run.run.id}/rerun`);
    const again = github.actions.handsOn(run.run).job('unit');
    again.end('success');
    run.end('success');
    expect((await jobsOf(run.run)).map((each) => [each.conclusion, each.run_attempt])).toEqual([['success', 2]]);
    expect(github.hooks.deliveries.filter((each) => each.event === 'workflow_run').map((each) => each.action)).toEqual([
      'requested',
      'in_progress',
      'completed',
      'completed',
    ]);
  });
});
