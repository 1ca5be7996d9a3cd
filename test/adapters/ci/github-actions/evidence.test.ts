import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import { CiRun } from '../../../../protocol/model/run.ts';
import { eventually } from '../../../contract/ci-scene.ts';
import { openScene, repositoryId, type SceneOptions } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

const junit =
  '<testsuite name="sum"><testcase name="adds" file="src/sum.test.ts" line="4"><failure message="expected 5 to be 4"/></testcase><testcase name="subtracts"/></testsuite>';

/** A workflow of one job with these steps. */
const job = (...steps: readonly string[]): string =>
  [
    'name: Own',
    'on: workflow_dispatch',
    'jobs:',
    '  test:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    ...steps.map((step) => `      - ${step}`),
  ].join('\n');

describe('a failed run of GitHub Actions', () => {
  let close = async (): Promise<void> => undefined;
  afterEach(async () => close());

  /** Runs a workflow to its end. */
  async function run(own: string, options: SceneOptions = {}) {
    const scene = await openScene({ ...options, workflows: { own } });
    close = scene.close;
    const { branch, commit } = await scene.commit('own');
    const start = {
      type: 'start',
      run: 'deed' as RunId,
      repository: repositoryId,
      branch,
      commit,
      workflow: 'own.yml',
    } as const;
    const begun = await scene.provider.act({ ...start, inputs: {}, debug: false });
    const id = begun?.run ?? start.run;
    const end = await eventually(
      async () => (await scene.provider.read({ run: id }))[0],
      (found) => found !== undefined && hasEnded(found.state),
    );
    if (!end) throw new Error('no end');
    return { scene, id, end };
  }
  const counted = (scene: Awaited<ReturnType<typeof openScene>>, part: string) =>
    scene.server.calls.filter(({ path }) => path.includes(part)).length;
  const fits = ({ of, ...end }: CiReport) => CiRun.safeParse({ provider: 'github-actions', ...of, ...end }).error;

  it('names its tests by the reports that it has kept, and reads no log then', async () => {
    const { scene, end } = await run(
      job(
        `run: printf '%s' '${junit}' > junit.xml; exit 1`,
        '{ if: always(), uses: actions/upload-artifact@v4, with: { name: junit-results, path: junit.xml } }',
        '{ if: always(), uses: actions/upload-artifact@v4, with: { name: coverage, path: junit.xml } }',
      ),
    );
    expect(end).toMatchObject({ state: 'failed', counts: { passed: 1, failed: 1, skipped: 0 }, lines: [] });
    expect(end.failures).toEqual([
      { name: 'sum › adds', file: 'src/sum.test.ts', line: 4, message: 'expected 5 to be 4', job: 'test' },
    ]);
    expect(counted(scene, '/zip')).toBe(1);
    expect(counted(scene, '/logs')).toBe(0);
    expect(fits(end)).toBeUndefined();
  });

  it('shows what its annotations point at, and not that a process has failed', async () => {
    const { end } = await run(
      job(
        `run: "echo '::error file=src/sum.ts,line=3,title=Sum::2 + 2 is 4'; echo '::warning file=src/sum.ts,line=9::slow'; exit 1"`,
      ),
    );
    expect(end.failures?.[0]).toEqual({ name: 'Sum', file: 'src/sum.ts', line: 3, message: '2 + 2 is 4', job: 'test' });
    expect(JSON.stringify(end.failures)).not.toMatch(/slow|exit code/);
    expect(end.infrastructure).toBeUndefined();
  });

  it('shows what a tool complains of in the log of the step that failed', async () => {
    const { end } = await run(
      job(
        `run: "echo 'src/old.ts(1,1): error TS1005: not this'"`,
        `run: "echo 'src/sum.ts(3,5): error TS2322: no'; exit 2"`,
      ),
    );
    expect(end.failures).toEqual([expect.objectContaining({ file: 'src/sum.ts', line: 3, job: 'test' })]);
    expect(end.lines?.join('\n')).toContain('TS2322');
    expect(end.lines?.join('\n')).not.toContain('TS1005');
  });

  it('says that no test is to blame where the runner is', async () => {
    const said =
      'The hosted runner lost communication with the server. Anything in your workflow that terminates it can cause this.';
    const { end } = await run(job(`run: "echo '::error::${said}'; exit 1"`));
    expect(end.infrastructure).toBe(said);
    const full = await run(job(`run: "echo 'tar: write error: No space left on device'; exit 1"`));
    expect(full.end.infrastructure).toContain('No space left on device');
  });

  it('is told without what cannot be read of it', async () => {
    const { scene, id, end } = await run(job('run: exit 1'));
    scene.server.failNext('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', {
      type: 'refused',
      status: 403,
    });
    scene.server.failNext('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      type: 'refused',
      status: 500,
    });
    const [again] = await scene.provider.read({ run: id });
    expect(again).toMatchObject({ state: 'failed', revision: end.revision });
    scene.server.failNext('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      type: 'limited',
      retryAfter: 60,
    });
    await expect(scene.provider.read({ run: id })).rejects.toMatchObject({ fault: 'limited' });
  });

  it('[T15] hides the bridge’s secrets in its log and its lines', async () => {
    const { scene, id, end } = await run(job(`run: "echo 'Error: bad token hunter2-hunter2'; exit 1"`), {
      secrets: ['hunter2-hunter2'],
    });
    expect(end.lines?.join('\n')).toContain('Error: bad token ***');
    for (const style of ['plain', 'sgr'] as const)
      expect((await scene.provider.log(id, 0, { style }))?.text).toMatch(/bad token \*\*\*/);
  });

  it('has no log where GitHub has thrown it away, and none of another run’s job', async () => {
    const { scene, id, end } = await run(job('run: exit 0'));
    const [only] = end.jobs ?? [];
    scene.server.failNext('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', { type: 'refused', status: 410 });
    expect(await scene.provider.log(id, 0, { job: only?.id })).toBeUndefined();
    const other = id.replace(/\d+$/, (digits) => String(Number(digits) + 1)) as RunId;
    expect(await scene.provider.log(other, 0, { job: only?.id })).toBeUndefined();
    for (const wrong of ['0', '-1', '1e3', '../1', 'x'])
      expect(await scene.provider.log(id, 0, { job: wrong })).toBeUndefined();
  });

  it('is asked for its log once, whatever pieces it is read in', async () => {
    const { scene, id } = await run(job('run: "seq 60000"'));
    const before = counted(scene, '/jobs?');
    let from = 0;
    for (let ended = false; !ended; ) {
      const piece = await scene.provider.log(id, from);
      from = piece?.next ?? 0;
      ended = piece?.ended ?? true;
    }
    expect(from).toBeGreaterThan(300_000);
    expect(counted(scene, '/logs')).toBe(1);
    expect(counted(scene, '/jobs?') - before).toBe(1);
  });
});
