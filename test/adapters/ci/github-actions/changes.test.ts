import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CiReport } from '../../../../bridge/ports/ci-provider.ts';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import { eventually } from '../../../contract/ci-scene.ts';
import { openScene, repositoryId } from './scene.ts';

vi.setConfig({ testTimeout: 30_000 });

describe('the runs of a repository that have changed', () => {
  let scene: Awaited<ReturnType<typeof openScene>>;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(async () => {
    await scene.close();
  });
  const changes = async () => scene.provider.read({ repository: repositoryId });
  const start = async (does: string): Promise<RunId> => {
    const { workflow, ...at } = await scene.commit(does);
    const of = { run: 'deed' as RunId, repository: repositoryId, ...at, workflow };
    const report = await scene.provider.act({ type: 'start', ...of, inputs: {}, debug: false });
    return report?.run ?? of.run;
  };
  const until = async (run: RunId, fits: (report: CiReport) => boolean) => {
    const report = await eventually(
      async () => (await scene.provider.read({ run }))[0],
      (found) => found !== undefined && fits(found),
    );
    return report;
  };

  it('are told once, and then cost one call that GitHub does not count', async () => {
    const run = await start('pass');
    await until(run, ({ state }) => state === 'passed');
    expect((await changes()).map((report) => [report.run, report.state])).toEqual([[run, 'passed']]);
    const before = scene.server.calls.length;
    for (let times = 0; times < 3; times += 1) expect(await changes()).toEqual([]);
    const calls = scene.server.calls.slice(before);
    expect(calls.map(({ route, status }) => [route, status])).toEqual(
      Array.from({ length: 3 }, () => ['GET /repos/{owner}/{repo}/actions/runs', 304]),
    );
  });

  it('are told with their jobs, though the run itself stays as it is', async () => {
    const run = await start('hang');
    const stand = await eventually(
      async () => (await changes()).findLast((report) => report.run === run),
      (report) => report?.jobs?.[0]?.state === 'running',
    );
    expect(stand).toMatchObject({ state: 'running', of: { repository: repositoryId, workflow: 'Hang' } });
    const known = await until(run, () => true);
    if (known)
      await scene.provider.act({
        type: 'cancel',
        run: {
          ...known,
          provider: '',
          workflow: '',
          commit: known.of?.commit ?? ('' as never),
          queuedAt: 0,
          failures: [],
          lines: [],
        },
      });
    const end = await eventually(
      async () => (await changes()).findLast((report) => report.run === run),
      (report) => report !== undefined && hasEnded(report.state),
    );
    expect(end?.jobs?.map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('are told the next time, where they could not be read as a whole', async () => {
    await changes();
    const run = await start('pass');
    await until(run, ({ state }) => state === 'passed');
    scene.server.failNext('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { type: 'refused', status: 500 });
    await expect(changes()).rejects.toMatchObject({ fault: 'unavailable' });
    const [report] = await changes();
    expect(report).toMatchObject({ run, state: 'passed', jobs: [{ name: 'test', state: 'passed' }] });
    expect(await changes()).toEqual([]);
  });

  it('are none of a repository that is not ours', async () => {
    expect(await scene.provider.read({ repository: 'elsewhere.example/acme/web' as never })).toEqual([]);
    const gone = 'github/acme/web/19999999999' as RunId;
    expect(await scene.provider.read({ run: gone })).toEqual([]);
    for (const run of ['gitlab/acme/web/1', 'github/acme/other/1', 'github/acme/web/0', 'run-1']) {
      const before = scene.server.calls.length;
      expect(await scene.provider.read({ run: run as RunId })).toEqual([]);
      expect(scene.server.calls).toHaveLength(before);
    }
  });
});
