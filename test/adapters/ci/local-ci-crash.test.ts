import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startOf } from '../../../bridge/adapters/ci/local/process-group.ts';
import type { CiReport } from '../../../bridge/ports/ci-provider.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { collectReports } from '../../contract/ci-reports.ts';
import type { Life } from './dying-bridge.ts';
import { type LocalCiScene, makeScene, runOf } from './local-ci-scene.ts';

vi.setConfig({ testTimeout: 30_000 });
const busy = { timeout: 20_000 };

let scene: LocalCiScene;
afterEach(async () => scene.repository.remove());

/** Lets a bridge begin to do orders, and kills it when `enough` of its reports have been made. */
async function killedBridge(life: Life, enough: (reports: readonly CiReport[]) => Promise<boolean>) {
  const program = join(import.meta.dirname, 'dying-bridge.ts');
  const bridge = spawn(process.execPath, [program, JSON.stringify(life)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reports: CiReport[] = [];
  createInterface(bridge.stdout).on('line', (line) => reports.push(JSON.parse(line) as CiReport));
  await expect.poll(async () => enough(reports), busy).toBe(true);
  bridge.kill('SIGKILL');
  await once(bridge, 'close');
  return reports;
}

/** What a report tells a card. */
const plainly = ({ handle: _handle, of: _of, ...told }: CiReport): Partial<CiRun> => told;

/** The processes that are at work in a folder, or were when it was deleted. */
async function workingIn(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(pids.map(async (pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => places[index]?.startsWith(folder));
}

describe('a run that was under way when the bridge was killed', () => {
  it('is interrupted: its processes, its worktree and what git knows of it are gone, its log is kept', async () => {
    scene = await makeScene();
    const { beside, repository } = scene;
    const pids = join(beside, 'pids');
    const order = await scene.order(`echo under way; sleep 300 & echo $$ $! > '${pids}'; wait`);
    const waiting = await scene.order('exit 0');
    const life = { repository: repository.folder, beside, orders: [order, waiting] };
    const reports = await killedBridge(life, async () => existsSync(pids) && (await logText()).includes('under way'));
    async function logText(): Promise<string> {
      return readFile(join(beside, 'logs', `${order.run}.log`), 'utf8').catch(() => '');
    }
    const family = (await readFile(pids, 'utf8')).split(' ').map(Number);
    expect(await Promise.all(family.map(startOf))).not.toContain(undefined);
    expect(await scene.leftovers()).toHaveLength(2);

    const last = reports.at(-1);
    if (last?.state !== 'running') throw new Error('it was not running');
    expect(last.handle).toBeDefined();
    const later = collectReports();
    const close = await scene.provider.open(later.receive, [
      { run: runOf(order, plainly(last)), ...(last.handle !== undefined && { handle: last.handle }) },
      { run: runOf(waiting) },
    ]);

    expect(later.of(order.run)).toMatchObject([
      { state: 'interrupted', attempt: 1, revision: last.revision + 1, startedAt: last.startedAt },
    ]);
    expect(later.of(order.run)[0]?.lines?.slice(0, 2)).toEqual(['$ sh ci.sh', 'under way']);
    expect(later.of(waiting.run)).toMatchObject([{ state: 'interrupted', revision: 1, lines: [] }]);
    expect(await scene.leftovers()).toEqual([]);
    await expect.poll(async () => Promise.all(family.map(startOf)), busy).toEqual([undefined, undefined]);
    const log = await scene.provider.log(order.run, 0);
    expect(log?.text).toMatch(/under way\n[^]*interrupted/);
    expect(log?.ended).toBe(true);

    // What is done after that is none the worse for it.
    const next = await scene.order('exit 0');
    await scene.provider.act({ ...next, run: waiting.run });
    expect((await later.end(waiting.run)).state).toBe('interrupted');
    await expect.poll(() => later.states(waiting.run).at(-1), busy).toBe('passed');
    await close();
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves no process that nobody can find, whenever the bridge is killed',
    async () => {
      scene = await makeScene();
      const { beside, repository } = scene;
      const order = await scene.order(`touch '${beside}/began'; sleep 300`);
      // Killed when the worktree stands, which is about when the command is started.
      const made = async () => (await readdir(join(beside, 'worktrees')).catch(() => [])).length > 0;
      const reports = await killedBridge({ repository: repository.folder, beside, orders: [order] }, made);
      const last = reports.findLast(({ handle }) => handle !== undefined);
      const later = collectReports();
      const at = reports.at(-1);
      const run = runOf(order, at && plainly(at));
      const handle = last?.handle !== undefined && { handle: last.handle };
      const close = await scene.provider.open(later.receive, [{ run, ...handle }]);
      expect(later.states(order.run)).toEqual(['interrupted']);
      expect(await scene.leftovers()).toEqual([]);
      await expect.poll(async () => workingIn(beside), busy).toEqual([]);
      await close();
    },
  );

  it('does not follow a handle out of the folder of worktrees', async () => {
    scene = await makeScene();
    const order = await scene.order('exit 0');
    const folder = scene.repository.folder;
    const handles = [
      { pid: process.pid, startedAt: 'another time', worktree: folder, repository: order.repository },
      { pid: 1, startedAt: '', worktree: join(scene.config.worktrees, '..'), repository: order.repository },
    ].map((handle) => JSON.stringify(handle));
    const later = collectReports();
    const run = runOf(order, { state: 'running' });
    const unsettled = [...handles, 'no handle', '{}'].map((handle) => ({ run, handle }));
    const close = await scene.provider.open(later.receive, unsettled);
    expect(later.states(order.run)).toEqual(unsettled.map(() => 'interrupted'));
    expect(existsSync(join(folder, 'ci.sh'))).toBe(true);
    expect(existsSync(scene.beside)).toBe(true);
    await close();
  });
});
