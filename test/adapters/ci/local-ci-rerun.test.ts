import { afterEach, describe, expect, it, vi } from 'vitest';
import { Sha } from '../../../protocol/model/ids.ts';
import { collectReports } from '../../contract/ci-reports.ts';
import { cancelled, logOf, openScenes, ran, runOf } from './local-ci-scene.ts';

vi.setConfig({ testTimeout: 30_000 });
const busy = { timeout: 20_000 };

const scenes = openScenes();
afterEach(async () => scenes.removeAll());

/** A program that counts in a file beside how often it was run. */
const counting = (beside: string): string =>
  `echo x >> '${beside}/count'; echo "run $(wc -l < '${beside}/count')"; exit 1`;

const again = { type: 'rerun', what: 'all', debug: false } as const;

describe('a run that is run again', () => {
  it('is another attempt of the same, once for each time it is asked, with a log of its own', async () => {
    const scene = await scenes.open();
    const first = await ran(scene, counting(scene.beside));
    const order = {
      ...first,
      commit: Sha.parse(await scene.repository.git('rev-parse', 'HEAD').then((each) => each.trim())),
    };
    const run = runOf(order, { state: 'failed' });
    const answers = [await scene.provider.act({ ...again, run }), await scene.provider.act({ ...again, run })];
    expect(answers).toMatchObject([{ attempt: 2, state: 'queued' }, { attempt: 2 }]);
    await expect.poll(() => scene.reports.of(first.run).at(-1), busy).toMatchObject({ attempt: 2, state: 'failed' });
    expect(await logOf(scene, first)).toBe('$ sh ci.sh\nrun 2\nexit code 1\n');
    expect(await scene.provider.read({ run: first.run })).toMatchObject([{ attempt: 2, state: 'failed' }]);
    expect(scene.reports.of(first.run).map(({ attempt, revision }) => [attempt, revision])).toEqual([
      ...[1, 2, 3].map((revision) => [1, revision]),
      ...[1, 2, 3].map((revision) => [2, revision]),
    ]);
  });

  it('by a bridge that has not made it is found by its commit, or is gone', async () => {
    const scene = await scenes.open();
    const first = await ran(scene, counting(scene.beside));
    const commit = Sha.parse((await scene.repository.git('rev-parse', 'HEAD')).trim());
    await scene.close();
    const later = collectReports();
    const close = await scene.provider.open(later.receive, []);
    expect(await scene.provider.read({ run: first.run })).toEqual([]);
    await scene.provider.act({ ...again, run: runOf({ run: first.run, commit }, { attempt: 4 }) });
    expect(await later.end(first.run)).toMatchObject({ attempt: 5, state: 'failed' });
    const nowhere = runOf({ run: first.run, commit: Sha.parse('e'.repeat(40)) });
    const next = await scenes.open();
    await expect(next.provider.act({ ...again, run: nowhere })).rejects.toMatchObject({ fault: 'gone' });
    await close();
  });

  it('is refused while it is under way', async () => {
    const scene = await scenes.open();
    const order = await scene.order('sleep 300');
    await scene.provider.act(order);
    await scene.reports.until(order.run, 'running');
    const answer = scene.provider.act({ ...again, run: runOf(order) });
    await expect(answer).rejects.toMatchObject({ fault: 'refused', vendorWord: 'not_ended' });
    await cancelled(scene.provider, order);
    expect(await logOf(scene, order)).toContain('$ sh ci.sh');
  });
});

describe('the marks in a log', () => {
  it('say of each step how it stands, and then how it ended, in the same place', async () => {
    const scene = await scenes.open({ setup: 'echo ready' });
    const order = await scene.order("echo begun; until test -e '../../go'; do sleep 0.02; done; exit 1");
    await scene.provider.act(order);
    await expect.poll(async () => logOf(scene, order), busy).toContain('begun');
    const under = await logOf(scene, order);
    expect(under).toMatch(/^##\[step passed\] setup \n[^]*\n##\[step running\] test\n/);
    await scene.repository.script('../beside/go', '');
    await scene.reports.end(order.run);
    const after = await logOf(scene, order);
    expect(after.slice(0, under.length)).toBe(under.replace('[step running] test\n', '[step failed] test \n'));
  });
});
