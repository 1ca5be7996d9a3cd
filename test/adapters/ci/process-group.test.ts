import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { killLeft, signalGroup, startOf } from '../../../bridge/adapters/ci/local/process-group.ts';

vi.setConfig({ testTimeout: 30_000 });
const busy = { timeout: 20_000 };

let folder: string;
const leaders: ChildProcess[] = [];
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'shiproom-group-')));
});
afterEach(async () => {
  for (const { pid } of leaders.splice(0)) if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  await rm(folder, { recursive: true });
});

/** Starts a shell as the leader of a group of its own, and gives the first line that it prints. */
async function lead(script: string): Promise<{ pid: number; said: string; leader: ChildProcess }> {
  const leader = spawn('/bin/sh', ['-c', script], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  leaders.push(leader);
  const [said] = await once(leader.stdout, 'data');
  return { pid: leader.pid ?? 0, said: String(said).trim(), leader };
}

describe('killLeft', () => {
  it('kills a group whose leader began when it was said to', async () => {
    const { pid, said } = await lead('sleep 300 & echo $!; wait');
    const startedAt = (await startOf(pid)) ?? '';
    await killLeft({ pid, startedAt }, '/elsewhere');
    await expect
      .poll(async () => [await startOf(pid), await startOf(Number(said))], busy)
      .toEqual([undefined, undefined]);
  });

  it('leaves alone whoever has the same pid and began at another time', async () => {
    const { pid, said } = await lead('sleep 300 & echo $!; wait');
    await killLeft({ pid, startedAt: 'another time' }, folder);
    expect(await startOf(pid)).toBeDefined();
    expect(await startOf(Number(said))).toBeDefined();
  });

  it.skipIf(process.platform !== 'linux')(
    'kills who is left of a group without a leader, if they work in the folder',
    async () => {
      const { pid, said, leader } = await lead('sleep 300 & echo $!');
      if (leader.exitCode === null) await once(leader, 'exit');
      await killLeft({ pid, startedAt: 'long ago' }, '/elsewhere');
      expect(await startOf(Number(said))).toBeDefined();
      await killLeft({ pid, startedAt: 'long ago' }, folder);
      await expect.poll(async () => startOf(Number(said)), busy).toBeUndefined();
    },
  );

  it('is content where nobody is left', async () => {
    const { pid, leader } = await lead('echo');
    if (leader.exitCode === null) await once(leader, 'exit');
    await killLeft({ pid, startedAt: 'long ago' }, folder);
    expect(await startOf(pid)).toBeUndefined();
  });
});
