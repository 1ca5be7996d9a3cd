import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startOf } from '../../../bridge/adapters/ci/local/process-group.ts';
import { collectReports } from '../../contract/ci-reports.ts';
import { cancelled, logOf, openScenes, type OpenScene, ran } from './local-ci-scene.ts';

// Each run is a dozen processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });
const busy = { timeout: 20_000 };

const scenes = openScenes();
afterEach(async () => scenes.removeAll());

/** Writes its own pid and that of somebody it starts, who would outlive it; then waits. Deaf to the polite signal, if asked. */
const family = (beside: string, deaf = false): string =>
  `${deaf ? "trap '' TERM; " : ''}sleep 300 & echo $$ $! > '${beside}/pids.new'; mv '${beside}/pids.new' '${beside}/pids'; wait; wait`;

/** Which of these are alive: not gone, nor dead and waiting to be buried. */
const alive = async (...pids: readonly number[]): Promise<readonly number[]> => {
  const starts = await Promise.all(pids.map(startOf));
  return pids.filter((_, index) => starts[index] !== undefined);
};

/** Starts a run that never ends, and gives the pids of its family. */
async function startFamily(scene: OpenScene, deaf = false) {
  const order = await scene.order(family(scene.beside, deaf));
  await scene.provider.act(order);
  await expect.poll(() => existsSync(join(scene.beside, 'pids')), busy).toBe(true);
  const pids = (await readFile(join(scene.beside, 'pids'), 'utf8')).split(' ').map(Number);
  expect(await alive(...pids)).toEqual(pids);
  return { order, pids };
}

describe('a run that is ended', () => {
  it('by cancelling takes all its processes with it', async () => {
    const scene = await scenes.open();
    const { order, pids } = await startFamily(scene);
    expect(await cancelled(scene.provider, order)).toBe(true);
    expect(await scene.reports.end(order.run)).toMatchObject({ state: 'cancelled', failures: [], lines: [] });
    expect(await scene.leftovers()).toEqual([]);
    await expect.poll(async () => alive(...pids), busy).toEqual([]);
    expect(await logOf(scene, order)).toMatch(/cancelled\n$/);
  });

  it('is killed where it does not listen', async () => {
    const scene = await scenes.open();
    const { order, pids } = await startFamily(scene, true);
    await cancelled(scene.provider, order);
    await scene.clock.advance(4_999);
    expect(await alive(...pids)).toEqual(pids);
    await scene.clock.advance(1);
    expect((await scene.reports.end(order.run)).state).toBe('cancelled');
    await expect.poll(async () => alive(...pids), busy).toEqual([]);
  });

  it('by its time limit timed out, and its last lines stay', async () => {
    const scene = await scenes.open({ setup: 'echo set up', timeLimitMs: 30_000 });
    const { order, pids } = await startFamily(scene);
    await scene.clock.advance(29_999);
    expect(scene.reports.states(order.run)).not.toContain('timed-out');
    await scene.clock.advance(1);
    const end = await scene.reports.end(order.run);
    expect(end.state).toBe('timed-out');
    expect(end.lines).toContain('timed out after 30 s');
    expect(await scene.leftovers()).toEqual([]);
    await expect.poll(async () => alive(...pids), busy).toEqual([]);
  });

  it('in its set-up is not tested', async () => {
    const scene = await scenes.open({ setup: 'sleep 300' });
    const order = await scene.order(`touch '${scene.beside}/tested'`);
    await scene.provider.act(order);
    await expect.poll(() => scene.reports.of(order.run).at(-1)?.handle, busy).toBeDefined();
    await cancelled(scene.provider, order);
    expect((await scene.reports.end(order.run)).state).toBe('cancelled');
    expect(existsSync(join(scene.beside, 'tested'))).toBe(false);
    expect(await scene.leftovers()).toEqual([]);
  });

  it('before it began never begins', async () => {
    const scene = await scenes.open();
    const first = await startFamily(scene);
    const order = await scene.order(`touch '${scene.beside}/tested'`);
    await scene.provider.act(order);
    expect(await scene.provider.log(order.run, 0)).toEqual({ text: '', next: 0, ended: false });
    expect(await cancelled(scene.provider, order)).toBe(true);
    expect(await cancelled(scene.provider, order)).toBe(false);
    const end = await scene.reports.end(order.run);
    expect(end).toMatchObject({ state: 'cancelled', revision: 1 });
    expect(end.startedAt).toBeUndefined();
    expect(await scene.provider.log(order.run, 0)).toBeUndefined();
    await cancelled(scene.provider, first.order);
    await scene.reports.end(first.order.run);
    expect(existsSync(join(scene.beside, 'tested'))).toBe(false);
  });

  it('with the bridge is interrupted, and so is what waits', async () => {
    const scene = await scenes.open();
    const { order, pids } = await startFamily(scene);
    const waiting = await scene.order('exit 0');
    await scene.provider.act(waiting);
    await scene.close();
    for (const { run } of [order, waiting]) expect(scene.reports.states(run).at(-1)).toBe('interrupted');
    expect(await scene.leftovers()).toEqual([]);
    await expect.poll(async () => alive(...pids), busy).toEqual([]);
    const later = scene.provider.act(await scene.order('exit 0'));
    await expect(later).rejects.toMatchObject({ fault: 'unavailable' });
  });

  it('with a bridge whose store is gone ends too', async () => {
    let gone = false;
    const scene = await scenes.open({}, async () => {
      if (gone) throw new Error('the store is closed');
    });
    const { order, pids } = await startFamily(scene);
    gone = true;
    await scene.close();
    expect(scene.reports.states(order.run).at(-1)).toBe('running');
    await expect.poll(async () => alive(...pids), busy).toEqual([]);
  });
});

describe('what a run leaves', () => {
  it.skipIf(process.platform !== 'linux')(
    'is not waited for: neither who is in its group, nor who fled it with the output in hand',
    async () => {
      const scene = await scenes.open();
      const pids = join(scene.beside, 'pids');
      const fleeing = `setsid sh -c 'touch fled; exec sleep 301' & echo $! >> '${pids}'; until test -e fled; do sleep 0.01; done`;
      const order = await scene.order(`sleep 300 & echo $! > '${pids}'; ${fleeing}; exit 0`);
      await scene.provider.act(order);
      await expect.poll(async () => logOf(scene, order).catch(() => ''), busy).toContain('$ sh ci.sh');
      await expect
        .poll(async () => {
          await scene.clock.advance(2_000);
          return scene.reports.states(order.run).at(-1);
        }, busy)
        .toBe('passed');
      const [inGroup = 0, fled = 0] = (await readFile(pids, 'utf8')).split('\n').map(Number);
      await expect.poll(async () => alive(inGroup, fled), busy).toEqual([fled]);
      process.kill(fled);
    },
  );

  it('is removed even where it damaged its worktree', async () => {
    const scene = await scenes.open();
    expect((await ran(scene, 'rm .git; mkdir -p a/b; touch a/b/c; chmod 500 a/b; exit 0')).state).toBe('passed');
  });

  it('in the folder of worktrees is removed when the next bridge opens, and no other worktree', async () => {
    const scene = await scenes.open();
    await scene.close();
    const { repository, config, beside } = scene;
    await repository.git('worktree', 'add', '--quiet', '--detach', join(config.worktrees, 'run-left'));
    await repository.git('worktree', 'add', '--quiet', '--detach', join(beside, 'own'));
    await repository.git('worktree', 'add', '--quiet', '--detach', join(beside, 'unplugged'));
    await repository.git('worktree', 'move', join(beside, 'unplugged'), join(beside, 'elsewhere'));
    const close = await scene.provider.open(collectReports().receive, []);
    expect(await scene.leftovers()).toEqual([`worktree ${beside}/elsewhere`, `worktree ${beside}/own`]);
    await close();
  });
});
